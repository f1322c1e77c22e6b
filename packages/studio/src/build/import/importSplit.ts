// Writes the conditions of a split as an author would.

import { isObject, sortKeys } from "../../definition/json.ts";
import { isConditionType } from "../../widgets/condition.ts";
import { type Match, split } from "../split.ts";
import type { Target } from "../widgetSpec.ts";
import { call, object } from "./code.ts";
import type { PlainTransition } from "./exportedWidget.ts";
import {
  describeMissing,
  type ImportedWidget,
  joinSentences,
  type Option,
  option,
  options,
  targetOf,
  targetOption,
} from "./option.ts";

/** Writes a split, condition by condition; those that `Match` cannot express are kept as exported. */
export function importSplit(
  input: string,
  transitions: readonly PlainTransition[],
  names: ReadonlySet<string>,
): ImportedWidget[] {
  const noMatch = targetOf(transitions.find(({ event }) => event === "noMatch")?.next, names);
  const match = transitions
    .filter(({ event }) => event === "match")
    .map(({ next, conditions }) =>
      options("match", [
        ...(toMatchOptions(conditions, input) ?? [option("conditions", conditions)]),
        targetOption("next", targetOf(next, names)),
      ]),
    );
  const spec = split<Target>({ input, match: match.map(({ value }) => value as Match<Target>), noMatch });
  const list: Option = {
    key: "match",
    value: match,
    code: { kind: "list", items: match.map(({ code }) => code) },
  };
  const code = call("split", object([option("input", input), list, targetOption("noMatch", noMatch)]));
  const isExported = match.some(({ value }) => isObject(value) && Object.hasOwn(value, "conditions"));
  const why = joinSentences(
    isExported ? "Conditions that Studio's editor does not write are kept as exported." : undefined,
    describeMissing(transitions, names),
  );
  return [{ code, spec, why }];
}

/** Returns the options of `Match` for a condition; undefined if they would make a different one. */
function toMatchOptions(conditions: readonly unknown[], input: string): Option[] | undefined {
  const [condition] = conditions;
  if (!isObject(condition)) return undefined;
  const { type, value, friendly_name } = condition;
  if (typeof type !== "string" || !isConditionType(type)) return undefined;
  const test = option(type, type === "is_blank" || type === "is_not_blank" ? true : value);
  return [[test], [test, option("friendly_name", friendly_name)]].find((written) =>
    reproduces(written, input, conditions),
  );
}

function reproduces(written: readonly Option[], input: string, conditions: readonly unknown[]): boolean {
  if (written.some(({ value }) => typeof value !== "string" && value !== true)) return false;
  const entry = { ...Object.fromEntries(written.map(({ key, value }) => [key, value])), next: undefined };
  const { transitions } = split({ input, match: [entry as Match<undefined>], noMatch: undefined });
  return JSON.stringify(sortKeys(transitions[1]?.conditions)) === JSON.stringify(sortKeys(conditions));
}
