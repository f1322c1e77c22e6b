// Executions that wait in vain: what Studio keeps the time of (a reply, a TwiML Redirect) times out by the clock.
// Source: twilio.com/docs/studio/widget-library/send-wait-reply, …/twiml-redirect

import type { Context } from "../core/context.ts";
import type { StoredExecution } from "../state/flows.ts";
import { continueExecution } from "./execution.ts";

/**
 * Does what the clock would have done since the last look, each at the time when it was due. Returns whether there was
 * anything. Faults of ours are reported, and end the execution.
 */
export async function applyExecutionTimeouts(context: Context): Promise<boolean> {
  const first = nextDue(context);
  for (let due = first; due; due = nextDue(context)) {
    const { execution, at } = due;
    // Taken before anything is awaited: whoever looks meanwhile must not find it again.
    delete execution.dueAt;
    const steps = execution.run?.steps.length ?? 0;
    const done = continueExecution(
      { ...context, now: () => at },
      execution,
      { event: "timeout" },
      { steps },
    ).then(() => {});
    context.background(done);
    await done.catch(() => {});
  }
  return first !== undefined;
}

function nextDue({ state, now }: Context): { execution: StoredExecution; at: Date } | undefined {
  const present = now().toISOString();
  const [execution] = Object.values(state.executions)
    .filter(({ dueAt }) => dueAt !== undefined && dueAt <= present)
    .toSorted((a, b) => (a.dueAt ?? "").localeCompare(b.dueAt ?? ""));
  return execution?.dueAt === undefined ? undefined : { execution, at: new Date(execution.dueAt) };
}
