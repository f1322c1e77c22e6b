import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionHolds } from "../../../widgets/condition.ts";
import { makeTooLong, somethingElse, valuesFor, valuesForNone } from "./candidates.ts";
import { regexSamples } from "./regexSample.ts";

/** Patterns as in deployed flows; a matching string is generated for all but the last. */
const patterns = [
  "[1-5]",
  "\\d{5}",
  "\\d{5}(-\\d{4})?",
  "yes|no|maybe",
  "(?i)(sales|support) ?team",
  "^\\s*(y|yes)\\s*$",
  "(?=.*Help).*\\D",
  "[^0-9]+",
  "\\+1[2-9]\\d{2}[2-9]\\d{6}",
  "[A-Za-z0-9._%+-]+@[a-z]+\\.[a-z]{2,}",
  "(?:0[1-9]|1[0-2])/\\d\\d",
  "a{2,3}b*c+?",
  "(a|b)(c|d)e",
  ".*refund.*",
  "\\bstop\\b",
  "[\\w-]{3}",
  "\\p{L}+",
  "[^\\p{L}]\\pN",
  "\\p{Punct}x\\P{Punct}",
  "(?!x).",
];

test.each(patterns)("a string for %s is found", (value) => {
  expect(valuesFor({ type: "regex", value })).not.toEqual([]);
});

test("every alternative gets a string", () => {
  expect(regexSamples("one|two|three(s)?")).toEqual(expect.arrayContaining(["one", "two", "threes"]));
});

test.each(["(a", "[a", "a\\", "(\\w)\\1", "a)", "(?<name>a)\\k<name>x|("])(
  "an unsupported pattern returns no samples: %s",
  (pattern) => {
    expect(regexSamples(pattern)).toEqual([]);
  },
);

test("no pattern makes the generator throw", () => {
  const pieces = [
    "a",
    "[b-d]",
    "(",
    ")",
    "|",
    "*",
    "+?",
    "{2}",
    "{1,",
    "\\d",
    "\\",
    "^",
    "$",
    ".",
    "[^x]",
    "]",
    "?:",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const samples = regexSamples(parts.join(""));
      expect(samples.length).toBeLessThanOrEqual(1_000);
      expect(samples.every((text) => text.length < 10_000)).toBe(true);
    }),
  );
});

test.each([
  ["equal_to", "Sales"],
  ["not_equal_to", "x"],
  ["matches_any_of", "1, one"],
  ["does_not_match_any_of", "a,b"],
  ["is_blank", "Is Blank"],
  ["is_not_blank", "Is Not Blank"],
  ["contains", "x"],
  ["does_not_contain", "something"],
  ["starts_with", "+1"],
  ["does_not_start_with", "+"],
  ["less_than", "3"],
  ["less_than", "0.5"],
  ["greater_than", "-1"],
  ["is_before_time", "09:00"],
  ["is_after_time", "17:00"],
  ["is_before_date", "2026-01-01"],
  ["is_after_date", "2026-01-01"],
])("values are found for %s %s, and each makes it true", (type, value) => {
  const values = valuesFor({ type, value });

  expect(values).not.toEqual([]);
  expect(values.every((text) => conditionHolds(type, text, value))).toBe(true);
});

test.each([
  ["equal_to", ""],
  ["less_than", "many"],
  ["is_before_time", "00:00"],
  ["is_after_date", "2999-12-31"],
  ["nonsense", "x"],
])("no value is returned if there is none: %s %s", (type, value) => {
  expect(valuesFor({ type, value }).filter((text) => !conditionHolds(type, text, value))).toEqual([]);
  if (type !== "equal_to") expect(valuesFor({ type, value })).toEqual([]);
});

test("a value for which no condition is true is found if there is one", () => {
  const choices = [
    { type: "equal_to", value: "1" },
    { type: "contains", value: "some" },
  ];

  expect(valuesForNone([])[0]).toBe(somethingElse);
  expect(valuesForNone(choices)).toEqual(["", "0", "-1", "a"]);
  expect(
    valuesForNone([
      { type: "is_blank", value: "" },
      { type: "is_not_blank", value: "" },
    ]),
  ).toEqual([]);
});

test("a string made too long for Studio keeps its beginning", () => {
  expect(Buffer.byteLength(makeTooLong("order"))).toBeGreaterThan(16_384);
  expect(makeTooLong("order").startsWith("order")).toBe(true);
});
