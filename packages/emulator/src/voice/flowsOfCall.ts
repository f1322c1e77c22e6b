// The flows of a call: executions that it started, or that made the call.

import type { Context } from "../core/context.ts";
import type { Call } from "../state/calls.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { continueExecution, endExecution, executionsOfCall } from "../studio/execution.ts";
import { isOver } from "./call.ts";
import { callForm } from "./requestTwiml.ts";

/** The execution that waits on this call, if any. The newest of several has the call. */
export function waitingExecution(state: State, callSid: string): StoredExecution | undefined {
  return executionsOfCall(state, callSid).findLast(({ run }) => run?.waiting);
}

/**
 * Continues the flows of a call that is over if they wait for the hang-up, then ends those that ran on it, whatever they
 * still wait for. A flow whose outgoing call was not answered continues without it. Does nothing while the call is in
 * progress, or if its TwiML is not run here.
 */
export async function leaveFlows(
  context: Context,
  call: Call,
  outputs: Record<string, string> = {},
): Promise<void> {
  if (!call.course || !isOver(call)) return;
  delete call.course.awaiting;
  for (const execution of executionsOfCall(context.state, call.sid)) {
    if (execution.run?.waiting?.events.includes("hangup")) {
      await continueExecution(context, execution, {
        event: "hangup",
        outputs: { ...callForm(context, call), ...outputs },
      });
    }
    if (execution.status === "active" && ranOn(execution, call)) endExecution(context, execution);
  }
}

function ranOn({ initiatedBy, run }: StoredExecution, { sid }: Call): boolean {
  return initiatedBy === sid || run?.call?.CallSid === sid;
}
