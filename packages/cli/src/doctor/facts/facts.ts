// Reads the account's objects, each of them once and as many as possible in parallel. Sends only GET requests.

import {
  type Account,
  type Address,
  addresses,
  type Conversation,
  type FlexConfiguration,
  type Flow,
  type FlowRevision,
  fetchAccount,
  fetchFlexConfiguration,
  fetchPublishedRevision,
  findPhoneNumber,
  flows,
  type IntelligenceConfiguration,
  intelligenceConfigurations,
  intelligenceOperators,
  listOpenConversations,
  listParticipants,
  listSenderAddresses,
  listTaskChannels,
  listWorkflows,
  type MemoryStore,
  memoryStores,
  type Operator,
  type OrchestratorConfiguration,
  orchestratorConfigurations,
  type PhoneNumber,
  type TaskChannel,
  type Workflow,
} from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";
import { flowInUrl } from "../../account/flowInUrl.ts";
import { readWorkflows, type WorkflowReached } from "./queues.ts";
import { attempt, type Reading, type RefusedReading, readAfter } from "./reading.ts";
import { type Bridged, findNewestBridged, findNewestHandedOff, type HandedOff } from "./traffic.ts";
import { findUnanswered, type Unanswered } from "./unanswered.ts";
import { numbersOf, usesMessaging, type Wanted } from "./wanted.ts";
import { workflowsInUse } from "./workflows.ts";

export interface Facts {
  account: Reading<Account | undefined>;
  number: Reading<PhoneNumber | undefined>;
  /** Another flow than the hand-off's, to which the number's status callback leads. */
  formerFlow: Reading<FlowRevision | undefined>;
  /** The agent's numbers after the first, as far as the account has them. */
  otherNumbers: Reading<PhoneNumber[]>;
  addresses: Reading<Address[]>;
  /** Undefined if they were not read: WhatsApp is not in use, or the credentials may not list them. */
  whatsappSenders: string[] | undefined;
  orchestrator: Reading<OrchestratorConfiguration | undefined>;
  orchestrators: Reading<OrchestratorConfiguration[]>;
  intelligence: Reading<IntelligenceConfiguration[]>;
  operators: Reading<Operator[]>;
  memoryStore: Reading<MemoryStore | undefined>;
  /** Newest revision, draft or published. */
  flow: Reading<Flow | undefined>;
  publishedFlow: Reading<FlowRevision | undefined>;
  flex: Reading<FlexConfiguration | undefined>;
  workflows: Reading<Workflow[]>;
  taskChannels: Reading<TaskChannel[]>;
  /** The workflows of the hand-off, with the workers of their queues. */
  reachedWorkflows: Reading<WorkflowReached[]>;
  bridged: Reading<Bridged>;
  handedOff: Reading<HandedOff>;
  /** Undefined if not requested. */
  unanswered: Reading<Unanswered> | undefined;
}

export interface FactOptions {
  /** Whether to look for messages without a reply, which costs up to ten requests. */
  findsUnanswered: boolean;
  now: () => number;
}

