// The context of every product of the local Twilio: the state, the settings, the clock, and what else the server
// provides.

import type { World } from "@tac-handoff/studio";
import type { LoggedRequest } from "../http/requestLog.ts";
import type { HttpsProxy } from "../proxy/proxy.ts";
import type { LiveSession } from "../relay/conversationRelay.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";

/** Passed to every function of the products. Hono's own context of a request is called `c`. */
export interface Context {
  state: State;
  settings: Settings;
  /**
   * The team's public hosts and the local servers that stand in for them: `agent.example.com` →
   * `http://127.0.0.1:8000`.
   */
  hosts: Map<string, string>;
  /** Requests to those servers, oldest first. */
  sent: SentRequest[];
  /** Aborted when the server is closing and has waited long enough for those servers. */
  ending: AbortSignal;
  /** Open ConversationRelay sessions by the call's SID. */
  sessions: Map<string, LiveSession>;
  /** Requests to this server, oldest first; the latest 20,000. */
  requests: LoggedRequest[];
  /** The HTTPS proxy, if one was started. */
  proxy?: HttpsProxy;
  /** With which Flex UI, and nobody else, reads the opt-ins; a new one at each start. */
  flexToken: string;
  /** The current time. Tests may pass a clock of their own. */
  now(): Date;
  /** Handles a request inside this process, as if it had come over the network. */
  handle(request: Request): Promise<Response>;
  /** Everything an execution can reach outside its flow. Handed in by the server, because it uses every product. */
  worldOf(context: Context, execution: StoredExecution): World;
  /** Runs work that continues after its response was sent. `close` waits for it, and the state is saved after it. */
  background(work: Promise<void>): void;
}

export interface Settings {
  /** Milliseconds until an operation of Orchestrator or Memory is COMPLETED and its change can be read. */
  operationDelayMs: number;
  /** Milliseconds from the creation of a memory store (QUEUED, PROVISIONING) until it is ACTIVE. */
  storeActivationMs: number;
  /**
   * Where the id of a new Orchestrator configuration appears. Public projects disagree (docs/assumptions.md, new-configuration-id):
   * "response" = in the 202 and the operation, "operation" = only there, "nowhere" = it must be found by listing.
   */
  newIdIn: "response" | "operation" | "nowhere";
  /** What the newer APIs return for a field without a value: nothing, as documented, or null (core/newerApis.ts). */
  nulls: "omitted" | "sent";
  /** Whether every object of the newer APIs has one field more than this project knows. */
  unknownField: boolean;
  /**
   * What Resume Conversation does with a conversation that is already with Flex. Not documented (docs/assumptions.md,
   * resume-handed-off).
   */
  resumeHandedOff: "refused" | "accepted";
  /** Longest turn of an agent that `POST /local/calls/{CA}/say` waits for, in milliseconds. */
  turnLimitMs: number;
}

/** A request that was sent to a team's server. */
export interface SentRequest {
  /** Counts from 1. */
  seq: number;
  method: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
  /** The public URL as configured, without credentials. */
  url: string;
  form?: Record<string, string>;
  json?: unknown;
  /** 0: no response. */
  status: number;
  /** Why there was no response. */
  error?: string;
}
