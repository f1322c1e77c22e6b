import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonText, withoutMarks } from "./jsonText.ts";

/** Returns the parsed value with Liquid as written. */
function read(text: string): unknown {
  const json = readJsonText(text);
  return json && withoutMarks(json.value);
}

test.each([
  ['{"a": 1, "b": [true, null]}', { a: 1, b: [true, null] }],
  ['{"a": "{{x}}"}', { a: "{{x}}" }],
  ['{"a": {{x | to_json}}}', { a: "{{x | to_json}}" }],
  ['{"a": "{{ x["b"] }} and {{y}}"}', { a: '{{ x["b"] }} and {{y}}' }],
  ['{"a": "{% if x %}b{% endif %}"}', { a: "{% if x %}b{% endif %}" }],
  ['{"{{k}}": 1}', { '"{{k}}"': 1 }],
  ['{"a": {"b": {{x}}}}', { a: { b: "{{x}}" } }],
  ['{"a":1{% if x %},"b":{{x}}{% endif %}}', { a: 1, b: "{% if x %}{{x}}" }],
  [
    '{"a":1{% if x %},"b":{{x}}{% else %},"c":2{% endif %}}',
    { a: 1, b: "{% if x %}{{x}}", c: "{% if x %}{% else %}2" },
  ],
  [' {% assign h = x %}{"a":{{h}}}', { a: "{{h}}" }],
  ["[{{x}},2]", ["{{x}}", 2]],
])("%s is read with its Liquid", (text, value) => {
  expect(read(text)).toEqual(value);
});

test.each([
  "",
  "text",
  '"a"',
  "5",
  "{{x}}",
  "{% if x %}{{y}}{% endif %}",
  '{"a": {{x}}{{y}}}',
  '{"a": 1, "a": 2}',
  '{"a":{% if x %}1{% else %}2{% endif %}}',
  '[{% for x in y %}"{{x}}",{% endfor %}1]',
  '{"a":1{% if x %},"b":2}',
  '{"a":1{% endif %}}',
  '{"a": 1',
])("%s is not JSON, whatever its Liquid renders to", (text) => {
  expect(readJsonText(text)).toBeUndefined();
});

test("standalone tags are kept separately", () => {
  expect(readJsonText('{% assign a = b %}{"x":1}')).toMatchObject({
    statements: "{% assign a = b %}",
    hasTags: true,
  });
  expect(readJsonText('{"x":"{% if a %}1{% endif %}"}')).toMatchObject({ statements: "", hasTags: false });
});

test("JSON without Liquid is read like any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(!text.includes("{{") && !text.includes("{%"));
      const isContainer = typeof value === "object" && value !== null;
      expect(read(text)).toEqual(isContainer ? JSON.parse(text) : undefined);
    }),
  );
});

test("reading never throws, whatever the string", () => {
  const piece = fc.oneof(
    fc.constantFrom("{", "}", "[", "]", '"', ":", ",", "{{", "}}", "{%", "%}", "\\", "if", "a", "1"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(() => readJsonText(pieces.join(""))).not.toThrow();
    }),
    { numRuns: 1_000 },
  );
});
