// Values that make one condition of a split true, or all of them false.

import { maxRenderedBytes } from "../../../liquid/liquid.ts";
import { conditionHolds } from "../../../widgets/condition.ts";
import { regexSamples } from "./regexSample.ts";

/** A condition with its value rendered. */
export interface RenderedCondition {
  type: string;
  value: string;
}

/** A value that is in no list of choices. */
export const somethingElse = "something else";

/** Returns values for which the condition is true, the simplest first; empty if none was found. */
export function valuesFor({ type, value }: RenderedCondition): string[] {
  return guesses(type, value.trim()).filter((text) => conditionHolds(type, text, value));
}

function guesses(type: string, value: string): string[] {
  const number = Number(value);
  switch (type) {
    case "matches_any_of":
      return value.split(",").map((entry) => entry.trim());
    case "is_blank":
      return [""];
    case "regex":
      return regexSamples(value);
    case "less_than":
      return [String(number - 1), String(Math.floor(number))];
    case "greater_than":
      return [String(number + 1), String(Math.ceil(number))];
    case "is_before_time":
      return ["00:00"];
    case "is_after_time":
      return ["23:59"];
    case "is_before_date":
      return ["2000-01-01"];
    case "is_after_date":
      return ["2999-12-31"];
    case "is_not_blank":
    case "not_equal_to":
    case "does_not_match_any_of":
    case "does_not_contain":
    case "does_not_start_with":
      return [somethingElse, "", "0"];
    default:
      return [value];
  }
}

/** Returns values for which no condition is true. */
export function valuesForNone(conditions: readonly RenderedCondition[]): string[] {
  return [somethingElse, "", "0", "-1", "a"].filter(
    (text) => !conditions.some(({ type, value }) => conditionHolds(type, text, value)),
  );
}

/** Makes a string so long that Studio renders it as empty. */
export function makeTooLong(text: string): string {
  return text + "é".repeat(maxRenderedBytes / 2 + 1);
}

const dayMs = 86_400_000;

/**
 * Returns moments at which a condition on the current time may be true: every hour of a Thursday, a week of mornings, and
 * the dates in the condition.
 *
 * @param base the default time
 */
export function momentsFor(value: string, base: Date): Date[] {
  const at = (ms: number) => new Date(ms);
  const hours = Array.from({ length: 24 }, (_, hour) => at(base.getTime() + hour * 3_600_000));
  const days = Array.from({ length: 7 }, (_, day) => at(base.getTime() + day * dayMs));
  const dates = [...value.matchAll(/\b(?:(\d{4})-)?(\d{2})[-/](\d{2})\b/g)].flatMap(
    ([, year = "2026", month = "", day = ""]) => {
      const noon = Date.parse(`${year}-${month}-${day}T20:00:00Z`);
      return Number.isNaN(noon) ? [] : [at(noon), at(noon - dayMs), at(noon + dayMs)];
    },
  );
  return [...dates, ...days, ...hours];
}
