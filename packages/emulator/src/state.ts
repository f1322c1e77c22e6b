// Everything the local Twilio knows, as one plain JSON object: it can be saved, read, compared and changed by a test.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressConfiguration } from "./addresses.ts";
import type { Call } from "./call.ts";
import type { ClassicConversation, ClassicService } from "./classic.ts";
import type { OrchestratorConversation } from "./conversations.ts";
import type { StoredExecution } from "./execution.ts";
import type { FlexConfiguration } from "./flex.ts";
import type { FirstResponse } from "./idempotency.ts";
import type { IntelligenceConfiguration } from "./intelligence.ts";
import type { OperatorResult } from "./intelligenceRuns.ts";
import type { MemoryStore } from "./memory.ts";
import type { Operation } from "./operations.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";
import type { PhoneNumber } from "./phoneNumbers.ts";
import type { Profile } from "./profiles.ts";
import type { Flow } from "./studio.ts";
import type { Interaction, Task, TaskChannel, TaskQueue, Workflow, Workspace } from "./taskrouter.ts";

/** Objects by SID or id, oldest first. */
export type Table<Row> = Record<string, Row>;

export interface State {
  account: Account;
  /** How many SIDs and ids were handed out. Never goes back, so no id is used twice. */
  sequence: number;
  orchestratorConfigurations: Table<OrchestratorConfiguration>;
  /** Operations of Orchestrator and Memory; an unfinished one holds the change it will make. */
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
  calls: Table<Call>;
  classicServices: Table<ClassicService>;
  /** Conversations (Classic), `CH…`. */
  classicConversations: Table<ClassicConversation>;
  addressConfigurations: Table<AddressConfiguration>;
  /** null: an account without Flex. */
  flexConfiguration: FlexConfiguration | null;
  workspaces: Table<Workspace>;
  workflows: Table<Workflow>;
  taskQueues: Table<TaskQueue>;
  taskChannels: Table<TaskChannel>;
  tasks: Table<Task>;
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

/** Makes a classic SID: two letters and a counter as 32 hexadecimal digits, so that it is plainly not a real one. */
export function nextSid(state: State, prefix: string): string {
  state.sequence += 1;
  return prefix + state.sequence.toString(16).padStart(32, "0");
}

/** Makes an id of the new planes, `<prefix>_[0-7][0-9a-z]{25}`, e.g. `conv_configuration_0000…01a`. */
export function nextId(state: State, prefix: string): string {
  state.sequence += 1;
  return `${prefix}_${state.sequence.toString(36).padStart(26, "0")}`;
}

/** When this SID or id was handed out, to be compared: dates are in whole seconds and cannot tell. */
export function orderOf(id: string): number {
  return id.includes("_") ? parseInt(id.slice(id.lastIndexOf("_") + 1), 36) : parseInt(id.slice(2), 16);
}

/** Reads a saved state, also one that was saved when there was less to know; undefined when the file does not exist yet. */
export function loadState(file: string): State | undefined {
  try {
    return complete(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`state file ${file} cannot be read: ${String(error)}`, { cause: error });
  }
}

function complete(saved: State): State {
  const state: State = {
    ...saved,
    operatorResults: saved.operatorResults ?? {},
    profiles: saved.profiles ?? {},
  };
  for (const { communications, participants } of Object.values(state.conversations)) {
    for (const communication of communications) communication.deliveredTo ??= [];
    for (const participant of participants) participant.name ??= participant.addresses[0]?.address ?? "";
  }
  return state;
}

/** Saves the state. A crash in the middle leaves the file as it was before. It holds credentials: owner only. */
export function saveState(file: string, state: State): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, file);
}
