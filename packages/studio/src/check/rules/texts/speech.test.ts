import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { exampleDefinition, goodbye, split, widget } from "../../codes/issueCode.ts";

const ask = widget(
  "ask",
  "gather-input-on-call",
  { say: "Yes or no?" },
  { keypress: "note", speech: "note", timeout: "goodbye" },
);
const note = (value: string) =>
  widget("note", "set-variables", { variables: [{ key: "choice", value }] }, { next: "which" });
const said = "{{widgets.ask.SpeechResult}}";

function found(input: string, matches: [type: string, value: string][], variable = said) {
  const which = split(
    "which",
    input,
    matches.map(([type, value]) => ({ type, value, next: "goodbye" })),
    "goodbye",
  );
  return checkFlow(exampleDefinition({ widgets: [ask, note(variable), which, goodbye] })).map(
    ({ severity, code, path, message }) => `${severity} ${code} at ${path}: ${message}`,
  );
}

test("an exact comparison with speech is reported once per split", () => {
  expect(
    found(said, [
      ["contains", "perhaps"],
      ["equal_to", "yes"],
      ["matches_any_of", "no, nope"],
    ]),
  ).toEqual([
    'warning speech_compared at states[3].transitions[2].conditions[0].value: widget "which": compares what the caller said exactly with "yes", "no" and "nope", but speech recognition adds punctuation and further words ("Yes."); use contains, matches_any_of "yes, yes.", or regex "yes\\W*"',
  ]);
});

test.each([
  [said, "equal_to", "1"],
  ["{{ widgets.ask.SpeechResult | downcase }}", "not_equal_to", "yes"],
  ["{{flow.variables.choice}}", "equal_to", "billing"],
  ["{{widgets.ask.Digits}}{{widgets.ask.SpeechResult}}", "equal_to", "one"],
])("%s %s %s is reported", (input, type, value) => {
  expect(found(input, [[type, value]])).toEqual([expect.stringMatching(/^warning speech_compared /)]);
});

test.each([
  [said, "contains", "yes"],
  [said, "starts_with", "yes"],
  [said, "regex", "yes"],
  [said, "is_not_blank", "Is Not Blank"],
  [said, "equal_to", "Yes."],
  [said, "matches_any_of", "yes, yes."],
  [said, "equal_to", "{{flow.sid}}"],
  ["{{widgets.ask.SpeechResult | replace: '.', ''}}", "equal_to", "yes"],
  ["{{widgets.ask.Digits}}", "equal_to", "1"],
  ["{{widgets.ask.Digits}}{{widgets.ask.SpeechResult}}", "equal_to", "1"],
  ["{{widgets.ask.Confidence}}", "equal_to", "1"],
])("%s %s %s is not reported", (input, type, value) => {
  expect(found(input, [[type, value]])).toEqual([]);
});

test("a variable without the punctuation, or with the key pressed, is not reported", () => {
  const variable = "{{flow.variables.choice}}";

  expect(found(variable, [["equal_to", "yes"]], "{{widgets.ask.SpeechResult | remove: '.'}}")).toEqual([]);
  expect(found(variable, [["equal_to", "1"]], "{{widgets.ask.Digits}}")).toEqual([]);
  expect(found(variable, [["equal_to", "1"]], "{{widgets.ask.Digits}}{{widgets.ask.SpeechResult}}")).toEqual(
    [],
  );
});
