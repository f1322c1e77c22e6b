// Rows of Studio: flows with their revisions, and executions.

import type { Execution, FlowDefinition, OutboundMessage } from "@tac-handoff/studio";

export interface StoredExecution {
  sid: string;
  flowSid: string;
  revision: number;
  /** The definition that runs, even if the flow has changed since. */
  definition: FlowDefinition;
  status: "active" | "ended";
  /** The customer's address. */
  contact: string;
  /** The account's address. Each pair of addresses has at most one active execution of a flow. */
  channelAddress: string;
  /** `CA…` of a call, `RQ…` of a request, `IM…` or `SM…` of a message. */
  initiatedBy: string;
  /** The conversation that Start or Resume Conversation attached it to, until it ends. */
  attached?: { conversationSid: string; webhookSid: string };
  /** The conversation whose message started it. */
  conversationSid?: string;
  /** The outgoing call that it made (`CA…`). */
  callSid?: string;
  /** The messages it sent, oldest first. */
  sent?: SentMessage[];
  /** When its current wait times out (ISO 8601). */
  dueAt?: string;
  /** The state of the run; absent until it first stops. */
  run?: Execution;
  /** `FT…`, one for each of `run.steps`. */
  stepSids: string[];
  dateCreated: string;
  dateUpdated: string;
}

export type SentMessage = Omit<OutboundMessage, "conversationSid">;

export interface Flow {
  sid: string;
  /** Oldest first, numbered from 1. GET returns the last one; the last published one runs. */
  revisions: FlowRevision[];
  date_created: string;
}

export interface FlowRevision {
  revision: number;
  friendly_name: string;
  status: "draft" | "published";
  definition: unknown;
  commit_message: string | null;
  author_sid: string | null;
  date_created: string;
}
