import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonFault } from "./jsonFault.ts";

test.each([
  ["", 0, "the input is empty"],
  ["{", 1, 'unexpected end of the input; expected a property name in double quotes or "}"'],
  ['{"a":1', 6, 'unexpected end of the input; expected "," or "}" after "1"'],
  ["[1,2", 4, 'unexpected end of the input; expected "," or "]" after "2"'],
  ['{"a":1,}', 7, 'expected another property name in double quotes, found "}"; remove the comma before it'],
  ["[1,]", 3, 'expected a value, found "]"; remove the comma before it'],
  ['{"a" 1}', 5, 'expected ":" after the property name "a", found "1"'],
  ['{"a":}', 5, 'expected a value after ":", found "}"'],
  ['{"a":1 "b":2}', 7, 'expected "," or "}" after "1", found "b"'],
  ['[{"a":1} 2]', 9, 'expected "," or "]" after "}", found "2"'],
  ["{a:1}", 1, 'expected a property name in double quotes or "}", found "a"; put the name in double quotes'],
  [
    "{'a':1}",
    1,
    `expected a property name in double quotes or "}", found "'"; JSON allows only double quotes`,
  ],
  ["[undefined]", 1, 'expected a value or "]", found "undefined"'],
  ["[01]", 2, 'expected "," or "]" after "0", found "1"'],
  ["{} x", 3, 'expected the end of the input, found "x"'],
  ["// flow\n{}", 0, 'expected a value, found "/"; JSON does not allow comments'],
  ["<!doctype html>", 0, 'expected a value, found "<"; this looks like HTML, not JSON'],
  [
    "{\n<<<<<<< HEAD",
    2,
    'expected a property name in double quotes or "}", found "<"; this looks like an unresolved merge conflict',
  ],
  [
    '["a\nb"]',
    3,
    'expected the closing quotation mark of "a", found a line break; inside a string it is written \\n',
  ],
  [
    '["a\tb"]',
    3,
    'expected the closing quotation mark of "a", found a tab; inside a string it is written \\t',
  ],
  [
    '["a\u0001"]',
    3,
    'expected the closing quotation mark of "a", found a control character; inside a string it is written \\u0001',
  ],
  ['["a\\x"]', 3, '"\\x" is not a JSON escape sequence; write a backslash as "\\\\"'],
  ['["abc', 1, "expected the closing quotation mark of this string, found none"],
  ['["😀" 😀]', 6, 'expected "," or "]" after "😀", found "😀"'],
])("the fault of %j is at %i: %s", (text, offset, message) => {
  expect(findJsonFault(text)).toEqual({ offset, message });
});

test("a fault is found exactly where JSON.parse finds one", () => {
  const json = fc.json({ maxDepth: 4 });
  const damaged = fc
    .tuple(json, fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
    .map(([text, at, length, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + length);
    });
  const pieces = fc
    .array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"a"',
        "1",
        "-",
        "0.5e3",
        "true",
        "nul",
        " ",
        "\n",
        "\\",
        '"',
      ),
    )
    .map((parts) => parts.join(""));

  fc.assert(
    fc.property(fc.oneof(json, damaged, pieces), (text) => {
      const fault = findJsonFault(text);

      expect(fault === undefined).toBe(parses(text));
      if (fault) expect(fault.offset).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2_000 },
  );
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("input of any depth and length can be parsed", () => {
  expect(findJsonFault("[".repeat(100_000))?.offset).toBe(100_000);
  expect(findJsonFault(JSON.stringify("\\ab".repeat(1_000_000)))).toBeUndefined();
});
