import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { conclude } from "./examine.ts";
import { fail, makeCheck, markUnknown, pass, skip } from "./facts/check.ts";
import { describeCheck, describeExamination, summary, toJson } from "./report.ts";

const failed = fail("number-voice", {
  found: "no voice URL",
  expected: "POST https://a.example/twiml",
  mend: "pulumi up",
});
const plain = (text: string) => stripVTControlCharacters(text);

test("a report is a line for what is right, and what was found, expected and mends it for what is wrong", () => {
  const checks = [
    pass("number", "+15551230100"),
    failed,
    skip("agent-twiml", "not asked; --reach asks the agent"),
    pass("summary-operator", "intelligence_operator_1"),
    makeCheck("flex-opt-in-voice", "by-hand", { expected: "switched on", mend: "Console: Flex" }),
  ];

  expect(
    plain(describeExamination(conclude(checks))),
  ).toBe(`✓ The account has the agent's number: +15551230100
✗ The number rings the agent
    found     no voice URL
    expected  POST https://a.example/twiml
    mend      pulumi up
    assumes   docs/assumptions.md#tac-paths
– The agent answers calls on its public host: not looked at, not asked; --reach asks the agent
✓ Twilio's Summary operator has the id that is used: intelligence_operator_1 (confirms docs/assumptions.md#summary-operator-id)
☐ by hand: Flex shows the summary of calls
    expected  switched on
    mend      Console: Flex
    assumes   docs/assumptions.md#flex-opt-ins

not ready: 1 of 3 checks failed; by hand: 1`);
});

test("what could not be looked at is neither ready nor failed", () => {
  const examination = conclude([pass("number", "+1"), markUnknown("flow", "GET … answered 500")]);

  expect(plain(summary(examination))).toBe("not ready: 1 of 2 could not be looked at");
  expect(plain(describeCheck(markUnknown("flow", "GET … answered 500")))).toBe(
    "? The hand-off flow is published\n    found     GET … answered 500",
  );
});

test("with everything right the last line says ready, also when something is left to a person", () => {
  expect(plain(summary(conclude([pass("number", "+1")])))).toBe("ready: 1 checks passed");
  expect(plain(summary(conclude([pass("number", "+1"), makeCheck("flex-ui", "by-hand", {})])))).toBe(
    "ready: 1 checks passed; by hand: 1",
  );
});

test("JSON is one object with what is ready and every check", () => {
  expect(JSON.parse(toJson(conclude([failed])))).toEqual({
    ready: false,
    checks: [
      {
        id: "number-voice",
        title: "The number rings the agent",
        status: "wrong",
        found: "no voice URL",
        expected: "POST https://a.example/twiml",
        mend: "pulumi up",
        assumption: "tac-paths",
      },
    ],
  });
});
