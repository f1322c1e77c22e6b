// The trigger of an execution, and its state.
// An Execution is plain JSON, so that a server can store it and resume it later.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { TwimlVerb } from "./twiml.ts";

/** The trigger of an execution, with the data that Liquid reads below `trigger.<kind>`. */
export type Trigger =
  | { event: "incomingCall"; call: Record<string, string> }
  /** SMS, WhatsApp or a legacy chat. `ChannelAttributes` and `AddOns` may be JSON strings. */
  | { event: "incomingMessage"; message: Record<string, unknown> }
  /** A message in a conversation that the flow is attached to. `ChannelAttributes` may be a JSON string. */
  | { event: "incomingConversationMessage"; conversation: Record<string, unknown> }
  | { event: "incomingRequest"; to: string; from: string; parameters: Record<string, unknown> }
  /** Started by a Run Subflow widget. Trigger, channel and contact are inherited from the parent's context. */
  | { event: "incomingParent"; parameters: Record<string, unknown>; parent?: Parent };

/** The parent of a subflow. */
export interface Parent {
  context?: Context;
  flow_sid?: string;
  execution_sid?: string;
  step_sid?: string;
}

/** The state of an execution. */
export interface Execution {
  status: "active" | "ended";
  /** Widgets of a subflow are named `<run-subflow widget>/<its widget>`. */
  steps: Step[];
  /** The variables of Liquid: `trigger`, `flow`, `contact`, `widgets`. */
  context: Context;
  warnings: Warning[];
  /** TwiML verbs for the caller (after TwiML Redirect also for the sender of a message), in order. */
  twiml: TwimlVerb[];
  /** Set while the execution waits for an outside event (for example a call in a Flex queue). */
  waiting?: Waiting;
  /** The call that the flow made and that was answered. */
  call?: Record<string, unknown>;
  /** Set while a subflow runs; `waiting` is then one of its widgets. */
  subflow?: Subflow;
}

/** The events for which an execution waits. */
export interface Waiting {
  widget: string;
  events: string[];
  /** Seconds until the event `timeout`, if Studio itself measures it: for a reply, and for TwiML Redirect. */
  timeoutSeconds?: number;
}

/** A running subflow. */
export interface Subflow {
  /** The Run Subflow widget. */
  widget: string;
  /** The definition that runs, even if that flow has changed since. */
  definition: FlowDefinition;
  context: Context;
}

/** The variables that Liquid can read. */
export interface Context {
  trigger: Record<string, unknown>;
  flow: Record<string, unknown>;
  contact: { channel: { address: string } };
  widgets: Record<string, Record<string, unknown>>;
}

/** A widget and the event it took. `to` is absent if the execution ended. */
export interface Step {
  widget: string;
  type: string;
  event: string;
  to?: string;
  /** Why a failure event was taken; absent otherwise. */
  reason?: string;
}

/** A warning or error as in Studio's debugger, for example 81015 (task not created). */
export interface Warning {
  code: number;
  widget: string;
  message: string;
}
