// Split Based On…: the conditions of a flow.

import type { Condition } from "../definition/definition.ts";
import { type ConditionType, conditionTypes } from "../widgets/condition.ts";
import type { WidgetProperties } from "../widgets/table.ts";
import type { SpecTransition, Target, Toward, WidgetSpec } from "./widgetSpec.ts";

/** Value of a condition by its type; `conditions` are conditions as in a definition. */
interface ConditionValues extends Record<Exclude<ConditionType, "is_blank" | "is_not_blank">, string> {
  is_blank: true;
  is_not_blank: true;
  conditions: readonly Readonly<Record<string, unknown>>[];
}

/**
 * One condition, for example `{ contains: "sales", next: "sales" }` or `{ is_blank: true, next: "ask_again" }`.
 *
 * `conditions` instead takes what a definition may contain and this cannot express: an argument that is not the split's
 * input, as after duplicating a widget in Studio, a condition without a value, or no condition.
 */
export type Match<Next extends Target> = {
  [Kind in keyof ConditionValues]: { [Key in Kind]: ConditionValues[Key] } & {
    [Key in Exclude<keyof ConditionValues, Kind>]?: never;
  } & {
    next: Toward<Next>;
    /** Shown on the canvas. Default Studio's own wording, `If value contains sales`. */
    friendly_name?: Kind extends "conditions" ? never : string;
  };
}[keyof ConditionValues];

/**
 * Split Based On: takes the first condition that is true of `input`, or `noMatch` if none is. Comparisons ignore case and
 * leading and trailing spaces.
 *
 * @example
 * ```ts
 * import { split } from "@tac-handoff/studio";
 *
 * const which = split({
 *   input: "{{widgets.menu.Digits}}",
 *   match: [{ equal_to: "1", next: "sales" }],
 *   noMatch: "menu",
 * });
 *
 * which.transitions.map(({ event, next }) => [event, next]); // → [["noMatch", "menu"], ["match", "sales"]]
 * ```
 */
export function split<const Next extends Target = undefined>({
  input,
  match,
  noMatch,
}: {
  input: string;
  match: readonly Match<Next>[];
  noMatch: Toward<Next>;
}): WidgetSpec<Next> {
  return {
    type: "split-based-on",
    properties: { input } satisfies WidgetProperties<"split-based-on">,
    transitions: [{ event: "noMatch", next: noMatch }, ...match.map((entry) => transition(entry, input))],
    exported: undefined,
  };
}

/** Returns the name that Studio's editor gives a condition. */
function usualName(type: ConditionType, value: string): string {
  return type in blank ? `If value ${type}` : `If value ${type} ${value}`;
}

// The Console writes these words; without a value Twilio's schema refuses the condition.
const blank = { is_blank: "Is Blank", is_not_blank: "Is Not Blank" };

function transition<Next extends Target>(entry: Match<Next>, input: string): SpecTransition<Next> {
  // Unusual values are what exported conditions are for.
  const exported = entry.conditions as Condition[] | undefined;
  return { event: "match", next: entry.next, conditions: exported ?? [condition(entry, input)] };
}

function condition(entry: Match<Target>, input: string): Condition {
  const type = conditionTypes.find((known) => entry[known] !== undefined);
  if (!type) throw new Error(`split on ${input}: a match has none of ${conditionTypes.join(", ")}`);
  const value = type === "is_blank" || type === "is_not_blank" ? blank[type] : (entry[type] ?? "");
  return { friendly_name: entry.friendly_name ?? usualName(type, value), arguments: [input], type, value };
}
