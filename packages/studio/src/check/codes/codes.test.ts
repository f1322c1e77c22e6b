import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { issueCodes } from "./codes.ts";
import { exampleDefinition } from "./issueCode.ts";

test.each(Object.entries(issueCodes))("the example of %s has this problem and no other", (code, entry) => {
  const problems = checkFlow(exampleDefinition(entry.example));

  expect(problems.map((problem) => problem.code)).toEqual([code]);
});

test.each(Object.entries(issueCodes))("%s is told with the severity that is documented", (code, entry) => {
  const [problem] = checkFlow(exampleDefinition(entry.example));

  expect(entry.severity === "either" || problem?.severity === entry.severity, code).toBe(true);
});

test("a code is told in full sentences", () => {
  for (const { title, explanation, remedy } of Object.values(issueCodes)) {
    expect(title).toMatch(/^[A-Z`][^.]+$/);
    for (const sentence of [explanation, remedy]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
  }
});
