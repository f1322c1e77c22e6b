// Examples from twilio.com/docs/taskrouter/expression-syntax and /activity-based-routing.

import { expect, test } from "vitest";
import { ExpressionError, parseExpression } from "./expression.ts";

const attributes = {
  string_const: "foo",
  object: { array: ["a", "b", "c"], attr: "bar" },
  skills: ["support", "sales"],
  level: 5.5,
  vip: true,
};

test.each([
  ["1 == 1", true],
  ["1==1", true],
  ["0 != 1", true],
  ['"apple" != "orange"', true],
  ["level > 1", true],
  ["level <= 5", false],
  ["missing > 1", false],
  ["missing == null", true],
  ["vip == true", true],
  ['object.param != "apple"', true],
  ["object.array[2] == 'c'", true],
  ['string_const IN ["foo", "bar"]', true],
  ["string_const not in ['foo']", false],
  ["(skills HAS 'support') AND (skills HAS 'english')", false],
  ["skills HAS 'support' AND skills HAS 'sales'", true],
  ['(string_const == "x" OR object.attr == "bar") AND level >= 5.1', true],
  ["1 == 2 AND 1 == 1 OR 1 == 1", true],
  ["string_const contains 'oo'", true],
  ["worker.string_const == 'foo'", true],
  ["task.object.attr = 'bar'", true],
])("%s is %s", (text, expected) => {
  expect(parseExpression(text)(attributes)).toBe(expected);
});

test.each([
  ["", "expected a value, found the end of the expression"],
  ["skills", "expected a comparison, found the end of the expression"],
  ["skills HAS", "expected a value, found the end of the expression"],
  ["skills LIKE 'a'", 'expected a comparison, found "LIKE"'],
  ["(1 == 1", 'expected ")", found the end of the expression'],
  ["1 == 1 1 == 1", 'expected AND, OR or the end, found "1"'],
  ["a IN ['x' 'y']", 'expected "," or "]", found "y"'],
  ["some-key == 1", '"-key == 1" is not understood'],
  ["name == 'open", '"\'open" is not understood'],
])("%j is not an expression", (text, message) => {
  expect(() => parseExpression(text)).toThrow(new ExpressionError(message));
});
