import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { exampleDefinition, goodbye, split, widget } from "../codes/issueCode.ts";

const input = "{{trigger.call.From}}";
const found = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ widgets: [...widgets, goodbye] })).map(({ severity, code, path, message }) =>
    `${severity} ${code} at ${path.replace("states[1].", "")}: ${message}`.replace('widget "it": ', ""),
  );
const tests = (...matches: [type: string, value: string][]) =>
  found(
    split(
      "it",
      input,
      matches.map(([type, value]) => ({ type, value, next: "goodbye" })),
      "goodbye",
    ),
  );

test("a match needs one condition with one argument, which repeats the input", () => {
  const condition = { friendly_name: "1", arguments: [input], type: "equal_to", value: "1" };
  const match = (conditions: unknown) => ({ event: "match", next: "goodbye", conditions });
  const transitions = [
    { event: "noMatch", next: "goodbye", conditions: [condition] },
    match([{ ...condition, arguments: ["{{ trigger.call.From }}"] }]),
    match([]),
    match([condition, condition]),
    match([{ ...condition, arguments: [] }]),
    match([{ ...condition, arguments: ["{{trigger.call.To}}"] }]),
    match([{ ...condition, type: "equals" }]),
    match([{ ...condition, note: "ours" }]),
  ];
  expect(found({ name: "it", type: "split-based-on", transitions, properties: { input } })).toEqual([
    'warning match_condition at transitions[0].conditions: only the match events of a split have conditions; those of "noMatch" are ignored',
    "error match_condition at transitions[2].conditions: a match needs exactly one condition; this one has 0",
    "warning match_condition at transitions[3].conditions: a match needs exactly one condition; this one has 2",
    "warning match_condition at transitions[4].conditions[0].arguments: a condition needs exactly one argument, the split's input; this one has 0",
    "warning stale_argument at transitions[5].conditions[0].arguments: the condition's argument differs from the split's input, perhaps left over from a copy; make them the same",
    expect.stringMatching(
      /^error wrong_value at transitions\[6\]\.conditions\[0\]\.type: type must be one of "equal_to", /,
    ),
    'warning unknown_property at transitions[7].conditions[0].note: a condition has no key "note", so Studio ignores it; available: friendly_name, arguments, type, value',
  ]);
});

test("a blank test needs no value, any other does", () => {
  const match = (type: string) => ({
    event: "match",
    next: "goodbye",
    conditions: [{ friendly_name: "blank", arguments: [input], type }],
  });
  const it = (type: string) => ({
    name: "it",
    type: "split-based-on",
    transitions: [{ event: "noMatch", next: "goodbye" }, match(type)],
    properties: { input },
  });
  expect(found(it("is_blank"))).toEqual([]);
  expect(found(it("contains"))).toEqual([
    "error missing at transitions[1].conditions[0].value: value is required but missing",
  ]);
});

test("a split without a match decides nothing", () => {
  expect(tests()).toEqual([
    "warning split_without_match at transitions: the split has no match, so every execution takes noMatch",
  ]);
});

test.each([
  ["regex", "[1-5", "is not a valid regular expression, so it never matches"],
  ["regex", "/^yes$/i", "has delimiters, which Studio treats as part of the pattern; delete the slashes"],
  [
    "less_than",
    '"5"',
    "is not a number, so the comparison is never true; write digits without quotation marks",
  ],
  ["matches_any_of", "yes,,no", "has an empty entry, which matches an empty input; delete the comma"],
  ["contains", " ", "matches every input; write what to look for, or use is_not_blank"],
  ["is_before_time", "9:00", "is not a time; write HH:MM (24 hours, with leading zeros), for example 09:00"],
  [
    "is_after_date",
    "2026-02-30",
    "is not a date; write YYYY-MM-DD with leading zeros, for example 2026-01-31",
  ],
])("%s %s cannot be compared", (type, value, fault) => {
  expect(tests([type, value])).toEqual([
    `warning condition_value at transitions[1].conditions[0].value: ${type} ${JSON.stringify(value)}: ${fault}`,
  ]);
});

test.each([
  ["regex", "(?i)^(?>yes|y)++$"],
  ["regex", "(?=.*\\bno\\b)\\Q.*[\\E.*"],
  ["less_than", "-2.5"],
  ["greater_than", "{{flow.sid}}"],
  ["is_before_time", "23:59"],
  ["is_after_date", "2028-02-29"],
  ["matches_any_of", "1, 1-, one"],
])("%s %s can be compared", (type, value) => {
  expect(tests([type, value])).toEqual([]);
});

test("a match is never taken if an earlier one is true of the same input", () => {
  const never = (at: number, late: string, early: string) =>
    `warning branch_never_taken at transitions[${at}]: the match with ${late} is never taken, because the one with ${early} comes first; delete it or change the order`;

  expect(tests(["equal_to", "Yes"], ["equal_to", " yes "])).toEqual([
    never(2, 'equal_to " yes "', 'equal_to "Yes"'),
  ]);
  expect(tests(["contains", "y"], ["matches_any_of", "yes, yeah"], ["matches_any_of", "yes, no"])).toEqual([
    never(2, 'matches_any_of "yes, yeah"', 'contains "y"'),
  ]);
  expect(tests(["is_not_blank", "Is Not Blank"], ["equal_to", "1"], ["is_blank", "Is Blank"])).toEqual([
    never(2, 'equal_to "1"', "is_not_blank"),
  ]);
  expect(tests(["less_than", "5"], ["greater_than", "5"], ["regex", "\\D"], ["regex", "\\d"])).toEqual([]);
});

test("conditions of other widgets are ignored", () => {
  const say = widget("it", "say-play", { say: "Hello." });
  const transitions = [{ event: "audioComplete", conditions: [{}] }];

  expect(found({ ...say, transitions }).filter((text) => text.includes("match_condition"))).toEqual([
    'warning match_condition at transitions[0].conditions: only the match events of a split have conditions; those of "audioComplete" are ignored',
  ]);
});
