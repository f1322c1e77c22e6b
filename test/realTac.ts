// The Python interpreter with the real TAC SDK. `npm test` finds or creates its environment
// (packages/cli/src/python/python.ts).

import type { TestContext } from "vitest";

/** Path of the interpreter. Where there is none, the test is skipped with the reason, and counted. */
export function needPython({ skip }: Pick<TestContext, "skip">): string {
  const { TAC_HANDOFF_PYTHON, TAC_HANDOFF_NO_PYTHON } = process.env;
  if (TAC_HANDOFF_PYTHON) return TAC_HANDOFF_PYTHON;
  return skip(TAC_HANDOFF_NO_PYTHON ?? "run by `npm test`, which finds a Python with the TAC SDK");
}
