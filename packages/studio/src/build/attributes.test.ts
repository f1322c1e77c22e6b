import fc from "fast-check";
import { expect, test } from "vitest";
import { type AttributeValue, attributesFault, attributesText } from "./attributes.ts";

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

test("Liquid stands as written, and what to_json renders gets no quotation marks", () => {
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

test.each([
  '{"a":"{{x}}","b":{{y | to_json}}}',
  '{"a":{"b":{{x}}}}',
  '{ "n": {{a}}{{b}}, "t": "{{ x | default: "none" }}" }',
  "{{ flow.variables.all | to_json }}",
  '{"a": {% if x %}"1"{% else %}"2"{% endif %}}',
  '{"a": "{% if x %}1{% endif %}"}',
  "{}",
])("%s can be a JSON object", (attributes) => {
  expect(attributesFault(attributes)).toBeUndefined();
});

test.each([
  ["", /^is not JSON \(/],
  ['{"a":"{{x}}"', /^is not JSON \(/],
  ['{"a":"{{x}}",}', /^is not JSON \(/],
  ["{'a': '{{x}}'}", /^is not JSON \(/],
  ['["{{x}}"]', /^is not a JSON object$/],
  ['"{{x}}"', /^is not a JSON object$/],
])("%s cannot be a JSON object", (attributes, fault) => {
  expect(attributesFault(attributes)).toMatch(fault);
});
