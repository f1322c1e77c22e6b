import { createColors } from "picocolors";
import { expect, test } from "vitest";
import { colored, difference } from "./difference.ts";

test("changed lines are shown with the requested number of lines around them", () => {
  const change = { file: "a", before: "1\n2\n3\n4\n", after: "1\n2\nthree\n4\n" };

  expect(difference({ ...change, context: 0 })).toBe("--- a\n+++ a\n@@ -3,1 +3,1 @@\n-3\n+three");
  expect(difference({ ...change, context: 1 })).toBe("--- a\n+++ a\n@@ -2,3 +2,3 @@\n 2\n-3\n+three\n 4");
});

test("nothing is shown if nothing changed", () => {
  expect(difference({ file: "a", before: "1\n", after: "1\n", context: 2 })).toBe("");
});

test("in a terminal, removed lines are red and added lines are green", () => {
  const { bold, cyan, red, green } = createColors(true);

  expect(
    colored("--- .env\n+++ .env\n@@ -1,2 +1,2 @@\n-A=1\n+A=2\n B", createColors(true)).split("\n"),
  ).toEqual([bold("--- .env"), bold("+++ .env"), cyan("@@ -1,2 +1,2 @@"), red("-A=1"), green("+A=2"), " B"]);
  expect(colored("-A=1", createColors(false))).toBe("-A=1");
});
