import { issueCodes } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { studioIssuesPage } from "./studioIssues.ts";

const page = studioIssuesPage(issueCodes);

test("every code has a section with an example that is JSON, and a remedy", () => {
  const sections = page.split(/^## /m).slice(1);

  expect(sections.map((text) => text.split("`")[1])).toEqual(Object.keys(issueCodes));
  for (const section of sections) {
    const [, example = ""] = /```json\n(.*?)\n```/s.exec(section) ?? [];
    expect(() => JSON.parse(example), section).not.toThrow();
    expect(section).toContain("**Remedy.** ");
  }
});

test("a string that is long on purpose is shortened", () => {
  expect(page).toContain("… (1,700 characters)");
  expect(Math.max(...page.split("\n").map((line) => line.length))).toBeLessThan(1_000);
});
