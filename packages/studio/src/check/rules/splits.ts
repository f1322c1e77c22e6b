// Issues of a split's matches: conditions that cannot be read, and branches that are never taken.
// Source: twilio.com/docs/studio/widget-library/split-based-on

import { isObject, plainText } from "../../definition/json.ts";
import { holdsLiquid } from "../../liquid/holdsLiquid.ts";
import { conditionHolds } from "../../widgets/condition.ts";
import { toRegExp } from "../../widgets/javaRegex.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, type PlacedTransition, type PlacedWidget } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

export function findSplitIssues(widget: PlacedWidget): FlowIssue[] {
  const { type, transitions } = widget;
  const isSplit = type === "split-based-on";
  const misplaced = transitions
    .filter(({ event, conditions }) => conditions.length > 0 && !(isSplit && event === "match"))
    .map((transition) => misplacedConditionsIssue(widget, transition));
  if (!isSplit) return misplaced;
  const matches = transitions.filter(({ event }) => event === "match");
  if (matches.length === 0) {
    const sentence = "the split has no match, so every execution takes noMatch";
    const at = ["transitions"];
    return [
      ...misplaced,
      createIssue(widget, { code: "split_without_match", severity: "warning", at, sentence }),
    ];
  }
  return [
    ...misplaced,
    ...matches.flatMap((match) => [...findConditionIssues(widget, match), ...findValueIssues(widget, match)]),
    ...findShadowedMatches(widget, matches),
  ];
}

function misplacedConditionsIssue(widget: PlacedWidget, { path, event }: PlacedTransition): FlowIssue {
  const sentence = `only the match events of a split have conditions; those of "${event}" are ignored`;
  const at = [...path.slice(2), "conditions"];
  return createIssue(widget, { code: "match_condition", severity: "warning", at, sentence, event });
}

function findConditionIssues(
  widget: PlacedWidget,
  { path, conditions, event }: PlacedTransition,
): FlowIssue[] {
  const place = [...path.slice(2), "conditions"];
  if (conditions.length !== 1) {
    const sentence = `a match needs exactly one condition; this one has ${conditions.length}`;
    // Which of several counts is not documented; without a condition there is nothing to compare.
    const severity = conditions.length === 0 ? "error" : "warning";
    return [createIssue(widget, { code: "match_condition", severity, at: place, sentence, event })];
  }
  const [condition] = conditions;
  const args: unknown = isObject(condition) ? condition.arguments : undefined;
  if (!Array.isArray(args)) return []; // reported by the schema
  const at = [...place, 0, "arguments"];
  if (args.length !== 1) {
    const sentence = `a condition needs exactly one argument, the split's input; this one has ${args.length}`;
    return [createIssue(widget, { code: "match_condition", severity: "warning", at, sentence, event })];
  }
  const { input } = widget.properties;
  if (typeof input !== "string" || withoutBlanks(plainText(args[0])) === withoutBlanks(input)) return [];
  const sentence =
    "the condition's argument differs from the split's input, perhaps left over from a copy; make them the same";
  return [createIssue(widget, { code: "stale_argument", severity: "warning", at, sentence, event })];
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/g, "");
}

interface LiteralTest {
  type: string;
  value: string;
  /** The condition's copy of the input, since it is not known which of the two counts. */
  subject: string;
}

/** Returns the test of a match; undefined if it contains Liquid or a placeholder. */
function readLiteralTest({ conditions }: PlacedTransition): LiteralTest | undefined {
  const [condition] = conditions;
  if (conditions.length !== 1 || !isObject(condition)) return undefined;
  const { type, arguments: subject } = condition;
  const value = typeof type === "string" && type.endsWith("blank") ? "" : condition.value;
  if (typeof type !== "string" || typeof value !== "string") return undefined;
  return holdsLiquid(value) || findPlaceholder(value) !== undefined
    ? undefined
    : { type, value, subject: JSON.stringify(subject) ?? "" };
}

function findValueIssues(widget: PlacedWidget, match: PlacedTransition): FlowIssue[] {
  const test = readLiteralTest(match);
  const fault = test && findValueFault(test);
  if (!test || !fault) return [];
  const sentence = `${test.type} ${JSON.stringify(test.value.slice(0, 60))}: ${fault}`;
  const at = [...match.path.slice(2), "conditions", 0, "value"];
  const event = match.event;
  return [createIssue(widget, { code: "condition_value", severity: "warning", at, sentence, event })];
}

function findValueFault({ type, value }: LiteralTest): string | undefined {
  const trimmed = value.trim();
  switch (type) {
    case "regex":
      return findRegexFault(value);
    case "less_than":
    case "greater_than":
      return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(trimmed)
        ? undefined
        : "is not a number, so the comparison is never true; write digits without quotation marks";
    case "matches_any_of":
    case "does_not_match_any_of":
      return value.split(",").some((entry) => entry.trim() === "")
        ? "has an empty entry, which matches an empty input; delete the comma"
        : undefined;
    case "contains":
    case "starts_with":
      return trimmed === "" ? "matches every input; write what to look for, or use is_not_blank" : undefined;
    case "is_before_time":
    case "is_after_time":
      return /^([01]\d|2[0-3]):[0-5]\d$/.test(trimmed)
        ? undefined
        : "is not a time; write HH:MM (24 hours, with leading zeros), for example 09:00";
    case "is_before_date":
    case "is_after_date":
      return isDate(trimmed)
        ? undefined
        : "is not a date; write YYYY-MM-DD with leading zeros, for example 2026-01-31";
    default:
      return undefined;
  }
}

function isDate(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function findRegexFault(pattern: string): string | undefined {
  if (/^\/.*\/[a-z]*$/s.test(pattern))
    return "has delimiters, which Studio treats as part of the pattern; delete the slashes";
  return toRegExp(pattern) ? undefined : "is not a valid regular expression, so it never matches";
}

/** Matches that are never taken, because an earlier one is true whenever they are. */
function findShadowedMatches(widget: PlacedWidget, matches: readonly PlacedTransition[]): FlowIssue[] {
  const tests = matches.map((match) => ({ match, test: readLiteralTest(match) }));
  return tests.flatMap(({ match, test }, index) => {
    const earlier = test && tests.slice(0, index).find((each) => each.test && covers(each.test, test));
    if (!test || !earlier?.test) return [];
    const sentence = `the match with ${formatTest(test)} is never taken, because the one with ${formatTest(earlier.test)} comes first; delete it or change the order`;
    const at = match.path.slice(2);
    return [
      createIssue(widget, { code: "branch_never_taken", severity: "warning", at, sentence, event: "match" }),
    ];
  });
}

function formatTest({ type, value }: LiteralTest): string {
  return type.endsWith("blank") ? type : `${type} ${JSON.stringify(value.slice(0, 60))}`;
}

/** Whether the first test is certainly true whenever the second is. */
function covers(first: LiteralTest, second: LiteralTest): boolean {
  if (first.subject !== second.subject) return false;
  const value = ({ type, value }: LiteralTest) => (type === "regex" ? value : value.trim().toLowerCase());
  if (first.type === second.type && (first.type.endsWith("blank") || value(first) === value(second)))
    return true;
  // Java and JavaScript differ in some patterns.
  if (first.type === "regex") return false;
  return listTexts(second)?.every((text) => conditionHolds(first.type, text, first.value)) ?? false;
}

/** Returns the values for which a test is true, if they can be listed. */
function listTexts({ type, value }: LiteralTest): string[] | undefined {
  if (type === "equal_to") return [value];
  if (type === "matches_any_of") return value.split(",");
  return type === "is_blank" ? [""] : undefined;
}
