import fc from "fast-check";
import { expect, test } from "vitest";
import { type AttributeValue, attributesText } from "./attributes.ts";

test("attributes without Liquid are plain JSON", () => {
  const value = fc
    .jsonValue()
    .filter((json) => !JSON.stringify(json).includes("{{") && !JSON.stringify(json).includes("{%"));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z "\\]*$/), value), (attributes) => {
      const plain = JSON.parse(JSON.stringify(attributes)) as Record<string, AttributeValue>;
      expect(JSON.parse(attributesText(plain))).toEqual(plain);
    }),
  );
});

test("Liquid is kept as written, and the output of to_json gets no quotation marks", () => {
  expect(
    attributesText({
      name: 'say "{{ flow.data.name | default: "nobody" }}"',
      reason: "{{ flow.data.reason | to_json }}",
      two: "{{a}}{{b | to_json}}",
      list: ["{{ x | to_json }}", 1, null, { deep: true }],
    }),
  ).toBe(
    '{"name":"say \\"{{ flow.data.name | default: "nobody" }}\\"","reason":{{ flow.data.reason | to_json }},' +
      '"two":"{{a}}{{b | to_json}}","list":[{{ x | to_json }},1,null,{"deep":true}]}',
  );
});
