// What a widget has at hand while it runs, and what it hands back.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { holdsLiquid } from "../../liquid/holdsLiquid.ts";
import { readLiquid, renderLiquid } from "../../liquid/liquid.ts";
import type { Context, Execution, Trigger } from "./execution.ts";
import type { TwimlVerb } from "./twiml.ts";
import type { World } from "./world.ts";

/**
 * How a run ended. Outputs become `widgets.<name>` after the step. `transition` is the place of the one to take, where
 * several have the same event. With `waitFor` the execution stops for an outside event, with `run` a subflow begins.
 */
export type StepOutcome =
  | StepResult
  | { waitFor: readonly string[]; outputs?: Record<string, unknown>; timeoutSeconds?: number }
  | { run: FlowDefinition; trigger: Trigger; flowSid: string };

export interface StepResult {
  event: string;
  outputs?: Record<string, unknown>;
  reason?: string;
  transition?: number;
}

/** Where a widget runs: in the flow itself, or in a subflow. */
export interface Frame {
  definition: FlowDefinition;
  context: Context;
  /** The Run Subflow widget, in a subflow. */
  subflow?: string;
}

/** A widget's name as steps, warnings and worlds have it. */
export function fullName({ subflow }: Frame, name: string): string {
  return subflow === undefined ? name : `${subflow}/${name}`;
}

/** One run of one widget. `execution` is the run's own copy, to be changed. */
export class StepRun {
  readonly widget: Widget;
  /** With the subflow's in front, see `fullName`. */
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

  /** Renders a text; a faulty one is empty, with warning 81018. */
  render(template: string, property: string): string {
    if (!holdsLiquid(template)) return template;
    const { text, fault, isEmptied } = renderLiquid(template, this.context, this.world.now());
    if (fault !== undefined) this.warn(81018, `${property}: ${fault}`);
    if (isEmptied) this.#tellEmptied(template, property);
    return text;
  }

  /** A property, rendered. Numbers and booleans, which Twilio refuses in a text, are taken as the text they look like. */
  text(property: string, fallback = ""): string {
    const value = this.widget.properties[property];
    if (value === undefined || value === null) return this.render(fallback, property);
    return this.render(asText(value), property);
  }

  /** A property, rendered; undefined where the widget does not have it. */
  optionalText(property: string): string | undefined {
    return this.widget.properties[property] === undefined ? undefined : this.text(property);
  }

  /** A list of keys and values, as `parameters`; values rendered. */
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

  /** The seconds in a property; none where that is no whole number. */
  seconds(property: string, fallback: string): { timeoutSeconds?: number } {
    const text = this.text(property, fallback).trim();
    return /^\d+$/.test(text) ? { timeoutSeconds: Number(text) } : {};
  }

  /** Attributes of a TwiML verb: each property that is not empty, under the verb's name for it. */
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

  /** Where Twilio tells the flow that a verb is done. The names of these events are inferred from `FlowEvent=return`. */
  action(flowEvent: string): string {
    const { account, flow } = this.world.sids;
    return `https://webhooks.twilio.com/v1/Accounts/${account}/Flows/${flow}?FlowEvent=${flowEvent}`;
  }

  /** What earlier runs of this widget have left. */
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

  /** Set after Send to Flex has taken the conversation: the flow cannot write there any more. */
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

  /** Takes a failure event, with a warning that says why. */
  fail(event: string, code: number, reason: string): StepResult & { reason: string } {
    this.warn(code, reason);
    return { event, reason };
  }

  #tellEmptied(template: string, property: string): void {
    const { watch } = this.world;
    if (!watch?.emptied) return;
    const paths = readLiquid(template).paths.filter((path) => isBlank(valueAt(this.context, path)));
    watch.emptied({ widget: this.name, property, template, paths: paths.map((path) => path.join(".")) });
  }
}

/** As Twilio would have it: a text. */
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
