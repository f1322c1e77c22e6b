import { fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { formatPropertyPath } from "../../values/propertyPath.ts";
import { pathByName, pathKeys, valueAt } from "./problemPath.ts";

const condition = (value: string) => ({
  friendly_name: value,
  arguments: ["{{old}}"],
  type: "equal_to",
  value,
});

const stored = toCanonical({
  initial_state: "Trigger",
  states: [
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingCall", next: "menu" }],
      properties: {},
    },
    {
      name: "menu",
      type: "split-based-on",
      transitions: [
        { event: "noMatch", next: "ask" },
        { event: "match", next: "ask", conditions: [condition("1")] },
        { event: "match", next: "ask", conditions: [condition("2")] },
      ],
      properties: { input: "{{x}}" },
    },
    {
      name: "ask",
      type: "make-http-request",
      transitions: [],
      properties: { parameters: [{ key: "b.c", value: "1" }], other: [{ x: 1 }] },
    },
  ],
});
const checked = fromCanonical(stored);

test.each([
  ["states[2].transitions[0].next", "states.menu.transitions.noMatch"],
  ["states[2].transitions[2].next", "states.menu.match[1].next"],
  ["states[2].transitions[2].conditions[0].value", "states.menu.match[1].value"],
  ["states[2].transitions[2]", "states.menu.match[1]"],
  ["states[2].properties.input", "states.menu.properties.input"],
  ["states[1].properties.parameters[0].value", 'states.ask.properties.parameters["b.c"].value'],
  ["states[1].properties.other[0].x", "states.ask.properties.other[0].x"],
  ["states[1]", "states.ask"],
  ["states[9].name", "states[9].name"],
  ["initial_state", "initial_state"],
  ["", ""],
])("a problem at %s is reported at %s", (path, reported) => {
  expect(formatPropertyPath(pathByName(stored, checked, pathKeys(path)))).toBe(reported);
});

test("where widgets cannot be told apart by name, the path counts them", () => {
  const flow = toCanonical({ states: [{ name: "a" }, { name: "a" }] } as unknown);
  expect(pathByName(flow, fromCanonical(flow), ["states", 1, "name"])).toEqual(["states", 1, "name"]);
});

test("keys that are not names are quoted in a path, and found", () => {
  expect(pathKeys('states[0].properties["a \\"b\\".c"].d')).toEqual([
    "states",
    0,
    "properties",
    'a "b".c',
    "d",
  ]);
  expect(valueAt({ a: [{ "b.c": 1 }] }, ["a", 0, "b.c"])).toBe(1);
  expect(valueAt({ a: [] }, ["a", "length"])).toBeUndefined();
  expect(valueAt({}, ["constructor"])).toBeUndefined();
});
