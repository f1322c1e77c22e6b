// A flow written in TypeScript: a transition to a widget that is not there does not compile.

import type { Condition, FlowDefinition, Transition, Widget } from "../definition.ts";
import { type ConditionType, conditionTypes } from "../simulate/condition.ts";
import {
  type FailureEvent,
  type TriggerEvent,
  type WidgetEvent,
  type WidgetProperties,
  type WidgetTypeName,
  widgetTypes,
} from "../widgets/table.ts";
import { type AttributeValue, attributesText } from "./attributes.ts";
import { layOut } from "./layout.ts";

/** A widget without its name; `Next` are the widgets it leads to. Made by `split`, `sendToFlex` and the like. */
export interface WidgetSpec<Next extends string | undefined> {
  type: WidgetTypeName;
  properties: Record<string, unknown>;
  transitions: { event: string; next: Next | undefined; conditions?: Condition[] }[];
}

/** Where each event leads. Failure events must be named; `undefined` ends the execution, and on a call hangs up. */
export type On<Type extends WidgetTypeName, Next extends string | undefined> = {
  [Event in Exclude<WidgetEvent<Type>, FailureEvent<Type>>]?: Next;
} & { [Event in FailureEvent<Type>]: Next };

/** One condition, for instance `{ contains: "sales", next: "sales" }` or `{ is_blank: true, next: "ask_again" }`. */
export type Match<Next extends string | undefined> = {
  [Type in ConditionType]: { [Key in Type]: Key extends "is_blank" | "is_not_blank" ? true : string } & {
    [Key in Exclude<ConditionType, Type>]?: never;
  } & {
    next: Next;
    /** Shown on the canvas. Omit it for Studio's own wording, `If value contains sales`. */
    friendly_name?: string;
  };
}[ConditionType];

const triggerName = "Trigger";

/**
 * Compiles a flow to the JSON that Studio exports: every event listed, positions laid out in layers.
 *
 * @param flow.trigger first widget by what starts the execution; what is left out starts nothing
 * @param flow.widgets by name: letters, digits, `_` and `-`, starting with a letter, not `Trigger`
 */
export function defineFlow<Name extends string>(flow: {
  description: string;
  trigger: { [Event in TriggerEvent]?: NoInfer<Name> | undefined };
  widgets: Record<Name, WidgetSpec<NoInfer<Name> | undefined>>;
}): FlowDefinition {
  const trigger: WidgetSpec<string | undefined> = {
    type: "trigger",
    properties: {},
    transitions: listed("trigger", flow.trigger),
  };
  const widgets = Object.entries<WidgetSpec<string | undefined>>(flow.widgets).map(toWidget);
  return {
    description: flow.description,
    states: laidOut([toWidget([triggerName, trigger]), ...widgets]),
    initial_state: triggerName,
    flags: { allow_concurrent_calls: true },
  };
}

/**
 * Split Based On: the first condition that is true of `input` decides, `noMatch` when none is.
 * Comparisons ignore case and blanks at both ends.
 */
export function split<const Next extends string | undefined = undefined>({
  input,
  match,
  noMatch,
}: {
  input: string;
  match: readonly Match<Next>[];
  noMatch: Next;
}): WidgetSpec<Next> {
  return {
    type: "split-based-on",
    properties: { input } satisfies WidgetProperties<"split-based-on">,
    transitions: [
      { event: "noMatch", next: noMatch },
      ...match.map((entry) => ({ event: "match", next: entry.next, conditions: [condition(entry, input)] })),
    ],
  };
}

/**
 * Set Variables: `flow.variables.<key>` from here on. A text is rendered and stays text;
 * `{ json_object: text }` is rendered and parsed, so that its members can be read.
 */
export function setVariables<const Next extends string | undefined = undefined>({
  variables,
  next,
}: {
  variables: Readonly<Record<string, string | { json_object: string }>>;
  next?: Next;
}): WidgetSpec<Next> {
  const entries = Object.entries(variables).map(([key, value]) =>
    typeof value === "string"
      ? { key, value, type: "string" as const }
      : { key, value: value.json_object, type: "json_object" as const },
  );
  const properties = { variables: entries } satisfies WidgetProperties<"set-variables">;
  return { type: "set-variables", properties, transitions: [{ event: "next", next }] };
}

