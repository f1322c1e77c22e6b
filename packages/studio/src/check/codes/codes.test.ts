import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { issueCodes } from "./codes.ts";
import { exampleDefinition, type IssueExample } from "./issueCode.ts";

const check = (example: IssueExample) =>
  checkFlow(exampleDefinition(example), "payload" in example ? { payload: example.payload } : {});

test.each(Object.entries(issueCodes))("the example of %s has this issue and no other", (code, entry) => {
  const issues = check(entry.example);

  expect(issues.map((issue) => issue.code)).toEqual([code]);
});

test.each(Object.entries(issueCodes))(
  "%s is reported with the severity that is documented",
  (code, entry) => {
    const [issue] = check(entry.example);

    expect(entry.severity === "either" || issue?.severity === entry.severity, code).toBe(true);
  },
);

test("every code is explained in full sentences", () => {
  for (const { title, explanation, remedy } of Object.values(issueCodes)) {
    expect(title).toMatch(/^[A-Z`][^.]+$/);
    for (const sentence of [explanation, remedy]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
  }
});
