// Your own resources, declared after those of the stack. See README.md in this folder.

import type { HandoffStack, TeamOutputs } from "../infra/handoffStack.ts";

/** What it returns becomes further outputs of the stack. */
export function declareResources(_stack: HandoffStack): TeamOutputs {
  return {};
}
