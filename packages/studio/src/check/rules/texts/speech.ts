// Exact comparisons with what a caller said: speech recognition returns "Yes." for yes.
// Comparisons ignore case, but not punctuation. Source: twilio.com/docs/studio/widget-library/split-based-on; deployed
// flows remove the full stop.

import { isObject } from "../../../definition/json.ts";
import { joinNames } from "../../../definition/nearName.ts";
import { holdsLiquid } from "../../../liquid/holdsLiquid.ts";
import { readLiquid } from "../../../liquid/liquid.ts";
import { escaping, type FlowTexts, findAuthor, hasFilter, valuesOfVariable } from "../../widget/freeText.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { createIssue, type PlacedTransition, type PlacedWidget } from "../../widget/placedWidget.ts";

const exact: readonly unknown[] = ["equal_to", "not_equal_to", "matches_any_of", "does_not_match_any_of"];

/** One issue for each split. */
export function findSpeechIssues(widget: PlacedWidget, flow: FlowTexts): FlowIssue[] {
  const { input } = widget.properties;
  if (widget.type !== "split-based-on" || typeof input !== "string") return [];
  // Such filters are used to remove the punctuation.
  if (hasFilter(input, [...escaping, "slice", "split"])) return [];
  const { paths } = readLiquid(input);
  if (!paths.some((path) => findAuthor(path, flow) === "speech")) return [];
  const isKeyToo = [input, ...paths.flatMap((path) => valuesOfVariable(path, flow))].some((text) =>
    /\bDigits\b/.test(text),
  );
  const missed = widget.transitions.flatMap((match) => {
    const values = exactValues(match).filter((value) => !(isKeyToo && /^[\d*#]+$/.test(value)));
    return values.length > 0 ? [{ match, values }] : [];
  });
  const [first] = missed;
  const [value = ""] = first?.values ?? [];
  if (!first) return [];
  const sentence = `compares what the caller said exactly with ${joinNames(missed.flatMap(({ values }) => values))}, but speech recognition adds punctuation and further words ("${capitalize(value)}."); use contains, matches_any_of "${value}, ${value}.", or regex "${value}\\W*"`;
  const at = [...first.match.path.slice(2), "conditions", 0, "value"];
  return [
    createIssue(widget, { code: "speech_compared", severity: "warning", at, sentence, event: "match" }),
  ];
}

/** Returns the values that speech has to equal; none if one of them has punctuation, since its author has thought of it. */
function exactValues({ event, conditions }: PlacedTransition): string[] {
  const [condition] = conditions;
  if (event !== "match" || !isObject(condition) || !exact.includes(condition.type)) return [];
  const { type, value } = condition;
  if (typeof value !== "string" || holdsLiquid(value)) return [];
  const values = (String(type).endsWith("any_of") ? value.split(",") : [value])
    .map((each) => each.trim())
    .filter((each) => each !== "");
  return values.some((each) => /[.?!]$/.test(each)) ? [] : values;
}

function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
