import fc from "fast-check";
import { expect, test } from "vitest";
import { sameDefinition, toCanonical } from "../canonical/canonical.ts";
import type { FlowDefinition } from "../definition/definition.ts";
import { diffFlows } from "./diffFlows.ts";
import { callFlow, changed, condition } from "./testing/testFlow.ts";
import { wildFlow } from "./testing/wildFlow.ts";

/** Returns the changes after a property of a widget is set. */
function afterSetting(name: string, properties: Record<string, unknown>) {
  return diffFlows(
    callFlow(),
    changed(name, (widget) => {
      Object.assign(widget.properties, properties);
    }),
  );
}

test("positions, formatting, unconnected events, default types and any order except of conditions are not changes", () => {
  const flow = changed("note", ({ properties }) => {
    properties.variables = [
      { type: "string", value: "{{widgets.ask.Digits}}", key: "digits", index: "0" },
      { key: "team", value: "sales" },
    ];
    properties.offset = { x: 5, y: 5 };
  });
  const [trigger] = flow.states;
  trigger?.transitions.push({ event: "incomingRequest" }, { event: "incomingParent", next: "" });
  const { states, ...rest } = flow;
  const reversed = { states: states.toReversed(), ...rest };

  expect(diffFlows(callFlow(), JSON.parse(JSON.stringify(reversed, null, 7)))).toEqual([]);
  expect(diffFlows(callFlow(), toCanonical(reversed))).toEqual([]);
});

test("a property that was changed, added or removed is reported with both values", () => {
  expect(afterSetting("sorry", { say: "Goodbye." })).toEqual([
    {
      kind: "changed",
      subject: "property",
      widget: "sorry",
      path: 'states["sorry"].properties.say',
      before: "We are sorry, nobody can take your call right now.",
      after: "Goodbye.",
    },
  ]);
  expect(afterSetting("sorry", { loop: undefined, voice: "Polly.Amy" })).toMatchObject([
    { kind: "removed", path: 'states["sorry"].properties.loop', before: 1 },
    { kind: "added", path: 'states["sorry"].properties.voice', after: "Polly.Amy" },
  ]);
  expect(afterSetting("ask", { timeout: "5" })).toMatchObject([{ before: 5, after: "5" }]);
});

test("JSON inside a string is compared member by member, with its Liquid", () => {
  const attributes =
    '{"level":2,"name":"{{trigger.call.To}}","team":"{{flow.variables.team}}","tags":["a",{{x | to_json}}]}';

  expect(afterSetting("to_flex", { attributes })).toEqual(
    [
      { kind: "changed", at: "name", before: "{{trigger.call.From}}", after: "{{trigger.call.To}}" },
      {
        kind: "changed",
        at: "team",
        before: "{{flow.variables.team | to_json}}",
        after: "{{flow.variables.team}}",
      },
      { kind: "changed", at: "level", before: 1, after: 2 },
      { kind: "added", at: "tags", after: ["a", "{{x | to_json}}"] },
    ].map(({ at, ...change }) => ({
      subject: "property",
      widget: "to_flex",
      path: `states["to_flex"].properties.attributes.${at}`,
      ...change,
    })),
  );
});

test("a string that contains the same JSON in a different format is reported as such", () => {
  const attributes = '{"level":1,"team":{{flow.variables.team | to_json}},"name":"{{trigger.call.From}}"}';
  expect(afterSetting("to_flex", { attributes })).toMatchObject([
    { kind: "changed", path: 'states["to_flex"].properties.attributes', formatting: true },
  ]);
});

test("a string that is not JSON on one side is compared as a whole", () => {
  expect(afterSetting("to_flex", { attributes: '{"name": ' })).toMatchObject([
    { path: 'states["to_flex"].properties.attributes', after: '{"name": ' },
  ]);
});

