// A flow without its unreachable widgets.

import type { FlowDefinition } from "../definition/definition.ts";
import { measureDepths } from "../graph/graph.ts";

/**
 * Removes the widgets that no event leads to, so that a flow can be written in full and reduced by options: if a trigger
 * event is not connected, its branch is removed.
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay, withoutUnreachable } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({
 *   trigger: { incomingCall: "hello" },
 *   widgets: { hello: sayPlay({ say: "Hello." }), unused: sayPlay({ say: "Goodbye." }) },
 * });
 *
 * withoutUnreachable(flow).states.map(({ name }) => name); // → ["Trigger", "hello"]
 * ```
 */
export function withoutUnreachable(definition: FlowDefinition): FlowDefinition {
  const reached = measureDepths(definition.states, definition.initial_state);
  return { ...definition, states: definition.states.filter(({ name }) => reached.has(name)) };
}
