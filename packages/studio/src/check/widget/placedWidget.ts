// A widget as far as it is well formed, with its place in the definition. What is not has been reported by then.

import { isObject } from "../../definition/json.ts";
import type { Node } from "../../graph/graph.ts";
import { type FlowProblem, pathText } from "./issue.ts";

export interface PlacedWidget extends Node {
  path: PropertyKey[];
  properties: Record<string, unknown>;
  transitions: readonly PlacedTransition[];
}

export interface PlacedTransition {
  path: PropertyKey[];
  event: string;
  next?: string | undefined;
  conditions: readonly unknown[];
}

export function placedWidgets(states: readonly unknown[]): PlacedWidget[] {
  return states.flatMap((state, index) => placed(state, ["states", index]));
}

function placed(state: unknown, path: PropertyKey[]): PlacedWidget[] {
  if (!isObject(state) || typeof state.name !== "string" || typeof state.type !== "string") return [];
  const { name, type, properties, transitions } = state;
  return [
    {
      path,
      name,
      type,
      properties: isObject(properties) ? properties : {},
      transitions: (Array.isArray(transitions) ? transitions : []).flatMap((entry: unknown, index) =>
        placedTransition(entry, [...path, "transitions", index]),
      ),
    },
  ];
}

function placedTransition(entry: unknown, path: PropertyKey[]): PlacedTransition[] {
  if (!isObject(entry) || typeof entry.event !== "string") return [];
  const { event, next, conditions } = entry;
  return [
    {
      path,
      event,
      ...(typeof next === "string" ? { next } : {}),
      conditions: Array.isArray(conditions) ? conditions : [],
    },
  ];
}

/** Widgets by name. Of two of one name the first counts. */
export function named(widgets: readonly PlacedWidget[]): Map<string, PlacedWidget> {
  const byName = new Map<string, PlacedWidget>();
  for (const widget of widgets) if (!byName.has(widget.name)) byName.set(widget.name, widget);
  return byName;
}

/** Where an event leads; undefined where it ends the execution. Of an event that is listed twice the first counts. */
export function nextOf({ transitions }: PlacedWidget, event: string): string | undefined {
  return transitions.find((transition) => transition.event === event)?.next || undefined;
}

/** Keys that a Set Variables widget sets; none of any other widget. */
export function keysSet({ type, properties: { variables } }: PlacedWidget): string[] {
  if (type !== "set-variables" || !Array.isArray(variables)) return [];
  return variables.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry.key === "string" ? [entry.key] : [],
  );
}

/**
 * A problem of a widget.
 *
 * @param at keys below the widget, for instance `["properties", "url"]`
 * @param says the sentence after the widget's name
 */
export function problemOf(
  { name, path }: Pick<PlacedWidget, "name" | "path">,
  {
    at = [],
    says,
    ...problem
  }: Omit<FlowProblem, "path" | "message" | "widget"> & { at?: readonly PropertyKey[]; says: string },
): FlowProblem {
  return {
    ...problem,
    path: pathText([...path, ...at]),
    message: `widget "${name}": ${says}`,
    widget: name,
  };
}
