// The environment of a running widget, and its result.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { holdsLiquid } from "../../liquid/holdsLiquid.ts";
import { readLiquid, renderLiquid } from "../../liquid/liquid.ts";
import type { Context, Execution, Trigger } from "./execution.ts";
import type { TwimlVerb } from "./twiml.ts";
import type { World } from "./world.ts";

/**
 * How a run of a widget ended: with an event, by waiting for an outside event (`waitFor`), or by starting a subflow (`run`).
 * Outputs become `widgets.<name>` after the step.
 */
export type StepOutcome =
  | StepResult
  | { waitFor: readonly string[]; outputs?: Record<string, unknown>; timeoutSeconds?: number }
  | { run: FlowDefinition; trigger: Trigger; flowSid: string };

/** `transition` is the index of the transition to take, if several have the same event. */
export interface StepResult {
  event: string;
  outputs?: Record<string, unknown>;
  reason?: string;
  transition?: number;
}

/** The flow or subflow in which a widget runs. */
export interface Frame {
  definition: FlowDefinition;
  context: Context;
  /** The Run Subflow widget, in a subflow. */
  subflow?: string;
}

/** Returns a widget's name as used in steps, warnings and worlds. */
export function fullName({ subflow }: Frame, name: string): string {
  return subflow === undefined ? name : `${subflow}/${name}`;
}

/** One run of one widget. `execution` is the run's own copy and can be changed. */
export class StepRun {
  readonly widget: Widget;
  /** Prefixed in a subflow, see `fullName`. */
  readonly name: string;
  readonly execution: Execution;
  readonly context: Context;
  readonly isInSubflow: boolean;
  readonly world: World;

  constructor(widget: Widget, frame: Frame, execution: Execution, world: World) {
    this.widget = widget;
    this.name = fullName(frame, widget.name);
    this.execution = execution;
    this.context = frame.context;
    this.isInSubflow = frame.subflow !== undefined;
    this.world = world;
  }

  /** Renders a template; an invalid one is empty, with warning 81018. */
  render(template: string, property: string): string {
    if (!holdsLiquid(template)) return template;
    const { text, fault, isEmptied } = renderLiquid(template, this.context, this.world.now());
    if (fault !== undefined) this.warn(81018, `${property}: ${fault}`);
    if (isEmptied) this.#reportEmptied(template, property);
    return text;
  }

  /** Returns a property, rendered. Numbers and booleans, which Twilio refuses there, are converted to strings. */
  text(property: string, fallback = ""): string {
    const value = this.widget.properties[property];
    if (value === undefined || value === null) return this.render(fallback, property);
    return this.render(asText(value), property);
  }

  /** Returns a property, rendered; undefined if the widget does not have it. */
  optionalText(property: string): string | undefined {
    return this.widget.properties[property] === undefined ? undefined : this.text(property);
  }

  /** Returns a list of keys and values, such as `parameters`, with rendered values. */
  entries(property: string): { key: string; value: string; type?: unknown }[] {
    const list = this.widget.properties[property];
    return (Array.isArray(list) ? list : []).flatMap((entry: unknown) =>
      isObject(entry) && typeof entry.key === "string"
        ? [
            {
              key: entry.key,
              value: this.render(asText(entry.value ?? ""), `${property} ${entry.key}`),
              type: entry.type,
            },
          ]
        : [],
    );
  }

  /** Returns the seconds in a property; none if it is not an integer. */
  seconds(property: string, fallback: string): { timeoutSeconds?: number } {
    const text = this.text(property, fallback).trim();
    return /^\d+$/.test(text) ? { timeoutSeconds: Number(text) } : {};
  }

  /** Returns attributes of a TwiML verb: each property that is not empty, by the verb's name for it. */
  attributes(names: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(names).flatMap(([property, attribute]) => {
        const value = this.optionalText(property);
        return value ? [[attribute, value]] : [];
      }),
    );
  }

  addTwiml(verb: TwimlVerb): void {
    this.execution.twiml.push(verb);
  }

  /** Returns the URL at which Twilio reports that a verb has ended. The names of these events are inferred from `FlowEvent=return`. */
  action(flowEvent: string): string {
    const { account, flow } = this.world.sids;
    return `https://webhooks.twilio.com/v1/Accounts/${account}/Flows/${flow}?FlowEvent=${flowEvent}`;
  }

  /** Outputs of earlier runs of this widget. */
  get outputs(): Record<string, unknown> {
    const { widgets } = this.context;
    return Object.hasOwn(widgets, this.widget.name) ? (widgets[this.widget.name] ?? {}) : {};
  }

  /** The conversation the execution is attached to, or whose message started it, if any. */
  get conversationSid(): string | undefined {
    const { channel } = this.context.flow;
    if (isObject(channel) && typeof channel.sid === "string") return channel.sid;
    const { conversation } = this.context.trigger;
    if (!isObject(conversation)) return undefined;
    const sid = conversation.ConversationSid ?? conversation.ChannelSid;
    return typeof sid === "string" ? sid : undefined;
  }

  /** Whether Send to Flex has taken the conversation, so that the flow can no longer write to it. */
  get isHandedOff(): boolean {
    const { channel } = this.context.flow;
    return isObject(channel) && channel.status === "handed off";
  }

  /** The call that started the execution, or that it has made, if any. */
  get call(): Record<string, unknown> | undefined {
    const { call } = this.context.trigger;
    return this.execution.call ?? (isObject(call) ? call : undefined);
  }

  get callSid(): { callSid?: string } {
    return typeof this.call?.CallSid === "string" ? { callSid: this.call.CallSid } : {};
  }

  setChannel(values: Record<string, unknown>): void {
    const { flow } = this.context;
    flow.channel = { ...(isObject(flow.channel) ? flow.channel : {}), ...values };
  }

  warn(code: number, message: string): void {
    this.execution.warnings.push({ code, widget: this.name, message });
  }

  /** Takes a failure event, with a warning that explains why. */
  fail(event: string, code: number, reason: string): StepResult & { reason: string } {
    this.warn(code, reason);
    return { event, reason };
  }

  #reportEmptied(template: string, property: string): void {
    const { watch } = this.world;
    if (!watch?.emptied) return;
    const paths = readLiquid(template).paths.filter((path) => isBlank(valueAt(this.context, path)));
    watch.emptied({ widget: this.name, property, template, paths: paths.map((path) => path.join(".")) });
  }
}

/** Converts a value to a string, as Twilio would. */
export function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function valueAt(context: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value) && key === "size") return value.length;
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, context);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
