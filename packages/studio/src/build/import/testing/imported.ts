// For tests: definitions to import, and an import that is verified.

import { expect } from "vitest";
import { sameDefinition } from "../../../canonical/canonical.ts";
import type { FlowDefinition } from "../../../definition/definition.ts";
import { sayPlay } from "../../build.ts";
import { importFlow } from "../importFlow.ts";
import { runSource } from "./runSource.ts";

export const a = sayPlay({ say: "Bye." });

/** A flow whose calls start the widget `w`. */
export function widgets(...states: Record<string, unknown>[]) {
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
export function imported(definition: FlowDefinition): string {
  const source = importFlow(definition);
  expect(sameDefinition(runSource(source), definition)).toBe(true);
  return source;
}
