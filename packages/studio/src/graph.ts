// Which widgets an execution can come to, from where, and after how many steps.

import { findWidgetType } from "./widgets/table.ts";
import { type TriggerEvent, triggerEvents } from "./widgets/widgetType.ts";

/** A widget as far as following its transitions needs it. */
export interface Node {
  name: string;
  type: string;
  transitions: readonly { event: string; next?: string | undefined }[];
}

/**
 * For every widget that can be reached: what the executions that come there have been started by.
 *
 * A conversation resumed or a call answered on the way counts as such a start, in place of the original one.
 */
export function arrivals(nodes: readonly Node[]): Map<string, Set<TriggerEvent>> {
  const byName = named(nodes);
  const arrived = new Map<string, Set<TriggerEvent>>();
  const open: [Node, TriggerEvent][] = [];

  const arrive = (name: string | undefined, start: TriggerEvent) => {
    const node = name ? byName.get(name) : undefined;
    if (!node) return;
    const starts = arrived.get(node.name) ?? new Set();
    if (starts.has(start)) return;
    arrived.set(node.name, starts.add(start));
    open.push([node, start]);
  };

  for (const trigger of nodes.filter(({ type }) => type === "trigger"))
    for (const { event, next } of trigger.transitions) if (isTriggerEvent(event)) arrive(next, event);
  for (let step = open.pop(); step; step = open.pop()) {
    const [node, start] = step;
    const gives = findWidgetType(node.type)?.gives ?? {};
    for (const { event, next } of node.transitions)
      arrive(next, Object.hasOwn(gives, event) ? (gives[event] ?? start) : start);
  }
  return arrived;
}

/** Fewest steps from `first` to each widget that can be reached from it. */
export function depths(nodes: readonly Node[], first: string): Map<string, number> {
  const byName = named(nodes);
  const depth = new Map([[first, 0]]);
  // A Map goes through what is added to it meanwhile: this is breadth first.
  for (const [name, steps] of depth)
    for (const { next } of byName.get(name)?.transitions ?? [])
      if (next && byName.has(next) && !depth.has(next)) depth.set(next, steps + 1);
  return depth;
}

export function isTriggerEvent(event: string): event is TriggerEvent {
  return triggerEvents.some((known) => known === event);
}

/** Of two widgets of one name the first counts. */
function named(nodes: readonly Node[]): Map<string, Node> {
  return new Map(nodes.toReversed().map((node) => [node.name, node]));
}
