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

/** What a widget is for: pictures and pages are sorted by it. */
export type Purpose = "trigger" | "logic" | "message" | "call" | "flex" | "request" | "retired";

/** One row of the table. */
export interface WidgetType {
  /** Name in Twilio's Console. */
  title: string;
  purpose: Purpose;
  /** What it does, in a sentence or two, and what surprises about it. */
  note: string;
  /** Every event, in the order of an export. The first but for splits is the usual way on. */
  events: readonly string[];
  /** Events by which the widget says it failed, each with the triggers under which that can happen. */
  failures: Readonly<Record<string, readonly TriggerEvent[]>>;
  /**
   * Triggers under which the widget can do its work. What an execution has got on its way counts as well: see `gives`.
   * Twilio checks this at run time (81020), and before for `start-conversation` and `resume-conversation` only.
   */
  triggers: readonly TriggerEvent[];
  /** Events after which the execution is as if this trigger had started it, too: it has got a conversation, or a call. */
  gives?: Readonly<Record<string, TriggerEvent>>;
  /** Set where the widget ends by an event from outside: a reply, a key, the end of a call. */
  waits?: true;
  /** Strict in keys and JSON types. Twilio lets unknown keys pass, so that a misspelt one shows only at run time. */
  properties: z.ZodObject;
  /** Names of Twilio's Console and prose, each with the key that works. */
  misnamed?: Readonly<Record<string, string>>;
  /** What Liquid can read under `widgets.<name>` afterwards. */
  outputs: Outputs;
  /** Where the row's facts come from. */
  source: string;
}

export interface Outputs {
  /** Paths such as `inbound.Body`, by the event after which they have a value. */
  after: Readonly<Record<string, readonly string[]>>;
  /** Keys that are there after this event alone, for certain, however many others come along. */
  solely?: Readonly<Record<string, string>>;
  /** Set where further keys come along; says which, in words. Then no path is known to be empty. */
  open?: string;
}

/** The same outputs after every one of some events. */
export function after<const Event extends string>(
  events: readonly Event[],
  paths: readonly string[],
): Record<Event, readonly string[]> {
  return Object.fromEntries(events.map((event) => [event, paths])) as Record<Event, readonly string[]>;
}

export const always = triggerEvents;

/** Widgets that work on a call. A flow run as a subflow works on its parent's; one started by the REST API calls first. */
export const onCalls = ["incomingCall", "incomingParent"] as const satisfies readonly TriggerEvent[];

/** What Twilio posts about a call, and call widgets pass on. */
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

/** Reason of `open` on the widgets of calls. */
export const callback = "whatever Twilio's callback brings";
