// The shape of a row in the table of widget types.

import type * as z from "zod";

export const triggerEvents = [
  "incomingMessage",
  "incomingCall",
  "incomingConversationMessage",
  "incomingRequest",
  "incomingParent",
] as const;

/** What starts an execution. */
export type TriggerEvent = (typeof triggerEvents)[number];

/** The key below `trigger` that holds the data of each. */
export const triggerKinds = {
  call: "incomingCall",
  message: "incomingMessage",
  conversation: "incomingConversationMessage",
  request: "incomingRequest",
  parent: "incomingParent",
} as const satisfies Record<string, TriggerEvent>;

/** The purpose of a widget, by which pictures and pages are organized. */
export type Purpose = "trigger" | "logic" | "message" | "call" | "flex" | "request" | "retired";

/** One row of the table. */
export interface WidgetType {
  /** Name in Twilio's Console. */
  title: string;
  purpose: Purpose;
  /** A description in one or two sentences, including surprising behaviour. */
  note: string;
  /** Every event, in the order of an export. Except for splits, the first is the usual one. */
  events: readonly string[];
  /** Events that report a failure, each with the triggers under which it can occur. */
  failures: Readonly<Record<string, readonly TriggerEvent[]>>;
  /**
   * Triggers under which the widget works. A conversation or call that the execution acquires later counts as well: see `gives`.
   * Twilio checks this at run time (81020), and in its validation for `start-conversation` and `resume-conversation` only.
   */
  triggers: readonly TriggerEvent[];
  /** Events after which the execution has acquired a conversation or a call, as if this trigger had also started it. */
  gives?: Readonly<Record<string, TriggerEvent>>;
  /** Set if an event from outside ends the widget: a reply, a key, the end of a call. */
  waits?: true;
  /** Strict in keys and JSON types. Twilio accepts unknown keys, so a misspelt one shows up only at run time. */
  properties: z.ZodObject;
  /** Names used in Twilio's Console and documentation, each with the key that works. */
  misnamed?: Readonly<Record<string, string>>;
  /** The outputs that Liquid can read under `widgets.<name>` afterwards. */
  outputs: Outputs;
  /** Where the row's facts come from. */
  source: string;
}

export interface Outputs {
  /** Paths such as `inbound.Body`, by the event after which they have a value. */
  after: Readonly<Record<string, readonly string[]>>;
  /** Keys that are certainly set only after this event, whatever other keys there are. */
  solely?: Readonly<Record<string, string>>;
  /** Set if there are further keys; describes them. Then no path is known to be empty. */
  open?: string;
}

/** Returns the same outputs for each of several events. */
export function after<const Event extends string>(
  events: readonly Event[],
  paths: readonly string[],
): Record<Event, readonly string[]> {
  return Object.fromEntries(events.map((event) => [event, paths])) as Record<Event, readonly string[]>;
}

export const always = triggerEvents;

/** Triggers of call widgets. A subflow uses its parent's call; a flow started by the REST API has to make one first. */
export const onCalls = ["incomingCall", "incomingParent"] as const satisfies readonly TriggerEvent[];

/** The fields that Twilio posts about a call and call widgets keep as outputs. */
export const callbackKeys = [
  "AccountSid",
  "ApiVersion",
  "CallSid",
  "CallStatus",
  "Called",
  "Caller",
  "Direction",
  "From",
  "To",
] as const;

/** `open` of call widgets. */
export const callback = "whatever Twilio's callback contains";
