import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsTemplate, quote, splitText, toTemplate } from "./textCode.ts";

/** Evaluates an expression of strings. */
function worth(expression: string): unknown {
  return new Function(`return ${expression};`)();
}

const special = fc.constantFrom(..."`$\\'\"\n\r\t {}%,*/\u2028\u202e\ufeff\ud800\u0000🙂");
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.oneof(special, fc.constantFrom("${", "{{ a }}", "word ", "\r\n")), { maxLength: 40 })
    .map((parts) => parts.join("")),
);

test("a quoted literal evaluates to the same string and is on one line", () => {
  fc.assert(
    fc.property(text, (any) => {
      expect(worth(quote(any))).toBe(any);
      expect(quote(any)).not.toMatch(/[\n\r\u2028\u2029\u202e\ufeff]/);
    }),
  );
});

test("a template literal evaluates to the same string and can be written to a file", () => {
  fc.assert(
    fc.property(text.filter(fitsTemplate), (any) => {
      const source = Buffer.from(toTemplate(any), "utf8").toString("utf8");
      expect(worth(source)).toBe(any);
    }),
  );
});

test("the concatenated pieces of a string evaluate to the same string", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 5, max: 40 }), (any, width) => {
      expect(splitText(any, width).join("")).toBe(any);
      expect(worth(splitText(any, width).map(quote).join(" + "))).toBe(any);
    }),
  );
});

test("quotation marks are single if that needs fewer escapes", () => {
  expect(quote('{"a":1}')).toBe(`'{"a":1}'`);
  expect(quote("it's")).toBe(`"it's"`);
  expect(quote(`"it's"`)).toBe(`'"it\\'s"'`);
});

test("a string is split between words, after line breaks, and never inside Liquid", () => {
  expect(splitText("Hello {{ flow.variables.name }}, welcome to our\nlittle shop", 24)).toEqual([
    "Hello ",
    "{{ flow.variables.name }}, ",
    "welcome to our\n",
    "little shop",
  ]);
});

test("a string that looks like JSON is split between its members", () => {
  expect(splitText('{ "a": "one two three", "b": "{{ x | replace: ",", "" }}", "c": 3 }', 30)).toEqual([
    '{ "a": "one two three", ',
    '"b": "{{ x | replace: ",", "" }}", ',
    '"c": 3 }',
  ]);
});
