import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findOldWords, glossary } from "./words.ts";

test("an old word is found with its line and the word to use", () => {
  expect(findOldWords("# Time\n\nMend it, or wait for the time-out.\n")).toEqual([
    { line: 3, found: "Mend", use: "fix" },
    { line: 3, found: "time-out", use: "timeout" },
  ]);
});

test("a phrase is found across the lines of a comment", () => {
  expect(findOldWords("// what the call\n// is no\n// JSON\nconst a = 1;\n")).toEqual([
    { line: 2, found: "is no JSON", use: "is not valid JSON, is not a flow" },
  ]);
});

test.each([
  "There is no flow of that name.",
  "// There\n// is no flow of that name",
  "It is no longer there, and it is no different.",
  "That is no reason to stop, and no fault of yours.",
  "Conversations are told apart by their ids.",
  "One moment, a person will take over.",
  "setTimeout(resolve, timeoutMs); // timeout, statusTimeouts",
  "As noted above, it works.",
  "recommended, amendment",
  "`found`, `expected` and `mend`",
  '{ id: "flow", mend: "pulumi up" }',
])("right words are left alone: %s", (text) => {
  expect(findOldWords(text)).toEqual([]);
});

test("the glossary in CONTRIBUTING.md is this table", () => {
  const contributing = readFileSync(join(import.meta.dirname, "../../../../CONTRIBUTING.md"), "utf8");

  expect(contributing).toContain(glossary());
});
