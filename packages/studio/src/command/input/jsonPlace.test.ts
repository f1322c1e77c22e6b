import { expect, test } from "vitest";
import { locator } from "./jsonPlace.ts";

const text = `{
  "states": [
    {
      "name": "Trigger",
      "transitions": [{ "event": "incomingCall" }]
    },
    { "type": "say-play" }
  ],
  "definition": "{\\"states\\": []}",
  "description": "first",
  "description": "last"
}`;
const locate = locator(text);

test.each([
  ["a value: from its beginning to its end", ["states", 0, "transitions", 0, "event"], [5, 34, 5, 48]],
  ["a list or object in an object: its name", ["states", 0, "transitions"], [5, 7, 5, 20]],
  ["a widget: the value of its name", ["states", 0], [4, 15, 4, 24]],
  ["an object without a name in a list: its bracket", ["states", 1], [7, 5, 7, 6]],
  [
    "something that is missing: the nearest existing parent",
    ["states", 1, "properties", "say"],
    [7, 5, 7, 6],
  ],
  ["something inside a JSON string: the string", ["definition", "states", 3], [9, 17, 9, 35]],
  ["a property that occurs twice: the last one, which counts", ["description"], [11, 18, 11, 24]],
  ["the whole", [], [1, 1, 1, 2]],
])("the place of %s", (_, keys, [line, column, endLine, endColumn]) => {
  expect(locate(keys)).toEqual({ line, column, endLine, endColumn });
});

test("in JSON that is nested too deeply to parse, every place is its beginning", () => {
  expect(locator("[".repeat(20_000) + "]".repeat(20_000))([0, 0])).toEqual({
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
  });
});
