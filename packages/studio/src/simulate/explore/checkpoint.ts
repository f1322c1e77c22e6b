// The state of a run while its execution waits. A run that differs only in what follows continues from there.

import type { Execution } from "../step/execution.ts";
import type { startOf } from "./choiceData.ts";
import type { Choice } from "./decision.ts";
import type { Trace } from "./run.ts";
import type { ProvenanceState } from "./sources.ts";

export interface Checkpoint {
  execution: Execution;
  start: ReturnType<typeof startOf>;
  /** Lengths of the trace's lists so far. */
  decisions: number;
  visits: number;
  emptied: number;
  runs: ReadonlyMap<string, number>;
  /** The last choice for each question of a widget. */
  last: ReadonlyMap<string, Choice>;
  effects: number;
  values: ProvenanceState;
}

/** An earlier run, and the index of the first decision that differs from it. */
export interface Origin {
  trace: Trace;
  index: number;
}

/** What a run has in common with the run from which it was varied. */
export interface Shared {
  decisions: number;
  visits: number;
}

/** Returns the last checkpoint before the decision that differs; undefined if there is none. */
export function findCheckpoint({ trace, index }: Origin): Checkpoint | undefined {
  return trace.checkpoints.findLast(({ decisions }) => decisions <= index);
}

export function sharedWith(origin: Origin | undefined): Shared {
  if (!origin) return { decisions: 0, visits: 0 };
  const { trace, index } = origin;
  return { decisions: index, visits: trace.visits.filter(({ decisions }) => decisions <= index).length };
}
