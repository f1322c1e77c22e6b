// What a widget type is called in Twilio's Console, and what it is for.

import { findTransitions } from "../widgets/table.ts";

export type Purpose = "trigger" | "logic" | "message" | "call" | "flex" | "request" | "retired" | "unknown";

export interface Kind {
  /** As the Console says it; the type itself where that is not known. */
  title: string;
  purpose: Purpose;
}

const kinds: Readonly<Record<string, readonly [title: string, purpose: Purpose]>> = {
  trigger: ["Trigger", "trigger"],
  "split-based-on": ["Split Based On", "logic"],
  "set-variables": ["Set Variables", "logic"],
  "run-subflow": ["Run Subflow", "logic"],
  "make-http-request": ["Make HTTP Request", "request"],
  "run-function": ["Run Function", "request"],
  "send-message": ["Send Message", "message"],
  "send-and-wait-for-reply": ["Send & Wait For Reply", "message"],
  "start-conversation": ["Start Conversation", "message"],
  "resume-conversation": ["Resume Conversation", "message"],
  "say-play": ["Say/Play", "call"],
  "gather-input-on-call": ["Gather Input On Call", "call"],
  "connect-call-to": ["Connect Call To", "call"],
  "make-outgoing-call-v1": ["Make Outgoing Call (v1)", "call"],
  "make-outgoing-call-v2": ["Make Outgoing Call", "call"],
  "record-voicemail": ["Record Voicemail", "call"],
  "record-call": ["Call Recording", "call"],
  "enqueue-call": ["Enqueue Call", "call"],
  "add-twiml-redirect": ["TwiML Redirect", "call"],
  "capture-payments": ["Capture Payments", "call"],
  "fork-stream": ["Fork Stream", "call"],
  "connect-virtual-agent": ["Connect Virtual Agent (v1)", "call"],
  "connect-virtual-agent-v2": ["Connect Virtual Agent", "call"],
  "run-conversation-relay": ["Run ConversationRelay", "call"],
  "send-to-flex": ["Send to Flex", "flex"],
  "send-to-auto-pilot": ["Send to Autopilot (retired)", "retired"],
};

/** A type that is not known has its own name for a title. */
export function kindOf(type: string): Kind {
  const known = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const [title, purpose] = known ?? [type, "unknown"];
  return { title, purpose };
}

/** Tells whether a widget says by this event that it failed. Events of a type not known are judged by their names. */
export function isFailure(type: string, event: string): boolean {
  const failures = findTransitions(type)?.failures;
  return failures ? Object.hasOwn(failures, event) : /fail|error/i.test(event);
}
