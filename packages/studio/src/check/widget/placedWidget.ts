// The well-formed parts of a widget, with their place in the definition. Malformed parts are reported separately.

import { isObject } from "../../definition/json.ts";
import type { Node } from "../../graph/node.ts";
import { findMeantType } from "../../widgets/table.ts";
import { type FlowIssue, formatPath } from "./issue.ts";

export interface PlacedWidget extends Node {
  /** A misspelt type, which has an issue of its own, is already corrected. */
  type: string;
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

export function readWidgets(states: readonly unknown[]): PlacedWidget[] {
  return states.flatMap((state, index) => readWidget(state, ["states", index]));
}

function readWidget(state: unknown, path: PropertyKey[]): PlacedWidget[] {
  if (!isObject(state) || typeof state.name !== "string" || typeof state.type !== "string") return [];
  const { name, type, properties, transitions } = state;
  return [
    {
      path,
      name,
      type: findMeantType(type) ?? type,
      properties: isObject(properties) ? properties : {},
      transitions: (Array.isArray(transitions) ? transitions : []).flatMap((entry: unknown, index) =>
        readTransition(entry, [...path, "transitions", index]),
      ),
    },
  ];
}

function readTransition(entry: unknown, path: PropertyKey[]): PlacedTransition[] {
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

/** Widgets by name. Of two with the same name the first counts. */
export function widgetsByName(widgets: readonly PlacedWidget[]): Map<string, PlacedWidget> {
  const byName = new Map<string, PlacedWidget>();
  for (const widget of widgets) if (!byName.has(widget.name)) byName.set(widget.name, widget);
  return byName;
}

/** Returns where an event leads; undefined if it ends the execution. Of an event listed twice the first counts. */
export function nextOf({ transitions }: PlacedWidget, event: string): string | undefined {
  return transitions.find((transition) => transition.event === event)?.next || undefined;
}

/** Returns the keys that a Set Variables widget sets; none for any other widget. */
export function keysSet({ type, properties: { variables } }: PlacedWidget): string[] {
  if (type !== "set-variables" || !Array.isArray(variables)) return [];
  return variables.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry.key === "string" ? [entry.key] : [],
  );
}

/**
 * Creates an issue of a widget.
 *
 * @param at keys below the widget, for example `["properties", "url"]`
 * @param sentence the sentence after the widget's name
 */
export function createIssue(
  { name, path }: Pick<PlacedWidget, "name" | "path">,
  {
    at = [],
    sentence,
    ...issue
  }: Omit<FlowIssue, "path" | "message" | "widget"> & { at?: readonly PropertyKey[]; sentence: string },
): FlowIssue {
  return {
    ...issue,
    path: formatPath([...path, ...at]),
    message: `widget "${name}": ${sentence}`,
    widget: name,
  };
}
