// The states in which runs waited, so that what follows a state is varied once, however many routes lead to it.

import { isCustomerInput } from "./findings.ts";
import type { Checkpoint, Trace } from "./trace.ts";

export interface States {
  /**
   * Records the states of a run and returns the first that an earlier run, or this one before, was in already: whatever
   * can follow it is varied there. Undefined if all are new.
   */
  add(trace: Trace, maxTurns: number): Checkpoint | undefined;
}

export function newStates(): States {
  const seen = new Set<string>();
  return {
    add(trace, maxTurns) {
      const { plan, shared, checkpoints } = trace;
      let first: Checkpoint | undefined;
      for (const checkpoint of checkpoints) {
        // What both runs have in common was recorded with the first.
        if (plan.origin && checkpoint.decisions <= shared.decisions) continue;
        const state = describeState(trace, checkpoint);
        if (seen.has(state)) {
          first ??= checkpoint;
          continue;
        }
        // From a later run of a widget nothing is varied, so another run that waits here earlier is not a repetition.
        const { waiting } = checkpoint.execution;
        if ((checkpoint.runs.get(waiting?.widget ?? "") ?? 0) < maxTurns) seen.add(state);
      }
      return first;
    },
  };
}

/** Describes all that decides how a run can continue, and whether its end is a finding. */
function describeState({ visits }: Trace, { execution, effects, visits: count }: Checkpoint): string {
  const { waiting, context, call, subflow } = execution;
  const before = visits.slice(0, count);
  const asked = before.findLast(({ step }) => isCustomerInput(step.event));
  const hasAnswered = asked !== undefined && effects > asked.effects;
  return JSON.stringify([
    waiting,
    context,
    call,
    subflow,
    asked?.widget.name,
    asked?.step.event,
    hasAnswered,
  ]);
}