test("variables are reported by key, with the value or the type that changed", () => {
  const variables = [
    { key: "new", value: "1" },
    { key: "digits", value: "{{widgets.ask.Digits}}", type: "json_object" },
  ];
  expect(afterSetting("note", { variables })).toMatchObject([
    { kind: "added", path: 'states["note"].properties.variables.digits.type', after: "json_object" },
    { kind: "removed", path: 'states["note"].properties.variables.team', before: { value: "sales" } },
    { kind: "added", path: 'states["note"].properties.variables.new', after: { value: "1" } },
  ]);
});

test("variables that read each other are also reported by key, and their order matters", () => {
  const a = { key: "a", value: "1" };
  const b = { key: "b", value: "{{flow.variables.a}}" };
  const withVariables = (...variables: object[]) =>
    changed("note", ({ properties }) => Object.assign(properties, { variables }));

  expect(diffFlows(withVariables(a), withVariables(b, a))).toMatchObject([
    { kind: "added", path: 'states["note"].properties.variables.b' },
  ]);
  expect(diffFlows(withVariables(a, b), withVariables(b, a))).toMatchObject([
    { kind: "moved", path: 'states["note"].properties.variables', before: ["a", "b"], after: ["b", "a"] },
  ]);
});

test("an element inserted at the front of a list is one addition", () => {
  const listed = (...participants: unknown[]) =>
    changed("sorry", ({ properties }) => Object.assign(properties, { participants }));
  expect(diffFlows(listed({ a: 1 }, { b: 1 }), listed({ c: 1 }, { a: 1 }, { b: 2 }))).toMatchObject([
    { kind: "added", path: 'states["sorry"].properties.participants[0]', after: { c: 1 } },
    { kind: "changed", path: 'states["sorry"].properties.participants[2].b', before: 1, after: 2 },
  ]);
});

test("a transition is reported with its event and its new and old target", () => {
  const flow = changed("ask", (widget) => {
    widget.transitions = [
      { event: "keypress", next: "note" },
      { event: "speech", next: "menu" },
      { event: "timeout" },
    ];
  });
  expect(diffFlows(callFlow(), flow)).toEqual(
    [
      { kind: "changed", event: "keypress", before: "menu", after: "note" },
      { kind: "removed", event: "timeout", before: "sorry" },
      { kind: "added", event: "speech", after: "menu" },
    ].map((change) => ({
      subject: "transition",
      widget: "ask",
      path: `states["ask"].transitions.${change.event}`,
      ...change,
    })),
  );
});

test("widgets that were added, removed or changed in type are reported with the transitions to them", () => {
  const flow = changed("menu", ({ transitions }) => {
    transitions[0] = { event: "noMatch", next: "bye" };
  });
  flow.states = flow.states.filter(({ name }) => name !== "sorry");
  flow.states.push({ name: "bye", type: "fork-stream", transitions: [], properties: {} });
  const note = flow.states.find(({ name }) => name === "note");
  if (note) note.type = "brand-new-widget";

  expect(diffFlows(callFlow(), flow).map(({ kind, subject, path }) => `${kind} ${subject} ${path}`)).toEqual([
    'added widget states["bye"]',
    'changed transition states["menu"].transitions.noMatch',
    'changed type states["note"].type',
    'removed widget states["sorry"]',
  ]);
});

test("settings of the flow as a whole come first, without a widget", () => {
  const { flags: _, ...flow } = { ...callFlow(), description: "Other", initial_state: "ask", note: 1 };
  expect(diffFlows(callFlow(), flow)).toEqual([
    {
      kind: "changed",
      subject: "flow",
      path: "description",
      before: "Asks and hands over",
      after: "Other",
    },
    { kind: "removed", subject: "flow", path: "flags", before: { allow_concurrent_calls: true } },
    { kind: "changed", subject: "flow", path: "initial_state", before: "Trigger", after: "ask" },
    { kind: "added", subject: "flow", path: "note", after: 1 },
  ]);
});

