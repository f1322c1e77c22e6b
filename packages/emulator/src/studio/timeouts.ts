// Timeouts of executions, for what Studio itself limits: waiting for a reply or for the return of a TwiML Redirect.
// Source: twilio.com/docs/studio/widget-library/send-wait-reply, …/twiml-redirect

import type { Context } from "../core/context.ts";
import type { StoredExecution } from "../state/flows.ts";
import { continueExecution } from "./execution.ts";

/**
 * Applies the timeouts that have passed since the last request, each with its own time. Returns whether there were any.
 * A bug here that makes a run fail is reported, and ends the execution.
 */
export async function applyExecutionTimeouts(context: Context): Promise<boolean> {
  const first = nextDue(context);
  for (let due = first; due; due = nextDue(context)) {
    const { execution, at } = due;
    // Removed before anything is awaited, so that a concurrent request does not apply it again.
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
