import { expect, test } from "vitest";
import { sameDefinition } from "../../canonical/canonical.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import {
  asExported,
  defineFlow,
  missingWidget,
  otherFlow,
  otherWidget,
  sayPlay,
  sendAndWaitForReply,
  sendToFlex,
  setVariables,
  split,
} from "../build.ts";
import { everyWidget } from "../testing/everyWidget.ts";
import { importFlow } from "./importFlow.ts";
import { runSource } from "./testing/runSource.ts";

const a = sayPlay({ say: "Bye." });

function widgets(...states: Record<string, unknown>[]) {
  return {
    description: "",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingCall", next: "w" }],
        properties: {},
      },
      ...states,
    ],
  } as unknown as FlowDefinition;
}

/** Returns the source after verifying that it builds the same definition. */
function imported(definition: FlowDefinition): string {
  const source = importFlow(definition);
  expect(sameDefinition(runSource(source), definition)).toBe(true);
  return source;
}

test("a flow becomes source that reads like one written by hand", () => {
  const definition = defineFlow({
    description: "Orders",
    trigger: { incomingMessage: "ask", incomingCall: "sorry" },
    widgets: {
      sorry: sayPlay({ say: "Please write to us." }),
      flex: sendToFlex({
        workflow: "WW0123456789abcdef0123456789abcdef",
        channel: "TC0123456789abcdef0123456789abcdef",
        attributes: { name: "{{trigger.message.From}}", order: "{{flow.variables.order | to_json}}" },
        on: { failedToEnqueue: "sorry", callFailure: undefined },
      }),
      keep: setVariables({
        variables: {
          order: "{{widgets.ask.inbound.Body}}",
          raw: { json_object: "{{trigger.message | to_json}}" },
        },
        next: "choose",
      }),
      choose: split({
        input: "{{flow.variables.order}}",
        match: [
          { matches_any_of: "1, one", next: "flex" },
          { is_blank: true, next: "ask", friendly_name: "Nothing" },
        ],
        noMatch: undefined,
      }),
      ask: sendAndWaitForReply({
        body: "Which order is this about? You can find its number in the message that we sent to you after you placed the order.",
        timeout: "3600",
        on: { incomingMessage: "keep", timeout: "ask", deliveryFailure: undefined },
      }),
    },
  });

  expect(imported(definition)).toBe(`// A Studio flow, imported from its definition.

import {
  defineFlow,
  sayPlay,
  sendAndWaitForReply,
  sendToFlex,
  setVariables,
  split,
} from "@tac-handoff/studio";

export const flow = defineFlow({
  description: "Orders",
  trigger: { incomingMessage: "ask", incomingCall: "sorry" },
  widgets: {
    sorry: sayPlay({ say: "Please write to us." }),
    ask: sendAndWaitForReply({
      from: "{{flow.channel.address}}",
      body:
        "Which order is this about? You can find its number in the message that we sent to you after you " +
        "placed the order.",
      timeout: "3600",
      on: { incomingMessage: "keep", timeout: "ask", deliveryFailure: undefined },
    }),
    keep: setVariables({
      variables: {
        order: "{{widgets.ask.inbound.Body}}",
        raw: { json_object: "{{trigger.message | to_json}}" },
      },
      next: "choose",
    }),
    choose: split({
      input: "{{flow.variables.order}}",
      match: [
        { matches_any_of: "1, one", next: "flex" },
        { is_blank: true, friendly_name: "Nothing", next: "ask" },
      ],
      noMatch: undefined,
    }),
    flex: sendToFlex({
      workflow: "WW0123456789abcdef0123456789abcdef",
      channel: "TC0123456789abcdef0123456789abcdef",
      attributes: { name: "{{trigger.message.From}}", order: "{{flow.variables.order | to_json}}" },
      on: { failedToEnqueue: "sorry", callFailure: undefined },
    }),
  },
});
`);
});

test.each(Object.entries(everyWidget))("a widget of type %s is written by a maker", (_, spec) => {
  const source = imported(
    defineFlow({ description: "", trigger: { incomingCall: "w" }, widgets: { w: spec, a } }),
  );

  expect(source).not.toMatch(/otherWidget|asExported|otherFlow|conditions/);
});

test("the builder can be imported from another module, and positions can be kept", () => {
  const definition = defineFlow({
    trigger: { incomingCall: "a" },
    widgets: { a },
    offsets: { a: { x: 7, y: -9 } },
  });
  const source = importFlow(definition, { from: "../builder.ts", keepPositions: true });

  expect(source).toContain('import { defineFlow, sayPlay } from "../builder.ts";');
  expect(source).toContain("  offsets: { Trigger: { x: 0, y: 0 }, a: { x: 7, y: -9 } },\n");
  expect(runSource(source)).toEqual(definition);
  expect(importFlow(definition)).not.toContain("offsets");
});

test("attributes with their own formatting stay a string", () => {
  const properties = { workflow: "WW", channel: "TC", attributes: '{ "name": "{{trigger.call.From}}" }' };
  const source = imported(widgets({ name: "w", type: "send-to-flex", transitions: [], properties }));

  expect(source).toContain('attributes: \'{ "name": "{{trigger.call.From}}" }\',');
});

test("parameters with a key that occurs twice stay a list", () => {
  const parameters = [
    { key: "a", value: "1" },
    { key: "a", value: "2" },
  ];
  const properties = { url: "https://a.example", parameters };
  const source = imported(widgets({ name: "w", type: "run-function", transitions: [], properties }));

  expect(source).toMatch(/parameters: \[\s+\{ key: "a", value: "1" \},\s+\{ key: "a", value: "2" \},\s+\],/);
});

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

test("anything that is not a definition is rejected", () => {
  for (const wrong of [null, [], "{}", {}, { sid: "FW1", definition: {} }, { states: {} }, undefined])
    expect(() => importFlow(wrong as never)).toThrow(
      new Error("import: this is not a flow definition: it has no list of states"),
    );
});

test("an exported widget is imported as exported", () => {
  const widget = { type: "say-play", transitions: [], properties: { say: "" }, note: "x" };
  const source = imported(defineFlow({ trigger: {}, widgets: { w: asExported(widget) } }));

  expect(source).toContain(
    'w: asExported({ type: "say-play", note: "x", transitions: [], properties: { say: "" } })',
  );
});
