import { expect, test } from "vitest";
import { wrapWords } from "./wrapWords.ts";

test("a text breaks between words, and its other lines are indented", () => {
  expect(wrapWords("fix  ", "pulumi up --stack dev", { width: 16, indent: 5 })).toBe(
    "fix  pulumi up\n     --stack dev",
  );
});

test("a text as wide as the terminal fits on one line", () => {
  expect(wrapWords("fix  ", "pulumi up", { width: 14, indent: 5 })).toBe("fix  pulumi up");
});

test("a word that is longer than a line is not broken", () => {
  expect(wrapWords("", "see https://example.com/a-long-path now", { width: 10, indent: 2 })).toBe(
    "see\n  https://example.com/a-long-path\n  now",
  );
});

test("colors have no width", () => {
  const green = "\u001b[32m✓\u001b[39m";
  expect(wrapWords(`${green} `, "one two", { width: 9, indent: 2 })).toBe(`${green} one two`);
});
