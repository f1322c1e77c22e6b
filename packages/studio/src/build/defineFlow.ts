// A flow written in TypeScript: a transition to a widget that is not there does not compile.

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

/** What a flow has beside its widgets. */
export interface FlowOptions {
  description?: string;
  /** Omit it for `{ allow_concurrent_calls: true }`, as every flow made in the Console has it. */
  flags?: { allow_concurrent_calls: boolean } | "none";
  /** Positions by the name of the widget, `Trigger` too. The others are laid out in layers. */
  offsets?: Readonly<Record<string, Offset>>;
  /** Keys of a definition that Studio's schema does not have; import keeps them here. */
  otherKeys?: Readonly<Record<string, unknown>>;
}

/**
 * Compiles a flow to the JSON that Studio exports: every event listed, positions laid out in layers.
 *
 * @param flow.trigger first widget by what starts the execution; what is left out starts nothing
 * @param flow.widgets by name: letters, digits, `_` and `-`, starting with a letter, not `Trigger`
 * @throws Error naming every widget whose name Studio would not take, and every position of a widget that is not there
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
 * Compiles a flow that starts elsewhere than at a trigger named `Trigger`, or whose widgets have names that Studio's
 * Liquid cannot read. The trigger, if there is one, stands among the widgets; names are not looked at.
 *
 * For definitions that were not made in the Console. Write new flows with `defineFlow`.
 */
export function otherFlow<Name extends string>(
  flow: FlowOptions & {
    /** Name of the widget with which an execution starts. */
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
  if (name === triggerName) return [`widget "${name}": the trigger has this name already, choose another`];
  return widgetNamePattern.test(name)
    ? []
    : [`widget "${name}": a name is letters, digits, _ and -, starting with a letter`];
}

function findOffsetFaults({ offsets = {}, widgets }: FlowOptions & { widgets: object }): string[] {
  return Object.keys(offsets)
    .filter((name) => name !== triggerName && !Object.hasOwn(widgets, name))
    .map((name) => `offsets: there is no widget "${name}"`);
}
