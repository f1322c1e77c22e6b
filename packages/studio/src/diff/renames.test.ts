import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowDefinition } from "../definition/definition.ts";
import { diffFlows } from "./diffFlows.ts";
import { callFlow, changed } from "./testing/testFlow.ts";
import { renamed, wildFlow } from "./testing/wildFlow.ts";

/** Summarizes the changes: `renamed ask to ask_digits`, `changed states["…"]…`. */
function summary(before: FlowDefinition, after: FlowDefinition): string[] {
  return diffFlows(before, after).map(({ kind, subject, path, before: old, after: now }) => {
    if (kind === "renamed") return `renamed ${old} to ${now}`;
    return subject === "widget" ? `${kind} ${path}` : `${kind} ${path}: ${old} to ${now}`;
  });
}

test("a renamed widget is one change, including the transitions and the Liquid that follow it", () => {
  expect(diffFlows(callFlow(), renamed(callFlow(), { ask: "ask_digits" }))).toEqual([
    {
      kind: "renamed",
      subject: "widget",
      widget: "ask_digits",
      path: 'states["ask_digits"]',
      before: "ask",
      after: "ask_digits",
    },
  ]);
  expect(summary(callFlow(), renamed(callFlow(), { Trigger: "Start" }))).toEqual([
    "renamed Trigger to Start",
  ]);
});

test("renaming any widget of any flow everywhere is one change", () => {
  fc.assert(
    fc.property(wildFlow, fc.nat(), (flow, seed) => {
      const name = flow.states[seed % flow.states.length]?.name ?? "";
      expect(summary(flow, renamed(flow, { [name]: "quite_another" }))).toEqual([
        `renamed ${name} to quite_another`,
      ]);
    }),
    { numRuns: 200 },
  );
});

test("a prefix on every widget is one rename per widget and nothing else", () => {
  const names = callFlow().states.map(({ name }) => name);
  const prefixed = Object.fromEntries(names.map((name) => [name, `call_${name}`]));

  expect(summary(callFlow(), renamed(callFlow(), prefixed))).toEqual(
    names
      .map((name) => `renamed ${name} to call_${name}`)
      .toSorted((a, b) => (afterTo(a) < afterTo(b) ? -1 : 1)),
  );
});

function afterTo(line: string): string {
  return line.split(" to ")[1] ?? "";
}

test("other changes to a renamed widget are reported under its new name", () => {
  const flow = renamed(
    changed("sorry", ({ properties }) => Object.assign(properties, { loop: 2 })),
    { sorry: "apology" },
  );
  expect(summary(callFlow(), flow)).toEqual([
    "renamed sorry to apology",
    'changed states["apology"].properties.loop: 1 to 2',
  ]);
});

test("a reference that did not follow the rename is a change", () => {
  const flow = renamed(callFlow(), { sorry: "apology" });
  const ask = flow.states.find(({ name }) => name === "ask");
  for (const transition of ask?.transitions ?? [])
    if (transition.event === "timeout") transition.next = "sorry";

  expect(summary(callFlow(), flow)).toEqual([
    "renamed sorry to apology",
    'changed states["ask"].transitions.timeout: apology to sorry',
  ]);
});

test("text that only looks like a reference does not follow a rename", () => {
  const said = (text: string) =>
    changed("sorry", ({ properties }) => Object.assign(properties, { say: text }));
  const before = said(
    'widgets.ask.x {{ "widgets.ask.x" }} {{ my.widgets.ask }} {{widgets.ask_2}} {{ widgets["ask"].x }}',
  );
  const after = said(
    'widgets.ask.x {{ "widgets.ask.x" }} {{ my.widgets.ask }} {{widgets.ask_2}} {{ widgets["q"].x }}',
  );
  const renamedOnly = renamed(
    { ...after, states: after.states.filter(({ name }) => name !== "sorry") },
    { ask: "q" },
  );
  const [sorry] = after.states.slice(-1);

  expect(
    summary(before, { ...renamedOnly, states: [...renamedOnly.states, ...(sorry ? [sorry] : [])] }),
  ).toEqual(["renamed ask to q"]);
});

test("two widgets that swap names are two renames", () => {
  expect(summary(callFlow(), renamed(callFlow(), { ask: "sorry", sorry: "ask" }))).toEqual([
    "renamed sorry to ask",
    "renamed ask to sorry",
  ]);
});

