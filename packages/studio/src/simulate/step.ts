// What a widget has at hand while it runs, and what it hands back.

import type { Widget } from "../definition.ts";
import { isObject } from "../json.ts";
import { renderLiquid } from "../liquid/liquid.ts";
import type { Execution, World } from "./execution.ts";

/**
 * How a run ended. Outputs become `widgets.<name>` after the step. `transition` is the place of the one to take, where
 * several have the same event. With `waitFor` the execution stops for an outside event.
 */
export type Outcome =
  | { event: string; outputs?: Record<string, unknown>; reason?: string; transition?: number }
  | { waitFor: readonly string[]; outputs?: Record<string, unknown> };

/** One run of one widget. `execution` is the run's own copy, to be changed. */
export class StepRun {
  readonly widget: Widget;
  readonly execution: Execution;
  readonly world: World;

  constructor(widget: Widget, execution: Execution, world: World) {
    this.widget = widget;
    this.execution = execution;
    this.world = world;
  }

  /** Renders a text; a faulty one is empty, with warning 81018. */
  render(template: string, property: string): string {
    const { text, fault } = renderLiquid(template, this.execution.context, this.world.now());
    if (fault !== undefined) this.warn(81018, `${property}: ${fault}`);
    return text;
  }

  /** A property, rendered. Numbers and booleans, which Twilio refuses in a text, are taken as the text they look like. */
  text(property: string, fallback = ""): string {
    const value = this.widget.properties[property];
    if (value === undefined || value === null) return this.render(fallback, property);
    return this.render(typeof value === "object" ? JSON.stringify(value) : String(value), property);
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
              value: this.render(String(entry.value ?? ""), `${property} ${entry.key}`),
              type: entry.type,
            },
          ]
        : [],
    );
  }

  /** What earlier runs of this widget have left. */
  get outputs(): Record<string, unknown> {
    const { widgets } = this.execution.context;
    return Object.hasOwn(widgets, this.widget.name) ? (widgets[this.widget.name] ?? {}) : {};
  }

  /** The conversation the execution is attached to, if any. */
  get conversationSid(): string | undefined {
    const { channel } = this.execution.context.flow;
    return isObject(channel) && typeof channel.sid === "string" ? channel.sid : undefined;
  }

  /** The call that started the execution, if one did. */
  get call(): Record<string, unknown> | undefined {
    const { call } = this.execution.context.trigger;
    return isObject(call) ? call : undefined;
  }

  setChannel(values: Record<string, unknown>): void {
    const { flow } = this.execution.context;
    flow.channel = { ...(isObject(flow.channel) ? flow.channel : {}), ...values };
  }

  warn(code: number, message: string): void {
    this.execution.warnings.push({ code, widget: this.widget.name, message });
  }

  /** Takes a failure event, with a warning that says why. */
  fail(event: string, code: number, reason: string): { event: string; reason: string } {
    this.warn(code, reason);
    return { event, reason };
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
