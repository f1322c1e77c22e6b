// How a call ends: for the call itself, for its session with the agent, for its place in Flex's queue, for its conversation.

import type { Context } from "../core/context.ts";
import { setStatus, usesChannel } from "../orchestrator/conversations.ts";
import type { Call, EndStatus } from "../state/calls.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import { endExecution, executionsOfCall } from "../studio/execution.ts";
import { isOver } from "./call.ts";
import { leaveQueue } from "./enqueue.ts";
import { leaveFlows } from "./flowsOfCall.ts";

/** Ends a call, and with it the conversations that close on hang-up. A call that is over stays as it is. */
export function endCall(context: Context, call: Call, status: EndStatus = "completed"): void {
  if (isOver(call)) return;
  call.status = status;
  call.date_updated = context.now().toISOString();
  for (const conversation of Object.values(context.state.conversations)) {
    if (
      conversation.status !== "CLOSED" &&
      usesChannel(conversation, call.sid) &&
      closesOnHangup(conversation)
    ) {
      setStatus(context, conversation, "CLOSED");
    }
  }
}

/** "On hangup" is the absence of time-outs: docs/assumptions.md, voice-on-hangup. INACTIVE conversations close as well. */
function closesOnHangup({ configuration }: OrchestratorConversation): boolean {
  return !configuration.channelSettings.VOICE?.statusTimeouts;
}

/**
 * The caller hangs up, or the person in Flex does, or the API ends the call. Whoever waits for its end is told:
 * the action of Connect while the agent talks, the action of Enqueue later, then a flow that waits on the call.
 *
 * @param outputs what such a flow is told besides
 */
export async function hangUp(
  context: Context,
  call: Call,
  outputs: Record<string, string> = {},
): Promise<void> {
  // Another one may begin before the hang-up is heard: what is said to the end of a session can connect again.
  for (let live = context.sessions.get(call.sid); live; live = context.sessions.get(call.sid)) {
    live.session.hangUp();
    await live.settled;
  }
  if (isOver(call)) return;
  endCall(context, call);
  await leaveQueue(context, call);
  await leaveFlows(context, call, outputs);
}

/** Ends a call of which nothing is left to run. */
export async function finishCall(context: Context, call: Call, status?: EndStatus): Promise<void> {
  endCall(context, call, status);
  await leaveFlows(context, call);
}

/** Hangs up whoever talks with an agent, for the end of this process. */
export async function hangUpAll({ sessions }: Context): Promise<void> {
  const ends = [...sessions.values()].map(({ session, settled }) => {
    session.hangUp();
    return settled;
  });
  // What went wrong at the end of one was told where it happened, and holds up nobody.
  await Promise.allSettled(ends);
}

/**
 * Ends the calls that an earlier process left with the agent: their connection is gone. Calls in the queue still wait, and so
 * do those that wait for a key.
 */
export function endInterruptedCalls(context: Context): void {
  for (const call of Object.values(context.state.calls)) {
    if (!call.course || call.course.queue || call.course.awaiting || isOver(call)) continue;
    const { session } = call.course;
    if (session?.status === "open") {
      session.status = "failed";
      session.error = { code: 39001, message: "the local Twilio was stopped during the session" };
    }
    endCall(context, call);
    for (const execution of executionsOfCall(context.state, call.sid)) endExecution(context, execution);
  }
}
