// Your own resources, declared after those of the stack. See README.md in this folder.

import type { HandoffStack, TeamOutputs } from "../infra/handoffStack.ts";

/** The returned outputs are added to the outputs of the stack. */
export function declareResources(_stack: HandoffStack): TeamOutputs {
  return {};
}
