import fc from "fast-check";
import { expect, test } from "vitest";
import { type AttributeValue, attributesText } from "../../build/attributes.ts";
import { findJsonFault, findUnquotedOutput } from "./jsonText.ts";

test.each([
  '{"a":"{{x}}","b":{{y | to_json}}}',
  '{"a":{"b":{{x}}}}',
  '{ "n": {{a}}{{b}}, "t": "{{ x | default: "none" }}" }',
  "{{ flow.variables.all | to_json }}",
  '{"a": {% if x %}"1"{% else %}"2"{% endif %}}',
  '{"a": "{% if x %}1{% endif %}"}',
  '{"a": 1{{x}}, "b": -{{x}}}',
  '{"a": 1 {{more}} }',
  "{ {{members}} }",
  "{}",
])("%s can be a JSON object", (text) => {
  expect(findJsonFault(text, "object")).toBeUndefined();
});

test.each([
  ["", "is not valid JSON: it ends too soon"],
  ['{"a":"{{x}}"', "is not valid JSON: it ends too soon"],
  ["{", "is not valid JSON: it ends too soon"],
  ['{"a', "is not valid JSON: it ends too soon"],
  ['{"a":1}}', "is not valid JSON: unexpected characters (column 8)"],
  ['{"a":"{{x}}",}', "is not valid JSON: unexpected characters (column 14)"],
  ["{'a': '{{x}}'}", "is not valid JSON: unexpected characters (column 2)"],
  ['{\n  "a": {{x}}\n  "b": 1\n}', "is not valid JSON: unexpected characters (line 3, column 3)"],
  [
    '{"a":"one\ntwo"}',
    "is not valid JSON: a string contains a line break, a tab or another control character; write \\n or similar",
  ],
  ['["{{x}}"]', "is not a JSON object"],
  ['"{{x}}"', "is not a JSON object"],
])("%s cannot be a JSON object", (text, fault) => {
  expect(findJsonFault(text, "object")?.reason).toBe(fault);
});

test("a fault that a lenient parser accepts is not certain", () => {
  expect(findJsonFault('{"a":"one\ttwo"}', "object")?.certain).toBe(false);
  expect(findJsonFault('{"a":"one"', "object")?.certain).toBe(true);
});

test.each([
  ['{"a":{{trigger.call.From}}}', "trigger.call.From"],
  ['{"a":"\\"", "b": {{ widgets.ask.inbound.Body }}}', "widgets.ask.inbound.Body"],
  ["[{{-flow.channel.address-}}]", "flow.channel.address"],
])("in %s a string is without quotation marks", (text, path) => {
  expect(findUnquotedOutput(text)).toBe(path);
});

test.each([
  '{"a":"{{trigger.call.From}}"}',
  '{"a":{{trigger.call.From | to_json}}}',
  '{"a":{{widgets.get.parsed.latitude}},"b":{{widgets.menu.Digits}},"c":{{flow.variables.n}}}',
])("in %s the outputs without quotation marks may be JSON", (text) => {
  expect(findUnquotedOutput(text)).toBeUndefined();
});

test("a list is accepted if any JSON is", () => {
  expect(findJsonFault('["{{x}}", 1]', "anything")).toBeUndefined();
});

const value = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.constantFrom("{{ a }}", "{{ a | to_json }}", "say {{ a }}"),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
  ),
})).value;

test("attributes written by the builder are JSON, whatever they contain", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (attributes) => {
      const text = attributesText(attributes);
      // An unmatched brace in a customer's value is not Liquid.
      fc.pre(!/\{[{%]/.test(text.replaceAll(/\{\{ a( \| to_json)? \}\}/g, "")));
      expect(findJsonFault(text, "object")).toBeUndefined();
    }),
  );
});
