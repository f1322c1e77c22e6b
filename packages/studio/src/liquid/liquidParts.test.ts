import fc from "fast-check";
import { expect, test } from "vitest";
import { holdsTag, liquidParts, withoutLiquid } from "./liquidParts.ts";

test("outputs, tags and the text between them are distinguished", () => {
  expect(liquidParts('{"a":"{{x}}",{% if y %}{{ z }} }}')).toEqual([
    { kind: "plain", text: '{"a":"' },
    { kind: "output", text: "{{x}}" },
    { kind: "plain", text: '",' },
    { kind: "tag", text: "{% if y %}" },
    { kind: "output", text: "{{ z }}" },
    { kind: "plain", text: " }}" },
  ]);
});

test("braces that are never closed are plain text", () => {
  expect(liquidParts("{% if {{ a {{b}}")).toEqual([
    { kind: "plain", text: "{% if " },
    { kind: "output", text: "{{ a {{b}}" },
  ]);
  expect(withoutLiquid("a {{b}} {{c", "")).toBe("a  {{c");
  expect(holdsTag("{% if")).toBe(false);
});

const pieces = fc.constantFrom("{{", "}}", "{%", "%}", "{", "}", "a", " ", "\n", '"');

test("the joined parts are the original string, and a regular expression finds the same parts", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
      const text = list.join("");
      const parts = liquidParts(text);

      expect(parts.map((part) => part.text).join("")).toBe(text);
      expect(parts.filter(({ kind }) => kind !== "plain").map((part) => part.text)).toEqual(
        text.match(/\{\{.*?\}\}|\{%.*?%\}/gs) ?? [],
      );
    }),
  );
});
