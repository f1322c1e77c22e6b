// How the wait of a call ends: a verb by keys, by speech, or by an event of a control route, a ringing call by an event. The
// verb's action is requested as Twilio does.
// Source: twilio.com/docs/voice/twiml/gather, …/dial, …/record

import type { Context } from "../core/context.ts";
import { badParameter, conflict } from "../http/errors.ts";
import type { Call, EndStatus, PlayedCall } from "../state/calls.ts";
import { nextSid } from "../state/ids.ts";
import { isFlowWebhook } from "../studio/webhookUrl.ts";
import { isOver, isPlayed, ringsAtCustomer } from "./call.ts";
import { waitingExecution } from "./flowsOfCall.ts";
import { endCall, finishCall, hangUp } from "./hangUp.ts";
import { answerCall, ringingEvents } from "./outboundCall.ts";
import { resolveUrl } from "./requestTwiml.ts";
import { requestAction, runTwiml } from "./runTwiml.ts";

type Form = Record<string, string>;

/** Verbs that without an action request their document's URL again; the others continue with the next verb. */
const repeatsDocument = ["Gather", "Record"];

/** Events of verbs in a team's own TwiML. */
const ownEvents: Record<string, readonly string[]> = {
  Gather: ["timeout"],
  Dial: ["callCompleted"],
  Record: ["recordingComplete", "noAudio"],
};

/** The status of a ringing call that an event ends. */
const endings: Record<string, EndStatus> = { busy: "busy", noAnswer: "no-answer", failed: "failed" };

/** The caller presses keys. The input ends with their number, the finish key, or a pause. */
export async function press(
  context: Context,
  call: PlayedCall,
  keys: string,
  { pauses }: { pauses: boolean },
): Promise<void> {
  const awaiting = requireGather(call, "dtmf");
  const { finishOnKey = "#", numDigits } = awaiting.attributes;
  call.course.transcript.push({ who: "caller", text: `(presses ${keys})` });
  for (const key of keys) {
    if (key === finishOnKey)
      return finishVerb(context, call, { Digits: awaiting.keys, FinishedOnKey: finishOnKey });
    awaiting.keys += key;
    if (awaiting.keys.length === Number(numDigits))
      return finishVerb(context, call, { Digits: awaiting.keys });
  }
  if (pauses) await finishVerb(context, call, { Digits: awaiting.keys });
}

/** The caller speaks, in a Gather that accepts speech. */
export async function speak(context: Context, call: PlayedCall, text: string): Promise<void> {
  requireGather(call, "speech");
  call.course.transcript.push({ who: "caller", text });
  await finishVerb(context, call, { SpeechResult: text, Confidence: "0.9" });
}

/** Whether the call is in a Gather. */
export function isGathering({ course }: PlayedCall): boolean {
  return course.awaiting?.verb === "Gather";
}

function requireGather({ sid, course: { awaiting } }: PlayedCall, input: "dtmf" | "speech") {
  if (awaiting?.verb !== "Gather") throw conflict(`call ${sid} is not in a <Gather>`);
  const { input: wanted = "dtmf" } = awaiting.attributes;
  if (!wanted.split(" ").includes(input))
    throw conflict(`the <Gather> of call ${sid} accepts ${wanted} only`);
  return awaiting;
}

/** The events that can end the call's wait; none if it is not waiting for an event. */
export function possibleEvents(context: Context, call: PlayedCall): readonly string[] {
  if (call.placed && ringsAtCustomer(call)) return ringingEvents;
  const { sid, course } = call;
  const { awaiting } = course;
  if (!awaiting) return [];
  if (!isFlowWebhook(awaiting.attributes.action ?? "")) return ownEvents[awaiting.verb] ?? [];
  return waitingExecution(context.state, sid)?.run?.waiting?.events ?? [];
}

/**
 * Ends the wait of a call with an event: of the waiting widget or verb, or of a customer at whom the call rings.
 *
 * @param outputs form fields that replace those Twilio would typically post
 * @throws Refusal (409) if the call is not waiting for an event, (400) for any other event
 */
export async function endPendingVerb(
  context: Context,
  call: PlayedCall,
  event: string,
  outputs: Form = {},
): Promise<void> {
  const events = possibleEvents(context, call);
  if (events.length === 0)
    throw conflict(
      `call ${call.sid} (${call.status}) is not waiting for an event: GET /local/calls/${call.sid}`,
    );
  if (!events.includes(event))
    throw badParameter(`Invalid parameter event: expected ${events.join(", ")}, found ${event}`);
  if (event === "hangup") return hangUp(context, call, outputs);
  const isRinging = ringsAtCustomer(call);
  const ending = isRinging ? endings[event] : undefined;
  if (isRinging && call.placed)
    return ending ? finishCall(context, call, ending) : answerCall(context, call, call.placed, outputs);
  if (ending) endCall(context, call, ending);
  else if (isRinging) call.status = "in-progress";
  await finishVerb(context, call, { ...usualForm(context, event, ending), ...outputs }, event);
}

/** The API cancels a call that rings at the customer. A flow that makes the call continues with `failed`. */
export async function cancelRinging(context: Context, call: Call): Promise<void> {
  if (!isPlayed(call) || call.placed) return finishCall(context, call, "canceled");
  endCall(context, call, "canceled");
  await finishVerb(context, call, { CallStatus: "canceled" }, "failed");
}

/** The fields that Twilio typically posts with an event. */
function usualForm({ state }: Context, event: string, ending: EndStatus | undefined): Form {
  if (ending) return { CallStatus: ending };
  switch (event) {
    case "callCompleted":
      return { DialCallStatus: "completed", DialCallSid: nextSid(state, "CA"), DialCallDuration: "60" };
    case "recordingComplete": {
      const RecordingSid = nextSid(state, "RE");
      const RecordingUrl = `https://api.twilio.com/2010-04-01/Accounts/${state.account.sid}/Recordings/${RecordingSid}`;
      return { RecordingSid, RecordingUrl, RecordingDuration: "10" };
    }
    case "callComplete":
      return { QueueResult: "bridged" };
    case "callFailure":
      return { QueueResult: "system-error" };
    default:
      return {};
  }
}

/** @param event of the flow's widget; by default the flow derives it from the form, as on Twilio */
async function finishVerb(context: Context, call: PlayedCall, form: Form, event?: string): Promise<void> {
  const { awaiting } = call.course;
  if (!awaiting) return;
  delete call.course.awaiting;
  const { verb, attributes, rest } = awaiting;
  const action = attributes.action ?? (repeatsDocument.includes(verb) ? rest.url : undefined);
  const isEmpty = verb === "Gather" && Object.keys(form).length === 0;
  if (action === undefined || (isEmpty && attributes.actionOnEmptyResult !== "true"))
    return runTwiml(context, call, rest);
  const url = withEvent(resolveUrl(action, rest.url), event);
  const twiml = await requestAction(context, call, { url, method: attributes.method, form });
  if (twiml && !isOver(call)) await runTwiml(context, call, twiml);
  else await finishCall(context, call);
}

function withEvent(url: string, event: string | undefined): string {
  if (event === undefined || !isFlowWebhook(url)) return url;
  const named = new URL(url);
  named.searchParams.set("FlowEvent", event);
  return named.href;
}
