// The plan of a run, its record, and the states from which other runs continue.

import type { Widget } from "../../definition/definition.ts";
import type { Execution, Step } from "../step/execution.ts";
import type { EmptiedText } from "../step/world.ts";
import type { RenderedCondition } from "./choices/candidates.ts";
import type { startOf } from "./choices/choiceData.ts";
import type { Choice, Decision } from "./choices/decision.ts";
import type { Seed } from "./choices/seed.ts";
import type { Dependency, ProvenanceState } from "./choices/sources.ts";

/** The choices of a run. */
export interface Plan {
  /** A scenario that decides what is not chosen. */
  seed?: Seed;
  /** By the decision's key. */
  choices: ReadonlyMap<string, Choice>;
  /** The run from which this one differs. */
  origin?: Origin;
}

/** The record of a run. */
export interface Trace {
  plan: Plan;
  /** What it has in common with the run from which it differs. */
  shared: Shared;
  checkpoints: Checkpoint[];
  decisions: Decision[];
  visits: Visit[];
  /** Absent if the path was stopped before the execution first waited or ended. */
  execution?: Execution;
  /** Widgets in order, the waiting one last. */
  path: string[];
  /** Set if a widget ran more often than `maxVisits`, and the path was stopped there. */
  cutAt?: string;
  /** `isChosen` if the exploration chose the empty value; `visits` before the widget's own. */
  emptied: (EmptiedText & { isChosen: boolean; visits: number })[];
}

/** A widget of the flow itself (not of a subflow) that has run. */
export interface Visit {
  widget: Widget;
  step: Step;
  transition?: number;
  /** The values on which a split's input depends, or for other widgets each string that compares something. */
  texts: Dependency[];
  /** The conditions of a split, by transition. */
  conditions?: (RenderedCondition | undefined)[];
  /** Number of decisions so far. */
  decisions: number;
  /** Number of TwiML verbs, messages, tasks and calls so far. */
  effects: number;
}

/** The state of a run while its execution waits. A run that differs only in what follows continues from there. */
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
