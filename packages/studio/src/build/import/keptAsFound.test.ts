// What the builder cannot express is kept, with a comment that says why.

import { expect, test } from "vitest";
import type { FlowDefinition } from "../../definition/definition.ts";
import { asExported, defineFlow, missingWidget, otherFlow, otherWidget } from "../build.ts";
import { a, imported, widgets } from "./testing/imported.ts";

test.each([
  [
    "an integer instead of a string",
    { type: "send-and-wait-for-reply", properties: { from: "", body: "?", timeout: 3600 } },
    "// Not valid for send-and-wait-for-reply: timeout: expected string, received number.\n    w: otherWidget({",
  ],
  [
    "an unknown property",
    { type: "say-play", properties: { say: "Hello.", speed: "slow" } },
    "// Not valid for say-play: speed is unknown.\n    w: otherWidget({",
  ],
  [
    "an unknown type",
    { type: "state-machine", properties: {} },
    "// Type state-machine is not in the table of widget types.\n    w: otherWidget({",
  ],
  [
    "a type known by name",
    { type: "create-task", properties: {} },
    "// Only the name of type create-task is known.\n    w: otherWidget({",
  ],
  [
    "an event of another type",
    { type: "run-function", properties: { url: "" }, transitions: [{ event: "failed", next: "w" }] },
    "// Not an event of run-function: failed.\n    w: otherWidget({",
  ],
  [
    "fewer properties than a maker writes",
    { type: "send-message", properties: { from: "", body: "" } },
    "// Its maker would add what this widget leaves out.\n    w: otherWidget({",
  ],
  [
    "an extra key",
    { type: "say-play", properties: { say: "Hello." }, comment: "*/ `" },
    "// As exported: it has keys that Studio's widgets do not have: comment.\n    w: asExported({",
  ],
  [
    "a transition with an extra key",
    {
      type: "say-play",
      properties: { say: "" },
      transitions: [{ event: "audioComplete", name: "old", next: "w" }],
    },
    "// As exported: a maker cannot express its transitions.\n    w: asExported({",
  ],
  [
    "an event listed twice",
    {
      type: "say-play",
      properties: { say: "" },
      transitions: [
        { event: "audioComplete", next: "w" },
        { event: "audioComplete", next: "gone" },
      ],
    },
    "// As exported: a maker cannot express its transitions.\n    w: asExported({",
  ],
  [
    "a split with an extra property",
    {
      type: "split-based-on",
      properties: { input: "{{x}}", trim: true },
      transitions: [{ event: "match", next: "w", conditions: [{ type: "equal_to" }] }],
    },
    "// As exported: not valid for split-based-on: trim is unknown.\n    w: asExported({",
  ],
  [
    "a transition to a missing widget",
    { type: "say-play", properties: { say: "" }, transitions: [{ event: "audioComplete", next: "gone" }] },
    '// Not a widget of this flow: gone.\n    w: sayPlay({ say: "", next: missingWidget("gone") })',
  ],
])("%s is kept, with a comment", (_, state, written) => {
  expect(imported(widgets({ name: "w", transitions: [], ...state }))).toContain(written);
});

test("only conditions that the editor would not write are kept as exported", () => {
  const conditions = (...said: Record<string, unknown>[]) => ({
    event: "match",
    next: "w",
    conditions: said,
  });
  const usual = { friendly_name: "If value equal_to 1", arguments: ["{{x}}"], type: "equal_to", value: "1" };
  const transitions = [
    { event: "noMatch" },
    conditions(usual),
    conditions({ ...usual, arguments: ["{{stale}}"] }),
    conditions({ friendly_name: "none", arguments: ["{{x}}"], type: "is_blank" }),
    conditions({ ...usual, type: "sounds_like" }),
    conditions(usual, usual),
    { event: "match", next: "w" },
  ];
  const source = imported(
    widgets({ name: "w", type: "split-based-on", transitions, properties: { input: "{{x}}" } }),
  );

  expect(source).toContain(
    "// Conditions that Studio's editor does not write are kept as exported.\n    w: split({",
  );
  expect(source).toContain('        { equal_to: "1", next: "w" },\n');
  expect(source.match(/conditions: \[/g)).toHaveLength(5);
  expect(source).toContain('        { conditions: [], next: "w" },\n');
});

test("keys of the definition that Studio's schema does not have are kept, and so are the flags", () => {
  const definition = widgets({ name: "w", type: "say-play", transitions: [], properties: { say: "" } });

  expect(imported({ ...definition, status: "published" } as FlowDefinition)).toContain(
    '  // Studio\'s schema does not have these keys, or not in this form.\n  otherKeys: { status: "published" },\n',
  );
  expect(imported({ ...definition, flags: { allow_concurrent_calls: false } })).toContain(
    "  flags: { allow_concurrent_calls: false },\n",
  );
  const { flags: _, description: __, ...bare } = definition;
  expect(imported(bare)).toContain('  flags: "none",\n');
});

test.each<[string, FlowDefinition, string]>([
  [
    "a trigger with another name",
    otherFlow({
      initial_state: "Start",
      widgets: { Start: otherWidget({ type: "trigger", properties: {}, on: { incomingCall: "a" } }), a },
    }),
    "// Not written with defineFlow: it does not start at Trigger; there is no plain trigger named Trigger.",
  ],
  [
    "a name that Liquid cannot read",
    otherFlow({
      initial_state: "Trigger",
      widgets: { Trigger: otherWidget({ type: "trigger", properties: {}, on: {} }), "say it": a },
    }),
    '// Not written with defineFlow: Liquid cannot read the name "say it".',
  ],
  [
    "an initial state that does not exist",
    otherFlow({ initial_state: missingWidget("gone"), widgets: { a } }),
    "Not a widget of this flow: gone.",
  ],
  [
    "a trigger with an extra event",
    otherFlow({
      initial_state: "Trigger",
      widgets: { Trigger: otherWidget({ type: "trigger", properties: {}, on: { incomingFax: "a" } }), a },
    }),
    "// Not written with defineFlow: there is no plain trigger named Trigger.",
  ],
])("%s is written with otherFlow", (_, definition, why) => {
  const source = imported(definition);

  expect(source).toContain("export const flow = otherFlow({");
  expect(source.replaceAll(/(?<=^\/\/ .*)\n\/\/ /gm, " ")).toContain(why);
});

test("a second trigger is one of the widgets", () => {
  const second = otherWidget({ type: "trigger", properties: {}, on: { incomingMessage: "a" } });
  const source = imported(defineFlow({ trigger: { incomingCall: "a" }, widgets: { second, a } }));

  expect(source).toContain("// A second trigger, besides the flow's own.\n    second: otherWidget({");
});

test("widgets that cannot be keyed by name are kept as found", () => {
  const say = { name: "w", type: "say-play", transitions: [], properties: { say: "" } };
  const source = imported(widgets(say, { ...say, properties: { say: "again" } }));

  expect(source).toContain("import type { FlowDefinition } from");
  expect(source).toContain(
    "// Kept as found: the builder cannot make widgets without a name, or several with the same name.\n",
  );
  expect(imported(widgets(say, { ...say, name: "v", properties: "none" }))).toContain("// Kept as found: ");
});

test("an exported widget is imported as exported", () => {
  const widget = { type: "say-play", transitions: [], properties: { say: "" }, note: "x" };
  const source = imported(defineFlow({ trigger: {}, widgets: { w: asExported(widget) } }));

  expect(source).toContain(
    'w: asExported({ type: "say-play", note: "x", transitions: [], properties: { say: "" } })',
  );
});
