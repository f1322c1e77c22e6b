// How a verb that waits is over: by keys, by words, or because somebody says so. Its action is told, as Twilio tells it.
// Source: twilio.com/docs/voice/twiml/gather, …/dial, …/record

import type { Context } from "../core/context.ts";
import { badParameter, conflict } from "../http/errors.ts";
import type { EndStatus, PlayedCall } from "../state/calls.ts";
import { nextSid } from "../state/ids.ts";
import { isFlowWebhook } from "../studio/webhookUrl.ts";
import { isOver } from "./call.ts";
import { waitingExecution } from "./flowsOfCall.ts";
import { endCall, finishCall, hangUp } from "./hangUp.ts";
import { requestAction, resolveUrl, runTwiml } from "./runTwiml.ts";

type Fields = Record<string, string>;

/** Verbs that without an action ask the URL of their own TwiML again; the others go on behind them. */
const repeatsDocument = ["Gather", "Record"];

/** Events of TwiML that is no flow's. */
const ownEvents: Record<string, readonly string[]> = {
  Gather: ["timeout"],
  Dial: ["callCompleted"],
  Record: ["recordingComplete", "noAudio"],
};

/** What a call comes to by an event. */
const endings: Record<string, EndStatus> = { busy: "busy", noAnswer: "no-answer", failed: "failed" };

/** The keys end the input by their number, by the finish key, or because the caller pauses. */
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

export async function speak(context: Context, call: PlayedCall, text: string): Promise<void> {
  requireGather(call, "speech");
  call.course.transcript.push({ who: "caller", text });
  await finishVerb(context, call, { SpeechResult: text, Confidence: "0.9" });
}

/** Whether the caller is asked for something here. */
export function isGathering({ course }: PlayedCall): boolean {
  return course.awaiting?.verb === "Gather";
}

function requireGather({ sid, course: { awaiting } }: PlayedCall, input: "dtmf" | "speech") {
  if (awaiting?.verb !== "Gather") throw conflict(`call ${sid} asks for nothing now`);
  const { input: wanted = "dtmf" } = awaiting.attributes;
  if (!wanted.split(" ").includes(input)) throw conflict(`the <Gather> of call ${sid} takes ${wanted} only`);
  return awaiting;
}

/** The events by which what the call waits for can end; none while it waits for nothing of the kind. */
export function possibleEvents(
  context: Context,
  { sid, course: { awaiting } }: PlayedCall,
): readonly string[] {
  if (!awaiting) return [];
  if (!isFlowWebhook(awaiting.attributes.action ?? "")) return ownEvents[awaiting.verb] ?? [];
  return waitingExecution(context.state, sid)?.run?.waiting?.events ?? [];
}

/**
 * Says how it ended: an event of the widget that waits, or of the verb.
 *
 * @param outputs what Twilio would post, in place of the usual
 * @throws Refusal (409) when the call waits for nothing of the kind, (400) for another event
 */
export async function endPendingVerb(
  context: Context,
  call: PlayedCall,
  event: string,
  outputs: Fields = {},
): Promise<void> {
  const events = possibleEvents(context, call);
  if (events.length === 0)
    throw conflict(
      `call ${call.sid} (${call.status}) waits for nothing that an event ends: GET /local/calls/${call.sid}`,
    );
  if (!events.includes(event))
    throw badParameter(`Invalid parameter event: expected ${events.join(", ")}, found ${event}`);
  if (event === "hangup") return hangUp(context, call, outputs);
  const isRinging = call.status === "ringing";
  const ending = isRinging ? endings[event] : undefined;
  if (ending) endCall(context, call, ending);
  else if (isRinging) call.status = "in-progress";
  await finishVerb(context, call, { ...usualForm(context, event, ending), ...outputs }, event);
}

/** What Twilio posts with an event. */
function usualForm({ state }: Context, event: string, ending: EndStatus | undefined): Fields {
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

/** @param event of the flow's widget; by default the flow finds it in the fields, as it does on Twilio */
async function finishVerb(context: Context, call: PlayedCall, fields: Fields, event?: string): Promise<void> {
  const { awaiting } = call.course;
  if (!awaiting) return;
  delete call.course.awaiting;
  const { verb, attributes, rest } = awaiting;
  const action = attributes.action ?? (repeatsDocument.includes(verb) ? rest.url : undefined);
  const isEmpty = verb === "Gather" && Object.keys(fields).length === 0;
  if (action === undefined || (isEmpty && attributes.actionOnEmptyResult !== "true"))
    return runTwiml(context, call, rest);
  const url = withEvent(resolveUrl(action, rest.url), event);
  const twiml = await requestAction(context, call, { url, method: attributes.method, fields });
  if (twiml && !isOver(call)) await runTwiml(context, call, twiml);
  else await finishCall(context, call);
}

function withEvent(url: string, event: string | undefined): string {
  if (event === undefined || !isFlowWebhook(url)) return url;
  const named = new URL(url);
  named.searchParams.set("FlowEvent", event);
  return named.href;
}
