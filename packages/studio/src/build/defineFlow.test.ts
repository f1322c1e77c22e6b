import { expect, test } from "vitest";
import { sayPlay, split } from "./build.ts";
import { defineFlow, otherFlow } from "./defineFlow.ts";
import { asExported, otherWidget } from "./otherWidget.ts";
import { missingWidget } from "./widgetSpec.ts";

const end = sayPlay({ say: "Bye." });

test("a flow without flags allows concurrent calls", () => {
  const flow = { trigger: { incomingCall: "end" }, widgets: { end } } as const;

  expect(defineFlow(flow).flags).toEqual({ allow_concurrent_calls: true });
  expect(defineFlow({ ...flow, flags: { allow_concurrent_calls: false } }).flags).toEqual({
    allow_concurrent_calls: false,
  });
  expect(defineFlow({ ...flow, flags: "none" })).not.toHaveProperty("flags");
  expect(defineFlow(flow)).not.toHaveProperty("description");
});

test("a widget with a position keeps it, and the layout places the others", () => {
  const { states } = defineFlow({
    trigger: { incomingCall: "hello" },
    widgets: { hello: sayPlay({ say: "Hello.", next: "end" }), end },
    offsets: { Trigger: { x: -40, y: 10 }, end: { x: 700, y: 5 } },
  });

  expect(states.map(({ name, properties }) => [name, properties.offset])).toEqual([
    ["Trigger", { x: -40, y: 10 }],
    ["hello", expect.objectContaining({ y: expect.any(Number) })],
    ["end", { x: 700, y: 5 }],
  ]);
});

test("keys besides Studio's own are kept", () => {
  const flow = defineFlow({ trigger: {}, widgets: {}, otherKeys: { status: "published", timeout: 3600 } });

  expect(flow).toMatchObject({ status: "published", timeout: 3600, initial_state: "Trigger" });
});

test("the error lists every name that Studio's Liquid cannot read, and every position without a widget", () => {
  const names = { "ask name": end, "1st": end, ok: end, Trigger: end };

  expect(() => defineFlow({ trigger: {}, widgets: names, offsets: { gone: { x: 0, y: 0 } } })).toThrow(
    new Error(
      'widget "ask name": a name consists of letters, digits, _ and -, and starts with a letter; ' +
        'widget "1st": a name consists of letters, digits, _ and -, and starts with a letter; ' +
        'widget "Trigger": the trigger already has this name; choose another; ' +
        'offsets: there is no widget "gone"',
    ),
  );
});

test("a flow can start at a trigger with another name, or at no trigger", () => {
  const flow = otherFlow({
    initial_state: "Start",
    widgets: { Start: otherWidget({ type: "trigger", properties: {}, on: { incomingCall: "end" } }), end },
  });

  expect(flow.initial_state).toBe("Start");
  expect(flow.states.map(({ name, type }) => [name, type])).toEqual([
    ["Start", "trigger"],
    ["end", "say-play"],
  ]);
  expect(flow.states[0]?.transitions).toContainEqual({ event: "incomingCall", next: "end" });
});

test("a widget of an unknown type lists the given events, one of a type in the table every event", () => {
  const { transitions } = otherWidget({
    type: "hours",
    properties: {},
    on: { open: "end", closed: undefined },
  });
  const known = otherWidget({ type: "send-message", properties: { body: 1 }, on: { bounced: "end" } });

  expect(transitions).toEqual([{ event: "open", next: "end" }, { event: "closed" }]);
  expect(known.transitions.map(({ event, next }) => [event, next])).toEqual([
    ["sent", undefined],
    ["failed", undefined],
    ["bounced", "end"],
  ]);
});

test("an exported widget is kept exactly", () => {
  const exported = {
    type: "say-play",
    transitions: [
      { event: "audioComplete", next: "end", name: "old" },
      { event: "audioComplete", next: "nobody" },
    ],
    properties: { say: "Hello." },
    comment: "kept",
  };
  const { states } = defineFlow({ trigger: {}, widgets: { hello: asExported(exported), end } });

  expect(states[1]).toEqual({
    name: "hello",
    ...exported,
    properties: { say: "Hello.", offset: expect.anything() },
  });
});

test("a missing widget is named in the definition, and exported conditions are kept unchanged", () => {
  const { states } = defineFlow({
    trigger: { incomingCall: missingWidget("nobody") },
    widgets: {
      choose: split({
        input: "{{x}}",
        match: [
          {
            conditions: [{ friendly_name: "old", arguments: ["{{old}}"], type: "equal_to", value: "1" }],
            next: missingWidget("gone"),
          },
        ],
        noMatch: undefined,
      }),
    },
  });

  expect(states[0]?.transitions).toContainEqual({ event: "incomingCall", next: "nobody" });
  expect(states[1]?.transitions[1]).toEqual({
    event: "match",
    next: "gone",
    conditions: [{ friendly_name: "old", arguments: ["{{old}}"], type: "equal_to", value: "1" }],
  });
});