test("everything in a new flow is added, and everything in a deleted flow removed", () => {
  const names = callFlow().states.map(({ name }) => name);
  const kinds = (changes: ReturnType<typeof diffFlows>) =>
    changes.filter(({ subject }) => subject === "widget").map(({ kind, widget }) => [kind, widget]);

  expect(kinds(diffFlows(undefined, callFlow()))).toEqual(names.toSorted().map((name) => ["added", name]));
  expect(kinds(diffFlows(callFlow(), undefined))).toEqual(names.toSorted().map((name) => ["removed", name]));
});

test("widgets with the same name are numbered from the second one on", () => {
  const twice = { ...callFlow(), states: callFlow().states.map((state) => ({ ...state, name: "same" })) };
  const other = structuredClone(twice);
  Object.assign(other.states[5]?.properties ?? {}, { loop: 2 });

  expect(diffFlows(twice, other)).toMatchObject([
    { subject: "property", path: 'states["same (6)"].properties.loop', before: 1, after: 2 },
  ]);
  const doubled = { ...callFlow(), states: [...callFlow().states, ...callFlow().states.slice(-1)] };
  expect(diffFlows(callFlow(), doubled)).toMatchObject([{ kind: "added", widget: "sorry (2)" }]);
});

test("states without a name are reported by index", () => {
  const nameless = (say: string) => ({
    initial_state: "a",
    states: [{ type: "say-play", properties: { say } }],
  });
  expect(diffFlows(nameless("one"), nameless("two"))).toMatchObject([
    { subject: "flow", path: "states[0].properties.say", before: "one", after: "two" },
  ]);
});

test("the comparison never throws, whatever the JSON", () => {
  const json = fc.jsonValue({ maxDepth: 2 });
  const shape = fc.nat(4);
  fc.assert(
    fc.property(json, json, shape, wildFlow, (a, b, which, flow) => {
      const state = { name: "a", type: a, properties: b, transitions: a, match: b };
      const shapes = [a, { states: a }, { states: { a, b } }, { states: [state] }, { states: { a: state } }];
      const other = shapes[which];

      expect(() => diffFlows(other, flow)).not.toThrow();
      expect(() => diffFlows(flow, other)).not.toThrow();
      expect(diffFlows(other, structuredClone(other))).toEqual([]);
    }),
  );
});

test("there are no changes exactly if two flows are the same definition", () => {
  fc.assert(
    fc.property(wildFlow, wildFlow, (one, other) => {
      expect(diffFlows(one, other).length === 0).toBe(sameDefinition(one, other));
      expect(diffFlows(one, toCanonical(one))).toEqual([]);
    }),
  );
});

const mutations: Record<string, (flow: FlowDefinition, index: number) => void> = {
  "a property": ({ states }, index) =>
    Object.assign(states[index]?.properties ?? {}, { text: "another text" }),
  "a new property": ({ states }, index) => Object.assign(states[index]?.properties ?? {}, { fresh: [1] }),
  "a transition": ({ states }, index) =>
    states[index]?.transitions.push({ event: "fresh", next: "anywhere" }),
  "a type": ({ states }, index) => Object.assign(states[index] ?? {}, { type: "another-type" }),
  "a condition": ({ states }, index) => states[index]?.transitions.push(condition("regex", "9")),
  "removal of the widget": ({ states }, index) => states.splice(index, 1),
};

test("any change to a widget is reported with its name", () => {
  fc.assert(
    fc.property(wildFlow, fc.nat(), fc.constantFrom(...Object.keys(mutations)), (flow, seed, mutation) => {
      const index = seed % flow.states.length;
      const mutated = structuredClone(flow);
      mutations[mutation]?.(mutated, index);

      const changes = diffFlows(flow, mutated);

      expect(changes.map(({ widget }) => widget)).toContain(flow.states[index]?.name);
    }),
    { numRuns: 200 },
  );
});
