import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { exampleDefinition, split as splitOf, widget } from "../codes/issueCode.ts";
import { checkHandoffAttributes } from "./attributes.ts";

const payload = {
  properties: {
    conversationId: { type: "string" },
    attributes: {
      properties: {
        department: { type: "string" },
        priority: { enum: ["low", "high"] },
        vip: { type: "boolean" },
        level: { anyOf: [{ enum: [1, 2] }, { type: "null" }] },
        "order-number": { type: "string" },
        reason: { type: "string" },
      },
    },
  },
};
const message = "flow.data.HandoffData.attributes";
const call = "flow.variables.handoff.attributes";

const found = (...widgets: object[]) =>
  checkHandoffAttributes(exampleDefinition({ widgets }), payload).map(
    ({ code, severity, path, message }) =>
      `${severity} ${code} ${path} ${message.split(": ").slice(1).join(": ")}`,
  );

const set = (value: string) => widget("note", "set-variables", { variables: [{ key: "k", value }] });
const inText = (value: string) => found(set(value)).map((line) => line.replace(/^.*? states\S+ /, ""));
const unknown = (name: string, instead: string) => `"${name}" is not an attribute of the hand-off${instead}`;
const departmet = unknown("departmet", '; did you mean "department"?');

test.each([
  ["of a message", `{{${message}.departmet}}`],
  ["of a call", `Hello {{ ${call}.departmet | upcase }}`],
  ["in brackets", `{{${message}["departmet"]}}{{${message}['department']}}`],
  ["in a tag", `{% if ${message}.departmet != nil %}x{% endif %}`],
  ["behind an assigned name", "{% assign a = flow.data.HandoffData.attributes %}{{a.departmet | to_json}}"],
  [
    "behind two assigned names, as in the hand-off flow",
    "{% assign h = flow.variables.handoff %}{% assign a = h.attributes %}{% if a.department != nil %}{{a.departmet}}{% endif %}",
  ],
  ["that is assigned itself", `{% assign d = ${message}.departmet %}{{d}}`],
])("an attribute %s that the contract does not have is an error", (_, text) => {
  expect(inText(text)).toEqual([departmet]);
});

test.each([
  [
    "an attribute of the contract",
    `{{${message}.department}} {{${call}.reason}} {{${message}["order-number"]}}`,
  ],
  [
    "another variable",
    "{{flow.variables.handoff2.attributes.departmet}} {{widgets.handoff.attributes.departmet}}",
  ],
  ["a property of every object", `{{${message}.size}}`],
  ["the attributes as a whole", `{{${message} | to_json}}`],
  ["a comment", `{% comment %}{{${message}.departmet}}{% endcomment %}`],
  ["plain text", `${message}.departmet`],
  [
    "a name that was assigned to something else since",
    `{% assign a = ${message} %}{% assign a = flow.variables.x %}{{a.departmet}}`,
  ],
  ["a string that looks like a name", `{% assign a = ${message} %}{{ "a.departmet" }}`],
])("%s has no issues", (_, text) => {
  expect(inText(text)).toEqual([]);
});

const high = 'the attribute "priority" is never "high!"; it can be "low" or "high"';

test.each([
  ["after the attribute", `{% if ${message}.priority == "high!" %}x{% endif %}`, [high]],
  ["before the attribute", `{% if 'high!' != ${message}.priority %}x{% endif %}`, [high]],
  [
    "in case and when",
    `{% case ${message}.priority %}{% when "high!", "low" %}x{% endcase %}{% case flow.variables.x %}{% when "other" %}{% endcase %}`,
    [high],
  ],
  [
    "in other letters, which Liquid distinguishes",
    `{% if ${message}.priority == "High" %}x{% endif %}`,
    [high.replace("high!", "High")],
  ],
  ["that it has", `{% if ${message}.priority == "high" or ${message}.department == "any" %}x{% endif %}`, []],
])("a value %s is compared with those of the contract", (_, text, issues) => {
  expect(inText(text)).toEqual(issues);
});

const values = (attribute: string, type: string, value: string) =>
  found(
    splitOf("which", `{{${message}.${attribute}}}`, [{ type, value, next: "note" }], "note"),
    set(""),
  ).map((line) =>
    line.replace(/^error attribute_value states\[1\]\.transitions\[1\]\.conditions\[0\]\.value /, ""),
  );

test.each([
  ["priority", "equal_to", "high!", [high]],
  ["priority", "not_equal_to", "urgent", [high.replace("high!", "urgent")]],
  ["priority", "matches_any_of", "high, lo, LOW", [high.replace("high!", "lo")]],
  ["priority | upcase", "equal_to", "high!", [high]],
  ["priority", "equal_to", " HIGH ", []],
  ["priority | default: 'none'", "equal_to", "none", []],
  ["priority", "equal_to", "{{flow.variables.x}}", []],
  ["priority", "contains", "hig", []],
  ["priority", "is_blank", "", []],
  ["department", "equal_to", "anything", []],
  ["vip", "equal_to", "yes", ['the attribute "vip" is never "yes"; it can be "true" or "false"']],
  ["vip", "equal_to", "true", []],
  ["level", "equal_to", "3", ['the attribute "level" is never "3"; it can be "1" or "2"']],
  ["level", "equal_to", "2", []],
])("a split on %s with %s %j", (attribute, type, value, issues) => {
  expect(values(attribute, type, value)).toEqual(issues);
});

test("a misspelt attribute of a split is reported at its input, with the widget and the nearest name", () => {
  const which = splitOf("which", `{{${call}.departmet}}`, [{ type: "equal_to", value: "x", next: "note" }]);
  expect(checkHandoffAttributes(exampleDefinition({ widgets: [which, set("")] }), payload)).toEqual([
    {
      code: "unknown_attribute",
      severity: "error",
      path: "states[1].properties.input",
      message: `widget "which": ${departmet}`,
      widget: "which",
      target: "departmet",
    },
  ]);
});

test("the flow check reports them with the contract only", () => {
  const which = splitOf("which", `{{${message}.departmet}}`, [
    { type: "equal_to", value: "x", next: "note" },
  ]);
  const flow = exampleDefinition({ startedBy: "incomingRequest", widgets: [which, set("team")] });

  expect(checkFlow(flow)).toEqual([]);
  expect(checkFlow(flow, { payload }).map(({ code }) => code)).toEqual(["unknown_attribute"]);
});

test.each([undefined, null, "text", {}, { properties: {} }, { properties: { attributes: true } }])(
  "with %j instead of a payload's schema nothing is found",
  (schema) => {
    expect(checkHandoffAttributes(exampleDefinition({ widgets: [set(`{{${message}.x}}`)] }), schema)).toEqual(
      [],
    );
  },
);

test.each([null, "text", { states: [1, null, {}] }])(
  "a definition that is %j has no issues",
  (definition) => {
    expect(checkHandoffAttributes(definition, payload)).toEqual([]);
  },
);
