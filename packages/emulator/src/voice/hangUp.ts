// How a call ends, and with it its session with the agent, its place in Flex's queue, its flows and its conversation.

import type { Context } from "../core/context.ts";
import { setStatus, usesChannel } from "../orchestrator/conversations.ts";
import type { Call, EndStatus } from "../state/calls.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import { endExecution, executionsOfCall } from "../studio/execution.ts";
import { isOver, ringsAtCustomer } from "./call.ts";
import { leaveQueue } from "./enqueue.ts";
import { leaveFlows } from "./flowsOfCall.ts";
import { postProgress } from "./statusCallbacks.ts";

/** Ends a call, and the conversations that close on hang-up. Does nothing if the call is over. */
export function endCall(context: Context, call: Call, status: EndStatus = "completed"): void {
  if (isOver(call)) return;
  call.status = status;
  call.date_updated = context.now().toISOString();
  postProgress(context, call, "completed");
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

/** "On hangup" is the absence of timeouts: docs/assumptions.md, voice-on-hangup. INACTIVE conversations close as well. */
function closesOnHangup({ configuration }: OrchestratorConversation): boolean {
  return !configuration.channelSettings.VOICE?.statusTimeouts;
}

/**
 * Hangs up, for the caller, the Flex agent or the API. The action of Connect is requested if the call is with its virtual
 * agent, that of Enqueue if it is in the queue; then the flows that wait on the call continue.
 *
 * @param outputs further outputs for these flows
 */
export async function hangUp(
  context: Context,
  call: Call,
  outputs: Record<string, string> = {},
): Promise<void> {
  // The TwiML that follows a session can connect to another one, which has to end too.
  for (let live = context.sessions.get(call.sid); live; live = context.sessions.get(call.sid)) {
    live.session.hangUp();
    await live.settled;
  }
  if (isOver(call)) return;
  endCall(context, call);
  await leaveQueue(context, call);
  await leaveFlows(context, call, outputs);
}

/** Ends a call that has no TwiML left to run. */
export async function finishCall(context: Context, call: Call, status?: EndStatus): Promise<void> {
  endCall(context, call, status);
  await leaveFlows(context, call);
}

/** Ends all sessions with agents, before the server closes. */
export async function hangUpAll({ sessions }: Context): Promise<void> {
  const ends = [...sessions.values()].map(({ session, settled }) => {
    session.hangUp();
    return settled;
  });
  // An error is reported where it occurred, and must not stop the others.
  await Promise.allSettled(ends);
}

/**
 * Ends the calls that were with their agent when an earlier process stopped, because their connection is lost. Calls in
 * the queue, calls that wait for a key and calls that ring at a customer keep waiting.
 */
export function endInterruptedCalls(context: Context): void {
  for (const call of Object.values(context.state.calls)) {
    if (!call.course || call.course.queue || call.course.awaiting || isOver(call)) continue;
    if (ringsAtCustomer(call)) continue;
    const { session } = call.course;
    if (session?.status === "open") {
      session.status = "failed";
      session.error = { code: 39001, message: "the local Twilio was stopped during the session" };
    }
    endCall(context, call);
    for (const execution of executionsOfCall(context.state, call.sid)) endExecution(context, execution);
  }
}
