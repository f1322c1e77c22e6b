import { expect, test } from "vitest";
import { excerpt, placeOf } from "./textPlace.ts";

test.each([
  ["ab", 1, { line: 1, column: 2 }],
  ["a\nb", 2, { line: 2, column: 1 }],
  ["a\r\nb", 3, { line: 2, column: 1 }],
  ["a\rb", 2, { line: 2, column: 1 }],
  ["😀x", 2, { line: 1, column: 3 }],
  ["a\n", 2, { line: 2, column: 1 }],
])("in %j, %i is at %j", (text, offset, place) => {
  expect(placeOf(text, offset)).toEqual(place);
});

test("an excerpt shows the line and a caret below the column, also after a tab", () => {
  expect(excerpt('{\r\n\t"a" 1\r\n}', { line: 2, column: 6 })).toBe(
    ['  2 |  "a" 1', "    |      ^"].join("\n"),
  );
});

test("of a long line only the part near the column is shown", () => {
  const [line = "", caret = ""] = excerpt(`${"a".repeat(500)}X${"b".repeat(500)}`, {
    line: 1,
    column: 501,
  }).split("\n");

  expect(line).toHaveLength(108);
  expect(line.startsWith("  1 | …aaa")).toBe(true);
  expect(line.endsWith("bbb…")).toBe(true);
  expect(line[caret.indexOf("^")]).toBe("X");
});
