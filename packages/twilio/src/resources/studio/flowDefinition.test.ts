// What check and diff say of a flow's definition.

import { fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { isError } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { diff } from "../../provider/diff.ts";
import { checked, flow, greeting } from "../../testing/greetingFlow.ts";
import { formatPropertyPath } from "../../values/propertyPath.ts";
import { flowResource } from "./flow.ts";

test("the order of widgets, positions and formatting are not a difference", () => {
  const olds = checked({ friendlyName: "Greeting", definition: greeting() });
  const moved = structuredClone(greeting());
  for (const state of moved.states) state.properties.offset = { x: 500, y: 500 };
  const reversed = { ...moved, states: moved.states.toReversed() };

  for (const definition of [reversed, JSON.stringify(reversed, null, 4)]) {
    const news = checked({ friendlyName: "Greeting", definition });
    expect(diff(flow, "FW", olds, news)).toEqual({ differences: [], replaces: [] });
  }
});

/** The greeting with a menu of numbers before it and variables after it. */
function menu({ numbers = ["1", "2"], variables = { a: "1", b: "2" } as Record<string, string> } = {}) {
  const { states, ...definition } = greeting({ next: "menu" });
  const [trigger, greet] = states;
  const match = numbers.map((value) => ({
    event: "match",
    next: "greet",
    conditions: [{ friendly_name: value, arguments: ["{{trigger.call.From}}"], type: "equal_to", value }],
  }));
  return {
    ...definition,
    states: [
      trigger,
      {
        name: "menu",
        type: "split-based-on",
        transitions: [{ event: "noMatch", next: "note" }, ...match],
        properties: { input: "{{trigger.call.From}}" },
      },
      {
        name: "note",
        type: "set-variables",
        transitions: [{ event: "next", next: "greet" }],
        properties: { variables: Object.entries(variables).map(([key, value]) => ({ key, value })) },
      },
      greet,
    ],
  };
}

test.each([
  ["a condition put in front", { numbers: ["0", "1", "2"] }, "add menu.match[0]"],
  ["the first condition taken away", { numbers: ["2"] }, "delete menu.match[0]"],
  [
    "a condition of another value",
    { numbers: ["1", "3"] },
    "update menu.match[1].friendly_name, update menu.match[1].value",
  ],
  ["conditions in another order", { numbers: ["2", "1"] }, "delete menu.match[0], add menu.match[1]"],
  [
    "a variable put in front",
    { variables: { new: "0", a: "1", b: "2" } },
    "add note.properties.variables.new",
  ],
  [
    "a variable of another value",
    { variables: { b: "3", a: "1" } },
    "update note.properties.variables.b.value",
  ],
  ["variables in another order", { variables: { b: "2", a: "1" } }, ""],
])("%s is shown at its path, and nothing else", (_, change, shown) => {
  const [olds, news] = [menu(), menu(change)].map((definition) => checked({ friendlyName: "x", definition }));
  const found = diff(flow, "FW", olds ?? {}, news ?? {}).differences;
  expect(
    found
      .map(({ kind, path }) => `${kind} ${formatPropertyPath(path).replace("definition.states.", "")}`)
      .join(", "),
  ).toBe(shown);
});

test("a definition stored with its variables in a list is not a difference", () => {
  const news = checked({ friendlyName: "x", definition: menu() });
  const olds = structuredClone(news) as { definition: { states: Record<string, { properties: object }> } };
  const { note } = olds.definition.states;
  if (note)
    note.properties = {
      variables: [
        { key: "b", value: "2" },
        { key: "a", value: "1" },
      ],
    };

  expect(diff(flow, "FW", olds, news).differences).toEqual([]);
});

test("a changed text is a difference at the widget's property", () => {
  const olds = checked({ friendlyName: "Greeting", definition: greeting() });
  const news = checked({ friendlyName: "Greeting", definition: greeting({ say: "Good day" }) });
  expect(diff(flow, "FW", olds, news).differences).toEqual([
    { path: ["definition", "states", "greet", "properties", "say"], kind: "update" },
  ]);
});

test("a transition to a widget that is not there is a problem that names both, at the event by name", () => {
  const { problems } = check(flow, { friendlyName: "Greeting", definition: greeting({ next: "gret" }) });
  expect(problems.filter(isError)).toEqual([
    {
      path: ["definition", "states", "Trigger", "transitions", "incomingCall"],
      message:
        'widget "Trigger": event "incomingCall" leads to "gret", which is not in this flow; did you mean "greet"?',
    },
  ]);
});

test("what the check only warns of is a warning, with the widget by name", () => {
  const message = 'widget "greet": says nothing new';
  const warning = { severity: "warning", path: "states[1].properties.say", message } as const;
  const warned = flowResource({ checkFlow: () => [warning], fromCanonical, toCanonical });

  const { problems } = check(warned, { friendlyName: "x", definition: greeting() });

  const path = ["definition", "states", "greet", "properties", "say"];
  expect(problems).toEqual([{ path, message, severity: "warning" }]);
});

test.each([
  ["no JSON", "is not valid JSON"],
  ['"a text in JSON"', "is not valid JSON"],
  ["[1]", "the definition: it must be an object, got a list"],
  ["null", "the definition: it must be an object, got null"],
])("the definition %s is a problem, not a crash", (definition, message) => {
  expect(check(flow, { friendlyName: "x", definition }).problems).toEqual([
    { path: ["definition"], message },
  ]);
});
