// The check is given whatever JSON a file contains.

import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFlow } from "./check.ts";

const near = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    ...[
      "Trigger",
      "flex",
      "{{ a",
      "{{widgets.a.b | c}}",
      "{% if x %}",
      "{{flow.variables.x}}",
      "{{trigger.call[0]}}",
    ],
    ...[
      "match",
      "failed",
      "incomingMessage",
      "regex",
      "equal_to",
      "(",
      "/a/",
      "http://a:b@c/?token=1a2b3c4d5e",
    ],
    ...[
      "split-based-on",
      "send-to-flex",
      "set-variables",
      "send-and-wait-for-reply",
      "make-http-request",
      "trigger",
    ],
    ...["__proto__", "constructor", "toString", "$" + "{A}", ""],
  ),
);
const object = (...keys: string[]) =>
  fc.oneof(near, fc.record(Object.fromEntries(keys.map((key) => [key, near])), { requiredKeys: [] }));
const conditions = fc.oneof(near, fc.array(object("arguments", "type", "value")));
const variables = fc.oneof(near, fc.array(object("key", "value")));
const state = fc.record(
  {
    name: near,
    type: near,
    properties: fc.oneof(
      object(
        "attributes",
        "input",
        "workflow",
        "say",
        "url",
        "body",
        "content_type",
        "toString",
        "__proto__",
      ),
      fc.record({ variables, parameters: variables }),
    ),
    transitions: fc.oneof(near, fc.array(fc.record({ event: near, next: near, conditions }))),
  },
  { requiredKeys: [] },
);
const anything = fc.record({ states: fc.oneof(near, fc.array(state)), initial_state: near });

test("the check never throws, whatever the JSON, and every issue has a message", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue()), (definition) => {
      for (const { message, code } of checkFlow(definition)) expect(message.length, code).toBeGreaterThan(10);
    }),
    { numRuns: 300 },
  );
});

const noText = { toString: 0 };

test.each([
  ["the type of a condition", { type: noText, arguments: ["{{a.b}}"], value: "x" }],
  ["the value of a condition", { type: "equal_to", arguments: ["{{a.b}}"], value: noText }],
  ["the argument of a condition", { type: "equal_to", arguments: [noText], value: "x" }],
])("%s that String cannot convert is an issue", (_, condition) => {
  const properties = { input: "{{a.b}}", content_type: noText, body: "{", attributes: noText };
  for (const type of ["split-based-on", "make-http-request", "set-variables"]) {
    const transitions = [{ event: "match", next: "a", conditions: [condition] }];
    const states = [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingMessage", next: "a" }],
        properties: {},
      },
      {
        name: "a",
        type,
        transitions,
        properties: { ...properties, variables: [{ key: noText, value: noText }] },
      },
    ];
    expect(checkFlow({ states, initial_state: "Trigger" }).length).toBeGreaterThan(0);
  }
});

test("the order of keys does not affect the issues", { timeout: 60_000 }, () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).toReversed();
    return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
  };
  fc.assert(
    fc.property(anything, (definition) => {
      expect(checkFlow(reversed(definition))).toEqual(checkFlow(definition));
    }),
    { numRuns: 100 },
  );
});
