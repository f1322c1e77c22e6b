import { expect, test } from "vitest";
import { formatPropertyPath } from "./propertyPath.ts";

test.each([
  [["friendlyName"], "friendlyName"],
  [["definition", "states", "send_to_flex", "type"], "definition.states.send_to_flex.type"],
  [["rules", 0, "triggers", 1], "rules[0].triggers[1]"],
  [["definition", "states", "a b"], 'definition.states["a b"]'],
  [["definition", "states", 'say "hi"', "x"], 'definition.states["say \\"hi\\""].x'],
  [["a.b", "c"], '["a.b"].c'],
  [["$ref", "_1", "1st"], '$ref._1["1st"]'],
  [[""], '[""]'],
  [[], ""],
])("%j is written %s", (path, text) => {
  expect(formatPropertyPath(path)).toBe(text);
});
