import type { Execution, FlowDefinition, OutboundMessage } from "@tac-handoff/studio";

export interface StoredExecution {
  sid: string;
  flowSid: string;
  revision: number;
  /** What was run, also when the flow has changed since. */
  definition: FlowDefinition;
  status: "active" | "ended";
  /** The customer's address. */
  contact: string;
  /** Twilio's side. Both together make the contact: one active execution per pair. */
  channelAddress: string;
  /** `CA…` of a call, `RQ…` of a request, `IM…` or `SM…` of a message. */
  initiatedBy: string;
  /** Set by Start and Resume Conversation: what the execution is attached to until it ends. */
  attached?: { conversationSid: string; webhookSid: string };
  /** The conversation whose message started it. */
  conversationSid?: string;
  /** The call that it has made itself (`CA…`). */
  callSid?: string;
  /** What it has sent, oldest first. */
  sent?: SentMessage[];
  /** When what it waits for has not come in time (ISO 8601). */
  dueAt?: string;
  /** Where the run stands; absent until it first stops. */
  run?: Execution;
  /** `FT…`, one for each of `run.steps`. */
  stepSids: string[];
  dateCreated: string;
  dateUpdated: string;
}

export type SentMessage = Omit<OutboundMessage, "conversationSid">;

export interface Flow {
  sid: string;
  /** Oldest first, numbered from 1. The last one is what GET shows, the last published one is what runs. */
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
