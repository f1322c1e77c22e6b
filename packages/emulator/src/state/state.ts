// The whole account as one plain JSON object, which can be saved, and read, compared and changed by a test.

import type { Call } from "./calls.ts";
import type {
  AddressConfiguration,
  ClassicConfiguration,
  ClassicConversation,
  ClassicService,
} from "./classic.ts";
import type {
  Activity,
  Feature,
  FlexConfiguration,
  FlexContext,
  Interaction,
  Task,
  TaskChannel,
  TaskQueue,
  Worker,
  Workflow,
  Workspace,
} from "./flex.ts";
import type { Flow, StoredExecution } from "./flows.ts";
import type { IntelligenceConfiguration, OperatorResult } from "./intelligence.ts";
import type { MemoryStore, Profile } from "./memory.ts";
import type { OtherResource, PhoneNumber, Sender } from "./numbers.ts";
import type { FirstResponse, Operation } from "./operations.ts";
import type { OrchestratorConfiguration, OrchestratorConversation } from "./orchestrator.ts";

/** Objects by SID or id, oldest first. */
export type Table<Row> = Record<string, Row>;

export interface State {
  account: Account;
  /** How many SIDs and ids were created. Only ever grows, so no id is used twice. */
  sequence: number;
  orchestratorConfigurations: Table<OrchestratorConfiguration>;
  /** Operations of Orchestrator and Memory; an unfinished one holds the change that it will apply. */
  operations: Table<Operation>;
  /** First responses by Idempotency-Key. */
  firstResponses: Table<FirstResponse>;
  /** Conversations of the Orchestrator (`conv_conversation_…`). */
  conversations: Table<OrchestratorConversation>;
  intelligenceConfigurations: Table<IntelligenceConfiguration>;
  operatorResults: Table<OperatorResult>;
  memoryStores: Table<MemoryStore>;
  /** Profiles of all memory stores (`mem_profile_…`). */
  profiles: Table<Profile>;
  flows: Table<Flow>;
  executions: Table<StoredExecution>;
  phoneNumbers: Table<PhoneNumber>;
  /** What a number may name besides: applications, trunks, addresses, bundles and identities. */
  otherResources: Table<OtherResource>;
  /** Senders by address. */
  senders: Table<Sender>;
  calls: Table<Call>;
  classicConfiguration: ClassicConfiguration;
  classicServices: Table<ClassicService>;
  /** Conversations (Classic), `CH…`. */
  classicConversations: Table<ClassicConversation>;
  addressConfigurations: Table<AddressConfiguration>;
  /** null: an account without Flex. */
  flexConfiguration: FlexConfiguration | null;
  workspaces: Table<Workspace>;
  activities: Table<Activity>;
  workers: Table<Worker>;
  workflows: Table<Workflow>;
  taskQueues: Table<TaskQueue>;
  taskChannels: Table<TaskChannel>;
  tasks: Table<Task>;
  /** Opt-ins of Flex, which only a person can switch, in Flex's Console. */
  features: Table<Feature>;
  flexContexts: Table<FlexContext>;
  interactions: Table<Interaction>;
}

export interface Account {
  sid: string;
  friendlyName: string;
  authToken: string;
  /** A standard key cannot read `/Accounts`, a main key can. Source: twilio.com/docs/iam/api-keys */
  apiKeys: { sid: string; secret: string; kind: "standard" | "main" }[];
  dateCreated: string;
}
