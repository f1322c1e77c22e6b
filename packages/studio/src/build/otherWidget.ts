// Widgets that the table does not have, or not like this: written as the definition has them.

import type { Widget } from "../definition/definition.ts";
import { listTransitions } from "./maker.ts";
import type { Target, Toward, WidgetSpec } from "./widgetSpec.ts";

/**
 * A widget of any type with any properties; only where its events lead is checked.
 *
 * For types that Twilio has and the table has not, and for what import finds in a definition beyond the table.
 * The events of a type in the table are listed all, of another type those in `on`.
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
 * A widget letter for letter, with transitions as a list; nothing of it is checked, not even where it leads.
 *
 * For what neither a maker nor `otherWidget` can say: an event listed twice, keys beside those of a widget or a transition.
 */
export function asExported(widget: {
  type: string;
  transitions: readonly { event: string; next?: string | null; [key: string]: unknown }[];
  properties: Readonly<Record<string, unknown>>;
  [key: string]: unknown;
}): WidgetSpec<undefined> {
  // Extra keys and whatever stands in their place are just what this is for.
  const exported = widget as unknown as Omit<Widget, "name">;
  return { type: exported.type, properties: exported.properties, transitions: [], exported };
}
