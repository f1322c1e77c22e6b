import { expect, test } from "vitest";
import type { FlowDefinition, Widget } from "../definition/definition.ts";
import { fromCanonical, sameDefinition, toCanonical } from "./canonical.ts";

const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"; // Pulumi's placeholder for an unknown value

const definition: FlowDefinition = {
  description: "Sales or support",
  states: [
    {
      name: "choose",
      type: "split-based-on",
      transitions: [
        { event: "noMatch" },
        {
          event: "match",
          next: "note",
          conditions: [{ friendly_name: "sales", arguments: ["{{x}}"], type: "contains", value: "sales" }],
        },
        {
          event: "match",
          conditions: [{ friendly_name: "stale", arguments: ["{{old}}"], type: "equal_to", value: "1" }],
        },
      ],
      properties: { input: "{{x}}", offset: { x: 10, y: 20 } },
    },
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingCall", next: "choose" }, { event: "incomingMessage" }],
      properties: { offset: { x: 0, y: 0 } },
    },
    {
      name: "note",
      type: "set-variables",
      transitions: [{ event: "next", next: "" }],
      properties: { variables: [{ value: "1", type: "string", key: "a", index: "0" }] },
    },
  ],
  initial_state: "Trigger",
  flags: { allow_concurrent_calls: true },
};

const canonical = {
  description: "Sales or support",
  flags: { allow_concurrent_calls: true },
  initial_state: "Trigger",
  offsets: { Trigger: { x: 0, y: 0 }, choose: { x: 10, y: 20 } },
  states: {
    Trigger: { properties: {}, transitions: { incomingCall: "choose" }, type: "trigger" },
    choose: {
      match: [
        { friendly_name: "sales", next: "note", type: "contains", value: "sales" },
        { arguments: ["{{old}}"], friendly_name: "stale", type: "equal_to", value: "1" },
      ],
      properties: { input: "{{x}}" },
      transitions: {},
      type: "split-based-on",
    },
    note: { properties: { variables: { a: { value: "1" } } }, transitions: {}, type: "set-variables" },
  },
};

test("the canonical form has widgets by name, wired events only, positions apart and keys in order", () => {
  expect(JSON.stringify(toCanonical(definition))).toBe(JSON.stringify(canonical));
});

test("a canonical flow is unchanged, and a nearly canonical one is normalized", () => {
  expect(toCanonical(canonical)).toEqual(canonical);
  expect(
    toCanonical({
      states: {
        end: {
          type: "say-play",
          properties: { say: "x", offset: { x: 1, y: 2 } },
          transitions: { audioComplete: "" },
        },
      },
      initial_state: "end",
    }),
  ).toEqual({
    initial_state: "end",
    offsets: { end: { x: 1, y: 2 } },
    states: { end: { type: "say-play", properties: { say: "x" }, transitions: {} } },
  });
});

test("the conversion back lists every event, the first widget first, and puts arguments and positions back", () => {
  expect(fromCanonical(toCanonical(definition)).states).toEqual([
    {
      name: "Trigger",
      type: "trigger",
      transitions: [
        { event: "incomingMessage" },
        { event: "incomingCall", next: "choose" },
        { event: "incomingConversationMessage" },
        { event: "incomingRequest" },
        { event: "incomingParent" },
      ],
      properties: { offset: { x: 0, y: 0 } },
    },
    definition.states[0],
    {
      name: "note",
      type: "set-variables",
      transitions: [{ event: "next" }],
      properties: { variables: [{ key: "a", value: "1" }] },
    },
  ]);
});

test("positions do not make two definitions differ, the order of matches does", () => {
  const [choose, trigger, note] = definition.states as [Widget, Widget, Widget];
  const moved = { ...choose, properties: { ...choose.properties, offset: { x: 5, y: 5 } } };
  const swapped = { ...choose, transitions: choose.transitions.toReversed() };

  expect(sameDefinition(definition, { ...definition, states: [note, moved, trigger] })).toBe(true);
  expect(sameDefinition(definition, canonical)).toBe(true);
  expect(sameDefinition(definition, { ...definition, states: [swapped, trigger, note] })).toBe(false);
  expect(sameDefinition(definition, { ...definition, description: "" })).toBe(false);
});

test("transitions that a mapping cannot represent stay a list", () => {
  const twice = [
    { event: "failedToEnqueue", next: "a" },
    { event: "failedToEnqueue", next: "b" },
  ];
  const named = [{ event: "audioComplete", name: "old", next: "a" }];
  const flow = {
    states: [
      { name: "flex", type: "send-to-flex", transitions: twice, properties: {} },
      { name: "say", type: "say-play", transitions: named, properties: {} },
    ],
    initial_state: "flex",
  };

  const form = toCanonical(flow);

  expect(form).toMatchObject({ states: { flex: { transitions: twice }, say: { transitions: named } } });
  expect(fromCanonical(form)).toEqual(flow);
});

test("two widgets with the same name stay a list of states", () => {
  const states = [
    { name: "a", type: "trigger", transitions: [], properties: {} },
    { name: "a", type: "say-play", transitions: [], properties: {} },
  ];
  expect(toCanonical({ states, initial_state: "a" })).toEqual({ states, initial_state: "a", offsets: {} });
});

test("a match without exactly one condition keeps its conditions unchanged", () => {
  const conditions = [
    { type: "equal_to", value: "1" },
    { type: "equal_to", value: "2" },
  ];
  const flow = {
    states: [
      {
        name: "s",
        type: "split-based-on",
        transitions: [
          { event: "match", conditions },
          { event: "match", next: "s" },
        ],
        properties: {},
      },
    ],
    initial_state: "s",
  };

  const form = toCanonical(flow);

  expect(form).toMatchObject({ states: { s: { match: [{ conditions }, { next: "s" }] } } });
  expect(toCanonical(fromCanonical(form))).toEqual(form);
});

test("unknown keys at every level survive a round trip", () => {
  const flow = {
    $schema: "https://schemas.twilio.com/studio/draft/2019-09/flow-definition",
    states: [
      {
        name: "new",
        type: "brand-new-widget",
        colour: "red",
        transitions: [{ event: "done", next: "new" }],
        properties: { deep: { b: [1, null], a: { match: 1 } } },
      },
    ],
    initial_state: "new",
  };
  expect(fromCanonical(toCanonical(flow))).toEqual(flow);
});

test("an unknown value can be anywhere, in both forms", () => {
  const places = [definition, canonical].flatMap((flow) => pathsOf(flow).map((path) => ({ flow, path })));
  // An unconnected event and a variable's index have no meaning, known or not.
  for (const { flow, path } of places.filter(({ path }) => !["event", "index"].includes(path.at(-1) ?? ""))) {
    const later = replaced(flow, path);
    const form = toCanonical(later);
    expect(JSON.stringify(form), path.join(".")).toContain(unknownValue);
    expect(toCanonical(form), path.join(".")).toEqual(form);
    expect(() => fromCanonical(form)).not.toThrow();
  }
  expect(toCanonical(unknownValue)).toBe(unknownValue);
});

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...path, key],
    ...pathsOf(member, [...path, key]),
  ]);
}

function replaced(value: unknown, [key, ...rest]: string[]): unknown {
  if (key === undefined) return unknownValue;
  const members = Object.entries(value as object).map(([each, member]) => [
    each,
    each === key ? replaced(member, rest) : member,
  ]);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
