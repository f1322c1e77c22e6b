// Where a run continues that differs from an earlier one, and what both have in common.

import type { Checkpoint, Origin, Shared } from "./trace.ts";

/** Returns the last checkpoint before the decision that differs; undefined if there is none. */
export function findCheckpoint({ trace, index }: Origin): Checkpoint | undefined {
  return trace.checkpoints.findLast(({ decisions }) => decisions <= index);
}

export function sharedWith(origin: Origin | undefined): Shared {
  if (!origin) return { decisions: 0, visits: 0 };
  const { trace, index } = origin;
  return { decisions: index, visits: trace.visits.filter(({ decisions }) => decisions <= index).length };
}
