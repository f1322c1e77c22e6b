// For tests: a small flow to change, in which a caller is asked something and sent to Flex.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";

export function condition(type: string, value: string, next?: string) {
  return {
    event: "match",
    ...(next !== undefined && { next }),
    conditions: [{ friendly_name: value, arguments: ["{{widgets.ask.Digits}}"], type, value }],
  };
}

export function callFlow(): FlowDefinition {
  return {
    description: "Asks and hands over",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingMessage" }, { event: "incomingCall", next: "ask" }],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: "ask",
        type: "gather-input-on-call",
        transitions: [
          { event: "keypress", next: "menu" },
          { event: "timeout", next: "sorry" },
        ],
        properties: { say: "Press one for sales, two for support.", timeout: 5, language: "en-US" },
      },
      {
        name: "menu",
        type: "split-based-on",
        transitions: [
          { event: "noMatch", next: "sorry" },
          condition("equal_to", "1", "note"),
          condition("equal_to", "2", "to_flex"),
          condition("contains", "3", "sorry"),
        ],
        properties: { input: "{{widgets.ask.Digits}}" },
      },
      {
        name: "note",
        type: "set-variables",
        transitions: [{ event: "next", next: "to_flex" }],
        properties: {
          variables: [
            { key: "team", value: "sales" },
            { key: "digits", value: "{{widgets.ask.Digits}}" },
          ],
        },
      },
      {
        name: "to_flex",
        type: "send-to-flex",
        transitions: [{ event: "callComplete" }, { event: "failedToEnqueue", next: "sorry" }],
        properties: {
          workflow: "WW00000000000000000000000000000001",
          channel: "TC00000000000000000000000000000001",
          attributes:
            '{"name": "{{trigger.call.From}}", "team": {{flow.variables.team | to_json}}, "level": 1}',
        },
      },
      {
        name: "sorry",
        type: "say-play",
        transitions: [{ event: "audioComplete" }],
        properties: { say: "We are sorry, nobody can take your call right now.", loop: 1 },
      },
    ],
  };
}

/** The flow with one widget changed. */
export function changed(name: string, change: (widget: Widget) => void): FlowDefinition {
  const flow = callFlow();
  for (const state of flow.states) if (state.name === name) change(state);
  return flow;
}
