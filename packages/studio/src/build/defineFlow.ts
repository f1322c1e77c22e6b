// A flow written in TypeScript: a transition to a widget that does not exist does not compile.

import { type FlowDefinition, widgetNamePattern } from "../definition/definition.ts";
import type { TriggerEvent } from "../widgets/widgetType.ts";
import { layOut } from "./layout.ts";
import { listTransitions } from "./maker.ts";
import { type Target, type Toward, targetName, toWidget, type WidgetSpec } from "./widgetSpec.ts";

const triggerName = "Trigger";

/** Canvas position of a widget's upper left corner, in whole units of the canvas; y grows downwards. */
export interface Offset {
  x: number;
  y: number;
}

/** The parts of a flow other than its widgets. */
export interface FlowOptions {
  description?: string;
  /** Default `{ allow_concurrent_calls: true }`, as in every flow made in the Console. */
  flags?: { allow_concurrent_calls: boolean } | "none";
  /** Positions by widget name, including `Trigger`. Widgets without one are laid out in layers. */
  offsets?: Readonly<Record<string, Offset>>;
  /** Keys of the definition that Studio's schema does not have; import keeps them here. */
  otherKeys?: Readonly<Record<string, unknown>>;
}

/**
 * Compiles a flow to the JSON that Studio exports: every event listed, positions laid out in layers.
 *
 * @param flow.trigger first widget by trigger event; an omitted event starts nothing
 * @param flow.widgets widgets by name; names consist of letters, digits, `_` and `-`, start with a letter, and are not `Trigger`
 * @throws Error naming every widget whose name Studio would not accept, and every position without a widget
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({
 *   description: "Greeting",
 *   trigger: { incomingCall: "hello" },
 *   widgets: { hello: sayPlay({ say: "Hello." }) },
 * });
 *
 * flow.states.map(({ name }) => name); // → ["Trigger", "hello"]
 * ```
 */
export function defineFlow<Name extends string>(
  flow: FlowOptions & {
    trigger: { [Event in TriggerEvent]?: Toward<NoInfer<Name>> | undefined };
    widgets: Record<Name, WidgetSpec<Toward<NoInfer<Name>> | undefined>>;
  },
): FlowDefinition {
  const { trigger, widgets } = flow;
  const faults = [...Object.keys(widgets).flatMap(findNameFault), ...findOffsetFaults(flow)];
  if (faults.length > 0) throw new Error(faults.join("; "));
  const first: WidgetSpec<Target> = {
    type: "trigger",
    properties: {},
    transitions: listTransitions("trigger", trigger),
    exported: undefined,
  };
  return assemble(flow, triggerName, [[triggerName, first], ...Object.entries<WidgetSpec<Target>>(widgets)]);
}

/**
 * Compiles a flow that does not start at a trigger named `Trigger`, or whose widgets have names that Studio's Liquid
 * cannot read. The trigger, if there is one, is one of the widgets; names are not checked.
 *
 * For definitions that were not made in the Console. Write new flows with `defineFlow`.
 */
export function otherFlow<Name extends string>(
  flow: FlowOptions & {
    /** Name of the widget at which an execution starts. */
    initial_state: Toward<NoInfer<Name>>;
    widgets: Record<Name, WidgetSpec<Toward<NoInfer<Name>> | undefined>>;
  },
): FlowDefinition {
  const { initial_state, widgets } = flow;
  return assemble(flow, targetName(initial_state) ?? "", Object.entries<WidgetSpec<Target>>(widgets));
}

function assemble(
  { description, flags = { allow_concurrent_calls: true }, offsets = {}, otherKeys }: FlowOptions,
  initial_state: string,
  widgets: readonly (readonly [string, WidgetSpec<Target>])[],
): FlowDefinition {
  const states = widgets.map(([name, spec]) => toWidget(name, spec));
  const given = states.map(({ name }) => (Object.hasOwn(offsets, name) ? offsets[name] : undefined));
  const laidOut = given.every(Boolean) ? [] : layOut(states, initial_state);
  return {
    ...(description === undefined ? {} : { description }),
    states: states.map((widget, place) => ({
      ...widget,
      properties: { ...widget.properties, offset: given[place] ?? laidOut[place] },
    })),
    initial_state,
    ...(flags === "none" ? {} : { flags }),
    ...otherKeys,
  };
}

function findNameFault(name: string): string[] {
  if (name === triggerName) return [`widget "${name}": the trigger already has this name; choose another`];
  return widgetNamePattern.test(name)
    ? []
    : [`widget "${name}": a name consists of letters, digits, _ and -, and starts with a letter`];
}

function findOffsetFaults({ offsets = {}, widgets }: FlowOptions & { widgets: object }): string[] {
  return Object.keys(offsets)
    .filter((name) => name !== triggerName && !Object.hasOwn(widgets, name))
    .map((name) => `offsets: there is no widget "${name}"`);
}
