// Which workers an expression matches.
// Source: twilio-oai, twilio_taskrouter_v1.json (TargetWorkersExpression: attributes, and these fields of the worker)

import type { Worker } from "../state/flex.ts";
import type { State } from "../state/state.ts";
import type { Expression } from "./expression.ts";

export function matchesWorker({ activities }: State, worker: Worker, matches: Expression): boolean {
  const { sid, friendly_name, activity_sid } = worker;
  const activity_name = activities[activity_sid]?.friendly_name;
  return matches({ ...JSON.parse(worker.attributes), sid, friendly_name, activity_sid, activity_name });
}
