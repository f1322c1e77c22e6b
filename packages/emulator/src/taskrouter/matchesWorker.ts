// Which workers an expression matches.
// Source: twilio-oai, twilio_taskrouter_v1.json (TargetWorkersExpression: attributes, and these fields of the worker)

import type { Worker } from "../state/flex.ts";
import type { State } from "../state/state.ts";
import type { Expression } from "./expression.ts";

export function matchesWorker(state: State, worker: Worker, matches: Expression): boolean {
  return matches(workerAttributes(state, worker));
}

/** The attributes of a worker, and the fields that expressions can read besides them. */
export function workerAttributes({ activities }: State, worker: Worker): Record<string, unknown> {
  const { sid, friendly_name, activity_sid } = worker;
  const activity_name = activities[activity_sid]?.friendly_name;
  return { ...JSON.parse(worker.attributes), sid, friendly_name, activity_sid, activity_name };
}
