// What starts an execution, and what it leaves behind.
// An Execution is plain JSON, so that a server can keep it and go on later.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { TwimlVerb } from "./twiml.ts";

/** What started the execution, with the data that Liquid reads below `trigger.<kind>`. */
export type Trigger =
  | { event: "incomingCall"; call: Record<string, string> }
  /** SMS, WhatsApp or a legacy chat. `ChannelAttributes` and `AddOns` may be JSON texts. */
  | { event: "incomingMessage"; message: Record<string, unknown> }
  /** A message in a conversation that the flow is attached to. `ChannelAttributes` may be a JSON text. */
  | { event: "incomingConversationMessage"; conversation: Record<string, unknown> }
  | { event: "incomingRequest"; to: string; from: string; parameters: Record<string, unknown> }
  /** Run by a Run Subflow widget. Of the parent's context the trigger, the channel and the contact are taken over. */
  | { event: "incomingParent"; parameters: Record<string, unknown>; parent?: Parent };

/** Who runs a subflow. */
export interface Parent {
  context?: Context;
  flow_sid?: string;
  execution_sid?: string;
  step_sid?: string;
}

export interface Execution {
  status: "active" | "ended";
  /** Those of a subflow are named `<run-subflow widget>/<its widget>`. */
  steps: Step[];
  /** What Liquid reads: `trigger`, `flow`, `contact`, `widgets`. */
  context: Context;
  warnings: Warning[];
  /** TwiML verbs for the caller (after TwiML Redirect also for who wrote a message), in order. */
  twiml: TwimlVerb[];
  /** Set while the execution waits for an event from outside (a call in Flex's queue, for instance). */
  waiting?: Waiting;
  /** The call a flow has made itself and that was answered. */
  call?: Record<string, unknown>;
  /** Set while a subflow runs, and `waiting` is then one of its widgets. */
  subflow?: Subflow;
}

export interface Waiting {
  widget: string;
  events: string[];
  /** Seconds until `timeout` comes, where Studio itself keeps the time: of a reply, and of TwiML Redirect. */
  timeoutSeconds?: number;
}

export interface Subflow {
  /** The Run Subflow widget. */
  widget: string;
  /** What was run, also when that flow has changed since. */
  definition: FlowDefinition;
  context: Context;
}

export interface Context {
  trigger: Record<string, unknown>;
  flow: Record<string, unknown>;
  contact: { channel: { address: string } };
  widgets: Record<string, Record<string, unknown>>;
}

/** One widget left by one event. `to` is absent where the execution ended. */
export interface Step {
  widget: string;
  type: string;
  event: string;
  to?: string;
  /** Why a failure event was taken, in words; absent otherwise. */
  reason?: string;
}

/** A warning or error as Studio's debugger shows it, for instance 81015 (task not created). */
export interface Warning {
  code: number;
  widget: string;
  message: string;
}
