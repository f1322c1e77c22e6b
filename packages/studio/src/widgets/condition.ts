// The 17 comparisons of split-based-on. All ignore case and leading and trailing spaces.
// Source: twilio.com/docs/studio/widget-library/split-based-on

import { toRegExp } from "./javaRegex.ts";

type Comparison = (subject: string, value: string) => boolean;

const comparisons = {
  equal_to: (subject, value) => subject === value,
  not_equal_to: (subject, value) => subject !== value,
  matches_any_of: (subject, value) => entries(value).includes(subject),
  does_not_match_any_of: (subject, value) => !entries(value).includes(subject),
  is_blank: (subject) => subject === "",
  is_not_blank: (subject) => subject !== "",
  regex: matchesWhole,
  contains: (subject, value) => subject.includes(value),
  does_not_contain: (subject, value) => !subject.includes(value),
  starts_with: (subject, value) => subject.startsWith(value),
  does_not_start_with: (subject, value) => !subject.startsWith(value),
  // Deployed flows compare counters, which are strings: both sides are parsed, and a value that is not a number compares false.
  less_than: (subject, value) => toNumber(subject) < toNumber(value),
  greater_than: (subject, value) => toNumber(subject) > toNumber(value),
  is_before_time: compareFormatted(/^([01]\d|2[0-3]):[0-5]\d$/, (subject, value) => subject < value),
  is_after_time: compareFormatted(/^([01]\d|2[0-3]):[0-5]\d$/, (subject, value) => subject > value),
  is_before_date: compareFormatted(/^\d{4}-\d{2}-\d{2}$/, (subject, value) => subject < value),
  is_after_date: compareFormatted(/^\d{4}-\d{2}-\d{2}$/, (subject, value) => subject > value),
} satisfies Record<string, Comparison>;

/** For instance `contains`. */
export type ConditionType = keyof typeof comparisons;

export const conditionTypes = Object.keys(comparisons).filter(isConditionType);

export function isConditionType(type: string): type is ConditionType {
  return Object.hasOwn(comparisons, type);
}

/**
 * Returns whether a condition is true of the split's rendered `input`.
 *
 * @param value rendered as well. Times are `HH:MM`, dates `YYYY-MM-DD`, both with leading zeros; a list is separated by commas;
 * a regular expression must match the whole subject. Ignored by the two blank tests.
 * @returns false also for an unknown type, which Twilio does not refuse, and for an invalid regular expression
 */
export function conditionHolds(type: string, subject: string, value: string): boolean {
  if (!isConditionType(type)) return false;
  // A pattern keeps its case: \D is not \d.
  const compared = type === "regex" ? value : value.trim().toLowerCase();
  return comparisons[type](subject.trim().toLowerCase(), compared);
}

function entries(value: string): string[] {
  return value.split(",").map((entry) => entry.trim());
}

function matchesWhole(subject: string, pattern: string): boolean {
  return toRegExp(pattern, (source) => `^(?:${source})$`)?.test(subject) ?? false;
}

function toNumber(text: string): number {
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

function compareFormatted(format: RegExp, compare: Comparison): Comparison {
  return (subject, value) => format.test(subject) && format.test(value) && compare(subject, value);
}