export async function readFacts(
  api: Api,
  wanted: Wanted,
  { findsUnanswered, now }: FactOptions,
): Promise<Facts> {
  const { phoneNumber, orchestratorConfigurationId, intelligenceConfigurationId, flowSid } = wanted;
  const skipReading = <T>(value: T): Promise<Reading<T>> => Promise.resolve({ value });

  const orchestrator =
    orchestratorConfigurationId === undefined
      ? skipReading<OrchestratorConfiguration | undefined>(undefined)
      : attempt("the Orchestrator configuration", () =>
          orchestratorConfigurations.fetch(api, orchestratorConfigurationId),
        );
  const flex = attempt("the Flex configuration", () => fetchFlexConfiguration(api));
  const inWorkspace = <T>(what: string, list: (api: Api, workspaceSid: string) => Promise<T[]>) =>
    readAfter(flex, (configuration): Promise<Reading<T[]>> => {
      const workspaceSid = configuration?.taskrouter_workspace_sid;
      return workspaceSid ? attempt(what, () => list(api, workspaceSid)) : skipReading([]);
    });

  const number =
    phoneNumber === undefined
      ? skipReading<PhoneNumber | undefined>(undefined)
      : attempt("phone numbers", () => findPhoneNumber(api, phoneNumber));
  const publishedFlow =
    flowSid === undefined
      ? skipReading<FlowRevision | undefined>(undefined)
      : attempt("Studio revisions", () => fetchPublishedRevision(api, flowSid));
  const workflows = inWorkspace("TaskRouter workflows", listWorkflows);
  const usesMessages = usesMessaging(wanted);
  const open = usesMessages
    ? attempt("conversations", () => listOpenConversations(api, orchestratorConfigurationId))
    : skipReading<Conversation[]>([]);
  const participantsOf = once((conversationId) => listParticipants(api, conversationId));

  return awaitAll({
    account: attempt("the account", () => fetchAccount(api)),
    number,
    formerFlow: readAfter(number, (row) => {
      const sid = flowInUrl(row?.status_callback);
      return sid === undefined || sid === flowSid || !wanted.channels.includes("voice")
        ? skipReading(undefined)
        : attempt("Studio flows", () => flows.fetch(api, sid));
    }),
    otherNumbers: attempt("phone numbers", async () => {
      const others = numbersOf(wanted).slice(1);
      const rows = await Promise.all(others.map((each) => findPhoneNumber(api, each.number)));
      return rows.filter((row) => row !== undefined);
    }),
    addresses: attempt("addresses", () => addresses.list(api)),
    // A hand-off does without this permission, so a refusal makes no check fail.
    whatsappSenders: wanted.channels.includes("whatsapp")
      ? listSenderAddresses(api, "whatsapp").catch(() => undefined)
      : Promise.resolve(undefined),
    orchestrator,
    orchestrators: attempt("Orchestrator configurations", () => orchestratorConfigurations.list(api)),
    intelligence: readAfter(orchestrator, (configuration) => {
      const ids = new Set([
        ...(intelligenceConfigurationId === undefined ? [] : [intelligenceConfigurationId]),
        ...(configuration?.intelligenceConfigurationIds ?? []),
      ]);
      return ids.size === 0
        ? skipReading([])
        : attempt("Intelligence configurations", async () => {
            const rows = await Promise.all([...ids].map((id) => intelligenceConfigurations.fetch(api, id)));
            return rows.filter((row) => row !== undefined);
          });
    }),
    operators: attempt("Intelligence operators", () => intelligenceOperators.list(api)),
    memoryStore: readAfter(orchestrator, (configuration) => {
      const id = configuration?.memoryStoreId;
      return id ? attempt("the memory store", () => memoryStores.fetch(api, id)) : skipReading(undefined);
    }),
    flow:
      flowSid === undefined
        ? skipReading(undefined)
        : attempt("Studio flows", () => flows.fetch(api, flowSid)),
    publishedFlow,
    flex,
    workflows,
    taskChannels: inWorkspace("TaskRouter task channels", listTaskChannels),
    reachedWorkflows: readAfter(workflows, async (rows) => {
      // If the flow cannot be read, the workflows that the stack expects are known all the same.
      const used = workflowsInUse(wanted, (await publishedFlow).value?.definition, rows);
      return used.length === 0
        ? skipReading([])
        : attempt("TaskRouter queues and workers", () =>
            readWorkflows(api, used[0]?.workspace_sid ?? "", used),
          );
    }),
    bridged: readAfter(open, (rows) =>
      attempt("conversations", () => findNewestBridged(rows, participantsOf)),
    ),
    handedOff:
      flowSid !== undefined && wanted.channels.includes("voice")
        ? attempt("Studio executions", () => findNewestHandedOff(api, flowSid))
        : skipReading({ examinedCount: 0 }),
    unanswered:
      findsUnanswered && usesMessages
        ? readAfter(open, (rows) =>
            attempt("conversations", () => findUnanswered(api, rows, { wanted, now: now(), participantsOf })),
          )
        : Promise.resolve(undefined),
  });
}

/** A function that reads each object once. */
function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const readings = new Map<string, Promise<T>>();
  return (id) => {
    const reading = readings.get(id) ?? read(id);
    readings.set(id, reading);
    return reading;
  };
}

async function awaitAll<Parts extends object>(
  promises: {
    [Name in keyof Parts]: Promise<Parts[Name]>;
  },
): Promise<Parts> {
  const entries = Object.entries<Promise<unknown>>(promises as Record<string, Promise<unknown>>);
  const values = await Promise.all(entries.map(async ([name, promise]) => [name, await promise]));
  return Object.fromEntries(values);
}

/** Each refused read, once. */
export function listRefusals(facts: Facts): RefusedReading[] {
  const readings: unknown[] = Object.values(facts);
  const refused = readings.filter(isRefused);
  return [...new Map(refused.map((reading) => [reading.what, reading])).values()];
}

function isRefused(reading: unknown): reading is RefusedReading {
  return (
    typeof reading === "object" && reading !== null && "refused" in reading && reading.refused !== undefined
  );
}

/** Why nothing at all could be read (wrong credentials, no connection): the first reason. Undefined otherwise. */
export function whyNothingWasRead(facts: Facts): string | undefined {
  const readings = [facts.account, facts.addresses, facts.orchestrators, facts.operators, facts.flex];
  return readings.every(({ refused }) => refused !== undefined) ? facts.addresses.refused : undefined;
}
