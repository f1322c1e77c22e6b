import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { conclude } from "./examine.ts";
import { fail, makeCheck, markUnknown, pass, skip } from "./facts/check.ts";
import { describeCheck, describeExamination, summary, toJson } from "./report.ts";

const failed = fail("number-voice", {
  found: "no voice URL",
  expected: "POST https://a.example/twiml",
  fix: "pulumi up",
});
const plain = (text: string) => stripVTControlCharacters(text);

const checks = [
  failed,
  pass("number", "+15551230100"),
  skip("agent-twiml", "needs --reach"),
  pass("summary-operator", "intelligence_operator_1"),
  makeCheck("flex-opt-in-voice", "by-hand", { expected: "switched on", fix: "Console: Flex" }),
  markUnknown("flow", "GET studio.twilio.com/v2/Flows/FW00000000000000000000000000000001 answered 500"),
];

test("a report lists passed checks, manual checks, and problems last, and no line is wider than the terminal", () => {
  expect(
    plain(describeExamination(conclude(checks), { width: 80 })),
  ).toBe(`✓ The account owns the agent's number: +15551230100
– The agent responds to calls on its public host: not checked (needs --reach)
✓ Twilio's Summary operator has the expected ID: intelligence_operator_1
  (confirms docs/assumptions.md#summary-operator-id)

☐ by hand: Flex shows the summary of calls
    expected  switched on
    fix       Console: Flex
    assumes   docs/assumptions.md#flex-opt-ins

✗ Calls to the number reach the agent
    found     no voice URL
    expected  POST https://a.example/twiml
    fix       pulumi up
    assumes   docs/assumptions.md#tac-paths
? The hand-off flow is published
    found     GET studio.twilio.com/v2/Flows/FW00000000000000000000000000000001
              answered 500

not ready: 1 of 4 checks failed, 1 of 4 could not be checked; by hand: 1`);
});

test("with problemsOnly a report has only the problems and the summary", () => {
  expect(
    plain(describeExamination(conclude(checks), { problemsOnly: true, width: 100 })),
  ).toBe(`✗ Calls to the number reach the agent
    found     no voice URL
    expected  POST https://a.example/twiml
    fix       pulumi up
    assumes   docs/assumptions.md#tac-paths
? The hand-off flow is published
    found     GET studio.twilio.com/v2/Flows/FW00000000000000000000000000000001 answered 500

not ready: 1 of 4 checks failed, 1 of 4 could not be checked; by hand: 1`);
  const ready = conclude([pass("number", "+15551230100")]);
  expect(plain(describeExamination(ready, { problemsOnly: true }))).toBe("ready: 1 check passed");
});

test("a check that could not be performed is neither passed nor failed", () => {
  const examination = conclude([pass("number", "+1"), markUnknown("flow", "GET … answered 500")]);

  expect(plain(summary(examination))).toBe("not ready: 1 of 2 could not be checked");
  expect(plain(describeCheck(markUnknown("flow", "GET … answered 500")))).toBe(
    "? The hand-off flow is published\n    found     GET … answered 500",
  );
});

test("if all checks pass the last line is ready, even if manual checks remain", () => {
  expect(plain(summary(conclude([pass("number", "+1")])))).toBe("ready: 1 check passed");
  expect(plain(summary(conclude([pass("number", "+1"), makeCheck("flex-ui", "by-hand", {})])))).toBe(
    "ready: 1 check passed; by hand: 1",
  );
});

test("JSON is one object with the overall result and every check", () => {
  expect(JSON.parse(toJson(conclude([failed])))).toEqual({
    ready: false,
    checks: [
      {
        id: "number-voice",
        title: "Calls to the number reach the agent",
        status: "wrong",
        found: "no voice URL",
        expected: "POST https://a.example/twiml",
        mend: "pulumi up",
        assumption: "tac-paths",
      },
    ],
  });
});
