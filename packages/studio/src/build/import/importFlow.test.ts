import { expect, test } from "vitest";
import { defineFlow, sayPlay, sendAndWaitForReply, sendToFlex, setVariables, split } from "../build.ts";
import { everyWidget } from "../testing/everyWidget.ts";
import { importFlow } from "./importFlow.ts";
import { a, imported, widgets } from "./testing/imported.ts";
import { runSource } from "./testing/runSource.ts";

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

test("anything that is not a definition is rejected", () => {
  for (const wrong of [null, [], "{}", {}, { sid: "FW1", definition: {} }, { states: {} }, undefined])
    expect(() => importFlow(wrong as never)).toThrow(
      new Error("import: this is not a flow definition: it has no list of states"),
    );
});
