// The flows of a call: those that it has started, or that have made it.

import type { Context } from "../core/context.ts";
import type { Call } from "../state/calls.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { continueExecution, endExecution, executionsOfCall } from "../studio/execution.ts";
import { isOver } from "./call.ts";
import { callForm } from "./requestTwiml.ts";

/** The execution that waits on this call, if any: of several the newest, which has the call now. */
export function waitingExecution(state: State, callSid: string): StoredExecution | undefined {
  return executionsOfCall(state, callSid).findLast(({ run }) => run?.waiting);
}

/**
 * Tells the flows of a call that it is over: one that waits for a hang-up goes on with it. Then those end that ran on it,
 * whatever they still wait for; one whose own call nobody answered goes on without. Nothing happens while the call is not
 * over, nor where somebody else plays the agent.
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
