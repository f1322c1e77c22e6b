// A flow without the widgets that nothing leads to.

import type { FlowDefinition } from "../definition/definition.ts";
import { measureDepths } from "../graph/graph.ts";

/**
 * Leaves out the widgets that no event leads to, so that a flow can be written whole and trimmed by its options:
 * leave a trigger event unwired, and its branch is gone.
 */
export function withoutUnreachable(definition: FlowDefinition): FlowDefinition {
  const reached = measureDepths(definition.states, definition.initial_state);
  return { ...definition, states: definition.states.filter(({ name }) => reached.has(name)) };
}
