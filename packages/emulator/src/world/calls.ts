// The calls of a flow: making one, recording it, enqueuing it. There is no sound, and nothing is actually recorded.
// Source: twilio.com/docs/studio/widget-library/make-outgoing-call, …/call-recording, …/enqueue-call

import type { OutgoingCall, QueueRequest, RecordingRequest } from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import type { StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import { webhookUrl } from "../studio/webhookUrl.ts";
import { isOver, newCall, playCall } from "../voice/call.ts";

/**
 * Makes a call that rings until its outcome is reported (`POST /local/calls/{CA}/events`).
 *
 * @throws Error if the caller is not a number of the account, or the execution already has a call
 */
export function makeCall(context: Context, execution: StoredExecution, { from, to }: OutgoingCall): void {
  const { state } = context;
  const present = state.calls[execution.callSid ?? execution.initiatedBy];
  if (present && !isOver(present)) throw new Error("the execution already has a call");
  const number = Object.values(state.phoneNumbers).find((row) => row.phone_number === from);
  if (!number) throw new Error(`${from} is not a number of this account, so it cannot make calls`);
  const url = webhookUrl(state, execution.flowSid);
  const call = playCall(
    newCall(context, { from, to, phone_number_sid: number.sid, direction: "outbound-api" }),
  );
  call.course.awaiting = { verb: "", attributes: { action: url }, rest: { url, verbs: [] }, keys: "" };
  execution.callSid = call.sid;
}

/** The recording's resource, as far as flows read it. */
export function recordCall(
  { state }: Context,
  { action, callSid }: RecordingRequest,
): Record<string, unknown> {
  const Sid = nextSid(state, "RE");
  return {
    Sid,
    AccountSid: state.account.sid,
    ...(callSid === undefined ? {} : { CallSid: callSid }),
    Status: action === "start" ? "in-progress" : "stopped",
    Uri: `/2010-04-01/Accounts/${state.account.sid}/Recordings/${Sid}.json`,
  };
}

/** Only checks the workflow, because the TwiML creates the task. @throws Error if it does not exist */
export function enqueueCall({ state }: Context, { workflowSid }: QueueRequest): void {
  if (workflowSid !== undefined && !state.workflows[workflowSid])
    throw new Error(`workflow ${workflowSid} is not in this account`);
}
