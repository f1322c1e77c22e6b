// A call that the API places: it rings at the customer until a control route reports what the customer does. No time
// passes meanwhile.
// Source: twilio.com/docs/voice/api/call-resource, twilio.com/docs/voice/answering-machine-detection

import type { Context } from "../core/context.ts";
import { conflict } from "../http/errors.ts";
import type { PlacedCall, PlayedCall } from "../state/calls.ts";
import { newCall, playCall } from "./call.ts";
import { playFirstTwiml } from "./firstTwiml.ts";
import { finishCall } from "./hangUp.ts";
import { postForm, postProgress } from "./statusCallbacks.ts";

/** What the customer can do while it rings; named as the events of a flow's own call. */
export const ringingEvents = ["answered", "busy", "noAnswer", "failed"] as const;

/** Rings at the customer. */
export function placeCall(
  context: Context,
  {
    from,
    to,
    phoneNumberSid,
    placed,
  }: { from: string; to: string; phoneNumberSid: string | null; placed: PlacedCall },
): PlayedCall {
  const call = playCall(
    newCall(context, { from, to, phone_number_sid: phoneNumberSid, direction: "outbound-api" }),
  );
  call.placed = placed;
  postProgress(context, call, "initiated");
  postProgress(context, call, "ringing");
  return call;
}

/**
 * The customer answers, and the call's first TwiML runs. Settles when the agent is connected, or the call waits or is over.
 *
 * @param outputs form fields that replace those of the request for the TwiML; `AnsweredBy` is the result of detection
 * @throws Refusal (409) for `AnsweredBy` of a call without detection of answering machines
 */
export async function answerCall(
  context: Context,
  call: PlayedCall,
  placed: PlacedCall,
  outputs: Record<string, string>,
): Promise<void> {
  const { first, machineDetection, sendDigits } = placed;
  if (outputs.AnsweredBy !== undefined && !machineDetection)
    throw conflict(`call ${call.sid} was placed without MachineDetection, so nothing detects who answers`);
  call.status = "in-progress";
  call.answeredAt = context.now().toISOString();
  postProgress(context, call, "answered");
  if (sendDigits) call.course.transcript.push({ who: "flow", text: `(plays the digits ${sendDigits})` });
  const detected = machineDetection ? detect(call, outputs) : {};
  if (machineDetection?.asyncCallback) {
    const { sid: CallSid } = call;
    const { sid: AccountSid } = context.state.account;
    postForm(context, call, machineDetection.asyncCallback, { CallSid, AccountSid, ...detected });
  }
  const form = machineDetection?.isAsync ? outputs : { ...detected, ...outputs };
  const problem = await playFirstTwiml(context, call, first, form);
  if (problem !== undefined) await finishCall(context, call);
}

/** Who answered. No time passes on a call here, so detection takes none. */
function detect(call: PlayedCall, { AnsweredBy = "human" }: Record<string, string>) {
  call.answeredBy = AnsweredBy;
  return { AnsweredBy, MachineDetectionDuration: "0" };
}