/** Make HTTP Request. `method` defaults to GET, the content type to a form; `add_twilio_auth` is for Twilio hosts only. */
export function makeHttpRequest<const Next extends string | undefined = undefined>(
  options: WidgetProperties<"make-http-request"> & { on: On<"make-http-request", Next> },
): WidgetSpec<Next> {
  return widget("make-http-request", options);
}

/** Resume Conversation: attaches a REST execution to a Classic conversation. Once per execution. */
export function resumeConversation<const Next extends string | undefined = undefined>(
  options: WidgetProperties<"resume-conversation"> & { on: On<"resume-conversation", Next> },
): WidgetSpec<Next> {
  return widget("resume-conversation", options);
}

/**
 * Send to Flex. `attributes` as an object is written as JSON text, see `attributesText`; at most 1,024 characters.
 * `priority` ("0") and `timeout` ("3600", seconds) are texts. Success is `callComplete` on every channel.
 */
export function sendToFlex<const Next extends string | undefined = undefined>({
  attributes,
  ...options
}: Omit<WidgetProperties<"send-to-flex">, "attributes"> & {
  attributes?: string | Readonly<Record<string, AttributeValue>>;
  on: On<"send-to-flex", Next>;
}): WidgetSpec<Next> {
  const text = typeof attributes === "object" ? attributesText(attributes) : attributes;
  return widget("send-to-flex", { ...options, ...(text === undefined ? {} : { attributes: text }) });
}

/** Say/Play: exactly one of `say`, `play` (URL) and `digits`; on calls only. `loop` defaults to 1. */
export function sayPlay<const Next extends string | undefined = undefined>({
  next,
  ...properties
}: WidgetProperties<"say-play"> & { next?: Next }): WidgetSpec<Next> {
  return { type: "say-play", properties, transitions: [{ event: "audioComplete", next }] };
}

/** Send Message. In an execution attached to a conversation it goes to that conversation. */
export function sendMessage<const Next extends string | undefined = undefined>({
  from = "{{flow.channel.address}}",
  to = "{{contact.channel.address}}",
  ...options
}: Omit<WidgetProperties<"send-message">, "from"> & {
  from?: string;
  on: On<"send-message", Next>;
}): WidgetSpec<Next> {
  return widget("send-message", { from, to, ...options });
}

function widget<Next extends string | undefined>(
  type: WidgetTypeName,
  { on, ...properties }: { on: Readonly<Record<string, Next | undefined>> } & Record<string, unknown>,
): WidgetSpec<Next> {
  return { type, properties, transitions: listed(type, on) };
}

function listed<Next extends string | undefined>(
  type: WidgetTypeName,
  on: Readonly<Record<string, Next | undefined>>,
) {
  return widgetTypes[type].events.map((event) => ({ event, next: on[event] }));
}

function condition(entry: Match<string | undefined>, input: string): Condition {
  const type = conditionTypes.find((known) => entry[known] !== undefined);
  if (!type) throw new Error(`split on ${input}: a match names none of ${conditionTypes.join(", ")}`);
  // The Console writes these words; without a value Twilio's schema refuses the condition.
  const blank = { is_blank: "Is Blank", is_not_blank: "Is Not Blank" };
  const value = type === "is_blank" || type === "is_not_blank" ? blank[type] : (entry[type] ?? "");
  const said = type in blank ? `If value ${type}` : `If value ${type} ${value}`;
  return { friendly_name: entry.friendly_name ?? said, arguments: [input], type, value };
}

function toWidget([name, spec]: [string, WidgetSpec<string | undefined>]): Widget {
  const transitions = spec.transitions.map(
    ({ event, next, conditions }): Transition => ({
      event,
      ...(next === undefined ? {} : { next }),
      ...(conditions ? { conditions } : {}),
    }),
  );
  return { name, type: spec.type, transitions, properties: spec.properties };
}

function laidOut(widgets: Widget[]): Widget[] {
  const offsets = layOut(widgets, triggerName);
  return widgets.map((widget, place) => ({
    ...widget,
    properties: { ...widget.properties, offset: offsets[place] },
  }));
}
