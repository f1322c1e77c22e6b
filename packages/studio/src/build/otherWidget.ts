// Widgets that the table does not have, or not in this form: written as in the definition.

import type { Widget } from "../definition/definition.ts";
import { listTransitions } from "./maker.ts";
import type { Target, Toward, WidgetSpec } from "./widgetSpec.ts";

/**
 * Makes a widget of any type with any properties; only its transitions are checked.
 *
 * For types that are not in the table, and for what import finds in a definition that the table does not allow.
 * Lists all events of a type in the table, or those in `on` for any other type.
 *
 * @example
 * ```ts
 * import { otherWidget } from "@tac-handoff/studio";
 *
 * const task = otherWidget({ type: "create-task", properties: { note: "…" }, on: { created: "thanks" } });
 *
 * task.transitions; // → [{ event: "created", next: "thanks" }]
 * ```
 */
export function otherWidget<const Next extends Target = undefined>({
  type,
  properties,
  on,
}: {
  type: string;
  properties: Readonly<Record<string, unknown>>;
  on: Readonly<Record<string, Toward<Next>>>;
}): WidgetSpec<Next> {
  return { type, properties: { ...properties }, transitions: listTransitions(type, on), exported: undefined };
}

/**
 * Makes a widget exactly as written, with transitions as a list; nothing is checked, not even its transitions.
 *
 * For what neither a maker nor `otherWidget` can express: an event listed twice, extra keys of a widget or a transition.
 */
export function asExported(widget: {
  type: string;
  transitions: readonly { event: string; next?: string | null; [key: string]: unknown }[];
  properties: Readonly<Record<string, unknown>>;
  [key: string]: unknown;
}): WidgetSpec<undefined> {
  // Extra keys and unusual values are what this function is for.
  const exported = widget as unknown as Omit<Widget, "name">;
  return { type: exported.type, properties: exported.properties, transitions: [], exported };
}