test("a chain of names, where one widget has another's old name, is as many renames", () => {
  expect(summary(callFlow(), renamed(callFlow(), { ask: "menu", menu: "note", note: "remember" }))).toEqual([
    "renamed ask to menu",
    "renamed menu to note",
    "renamed note to remember",
  ]);
});

test("a widget that takes the name of a removed one is distinguished from it", () => {
  const flow = renamed(callFlow(), { sorry: "note", note: "gone" });
  flow.states = flow.states.filter(({ name }) => name !== "gone");
  const menu = flow.states.find(({ name }) => name === "menu");
  for (const transition of menu?.transitions ?? [])
    if (transition.next === "gone") transition.next = "to_flex";

  expect(summary(callFlow(), flow)).toEqual([
    'changed states["menu"].match["equal_to 1"].next: note (removed) to to_flex',
    "renamed sorry to note",
    'removed states["note"]',
  ]);
});

test("two widgets with swapped texts have kept their names", () => {
  const flow = callFlow();
  const other = {
    name: "bye",
    type: "say-play",
    transitions: [],
    properties: { say: "Goodbye and thank you." },
  };
  const before = { ...flow, states: [...flow.states, other] };
  const after = structuredClone(before);
  const [sorry, bye] = after.states.slice(-2);
  if (sorry && bye) [sorry.properties.say, bye.properties.say] = [bye.properties.say, sorry.properties.say];

  expect(diffFlows(before, after).map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'changed states["bye"].properties.say',
    'changed states["sorry"].properties.say',
  ]);
});

test("a removed and an added widget of the same type with nothing in common are not a rename", () => {
  const flow = changed("sorry", (widget) => {
    widget.name = "advert";
    widget.properties = { play: "https://example.com/jingle.mp3", loop: 3 };
  });
  for (const state of flow.states)
    for (const transition of state.transitions) if (transition.next === "sorry") delete transition.next;

  const widgets = diffFlows(callFlow(), flow).filter(({ subject }) => subject === "widget");
  expect(widgets.map(({ kind, widget }) => `${kind} ${widget}`)).toEqual(["added advert", "removed sorry"]);
});

test("of two new widgets that could be the old one, the one with the more similar name is chosen", () => {
  const flow = callFlow();
  const [sorry] = flow.states.slice(-1);
  const copies = ["zzz", "sorry_2"].map((name) => ({ ...structuredClone(sorry), name }));
  const states = flow.states.filter(({ name }) => name !== "sorry");
  const lone = { ...flow, states: states.map((state) => ({ ...state, transitions: [] })) };
  const before = { ...lone, states: [...lone.states, sorry] };

  for (const order of [copies, copies.toReversed()])
    expect(
      diffFlows(before, { ...lone, states: [...lone.states, ...order] }).map(({ kind, widget }) => [
        kind,
        widget,
      ]),
    ).toEqual([
      ["renamed", "sorry_2"],
      ["added", "zzz"],
    ]);
});

test("identical widgets with new names are distinguished by the transitions to them", () => {
  const twin = (name: string) => ({
    name,
    type: "say-play",
    transitions: [],
    properties: { say: "Thanks." },
  });
  const flow = (first: string, second: string) => ({
    initial_state: "Trigger",
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [
          { event: "incomingCall", next: first },
          { event: "incomingMessage", next: second },
        ],
        properties: {},
      },
      twin(first),
      twin(second),
    ],
  });
  expect(summary(flow("a", "b"), flow("y", "x"))).toEqual(["renamed b to x", "renamed a to y"]);
});

test("any swap of names always results in the same changes, and every widget is accounted for", () => {
  fc.assert(
    fc.property(wildFlow, fc.nat(), (flow, seed) => {
      const names = flow.states.map(({ name }) => name);
      const rotated = Object.fromEntries(
        names.map((name, index) => [name, names[(index + seed) % names.length] ?? name]),
      );
      const after = renamed(flow, rotated);

      const changes = diffFlows(flow, after);

      expect(diffFlows(structuredClone(flow), { ...after, states: after.states.toReversed() })).toEqual(
        changes,
      );
      const olds = changes.filter(({ kind }) => kind === "renamed").map(({ before }) => before);
      expect(new Set(olds).size).toBe(olds.length);
    }),
    { numRuns: 200 },
  );
});
