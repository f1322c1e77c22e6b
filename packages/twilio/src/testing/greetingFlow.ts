// For tests only: the flow resource, and the definition of a small flow.

import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect } from "vitest";
import { isError, type Resource } from "../declare/resource.ts";
import { check } from "../provider/check.ts";
import { flowResource } from "../resources/studio/flow.ts";

export const flow: Resource = flowResource({ checkFlow, fromCanonical, toCanonical });

/** A flow as Studio exports it: one greeting on a call. */
export function greeting({ say = "Hello", next = "greet" } = {}) {
  return {
    description: "Greets",
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [
          { event: "incomingMessage" },
          { event: "incomingCall", next },
          { event: "incomingConversationMessage" },
          { event: "incomingRequest" },
          { event: "incomingParent" },
        ],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: "greet",
        type: "say-play",
        transitions: [{ event: "audioComplete" }],
        properties: { say, loop: 1, offset: { x: 10, y: 200 } },
      },
    ],
  };
}

/** Inputs as the engine stores them: after Check, which must find no error. */
export function checked(inputs: Record<string, unknown>) {
  const result = check(flow, inputs);
  expect(result.problems.filter(isError)).toEqual([]);
  return result.inputs;
}
