// For tests: a single widget, started by any event; and a call that waits for an agent.

import { defineFlow, sayPlay, sendToFlex } from "../../build/build.ts";
import type { WidgetSpec } from "../../build/widgetSpec.ts";
import type { FlowDefinition } from "../../definition/definition.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { SimulatedRun } from "../scenario/simulatedRun.ts";
import type { Trigger } from "../step/execution.ts";

export const workflow = "WW0123456789abcdef0123456789abcdef";
export const channel = "TC0123456789abcdef0123456789abcdef";

export const call: Trigger = {
  event: "incomingCall",
  call: { CallSid: "CA1", From: "+15550001", To: "+15550002" },
};

export function request(parameters: Record<string, unknown> = {}): Trigger {
  return { event: "incomingRequest", to: "+15550001", from: "+15550002", parameters };
}

/** A flow with one widget `it`, started by any event; each of its events ends the flow. */
export function alone(it: WidgetSpec<"it" | undefined>): FlowDefinition {
  return defineFlow({
    description: "",
    trigger: {
      incomingCall: "it",
      incomingMessage: "it",
      incomingConversationMessage: "it",
      incomingRequest: "it",
    },
    widgets: { it },
  });
}

/** Runs it on a call, unless the scenario has another trigger. */
export function run(
  it: WidgetSpec<"it" | undefined>,
  scenario: Partial<Scenario> = {},
): Promise<SimulatedRun> {
  return simulate(alone(it), { trigger: call, ...scenario });
}

export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}

/** Speaks a text, waits in a Flex queue, and plays an apology if that fails. */
export const calls = defineFlow({
  description: "",
  trigger: { incomingCall: "wait" },
  widgets: {
    wait: sayPlay({ say: "Please wait, {{trigger.call.From}}.", language: "en-GB", next: "flex" }),
    flex: sendToFlex({
      workflow,
      channel,
      attributes: { name: "{{trigger.call.From}}" },
      priority: "5",
      on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: "sorry" },
    }),
    sorry: sayPlay({ play: "https://a.example/sorry.mp3", loop: 2 }),
  },
});
