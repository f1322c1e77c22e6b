// A customer calls a number of the account: it rings where the number says, or, when the caller of this route plays the
// agent, the call is only made. Source: twilio.com/docs/phone-numbers/api/incomingphonenumber-resource

import { z } from "zod";
import type { Context } from "../core/context.ts";
import { badParameter } from "../http/errors.ts";
import type { Call, PlayedCall } from "../state/calls.ts";
import type { PhoneNumber } from "../state/numbers.ts";
import { isOver, newCall, playCall } from "./call.ts";
import { beginConversation } from "./conversation.ts";
import { finishCall } from "./hangUp.ts";
import { callForm, requestTwiml, type TwimlResult } from "./requestTwiml.ts";
import { runTwiml } from "./runTwiml.ts";

export const incomingCall = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  /** What the TwiML's `conversationConfiguration` would say. With it the number does not ring. */
  configurationId: z.string().optional(),
});

/** What a call came to: the answer of `POST /local/calls` without the call itself. */
export interface ReceivedCall {
  call: Call;
  conversationId: string | null;
  configurationId: string | null;
  /** null when a trunk or an application comes first. */
  voiceUrl: string | null;
  transcribedTwice: boolean;
  /** The URL that was asked for TwiML. */
  ringing?: string;
  /** Why nobody answered. */
  error?: string;
}

export async function receiveCall(
  context: Context,
  { from, to, configurationId }: z.infer<typeof incomingCall>,
): Promise<ReceivedCall> {
  const { state } = context;
  const number = Object.values(state.phoneNumbers).find((row) => row.phone_number === to);
  if (!number) throw badParameter(`Invalid parameter to: ${to} is not a number of this account`);
  const named = configurationId === undefined ? undefined : state.orchestratorConfigurations[configurationId];
  if (configurationId !== undefined && !named) {
    throw badParameter(`Invalid parameter configurationId: ${configurationId} does not exist`);
  }
  const call = newCall(context, { from, to, phone_number_sid: number.sid, direction: "inbound" });
  const voiceUrl = number.trunk_sid || number.voice_application_sid ? null : number.voice_url;
  if (named) {
    call.status = "in-progress";
    return { call, voiceUrl, ...beginConversation(context, call, named) };
  }
  const ringing = ring(context, call, number);
  // The end of this process waits for it too; a failure is the request's to tell.
  context.background(
    ringing.then(
      () => {},
      () => {},
    ),
  );
  return { voiceUrl, ...(await ringing) };
}

async function ring(
  context: Context,
  row: Call,
  number: PhoneNumber,
): Promise<Omit<ReceivedCall, "voiceUrl">> {
  const call = playCall(row);
  const { course } = call;
  const nowhere = unplayableReason(number);
  const answer = nowhere ? { status: 0, problem: nowhere } : await requestFirstTwiml(context, call, number);
  if ("problem" in answer) {
    course.warnings.push(answer.problem);
    await finishCall(context, call, "failed");
  } else if (!isOver(call)) {
    // A call that is rejected was never answered.
    if (answer.twiml.verbs[0]?.name !== "Reject") call.status = "in-progress";
    await runTwiml(context, call, answer.twiml);
    if (!isOver(call) && !course.session) {
      const { conversationId, transcribedTwice } = beginConversation(context, call);
      Object.assign(course, { conversationId, transcribedTwice });
    }
  }
  const { conversationId, transcribedTwice } = course;
  return {
    call,
    conversationId,
    configurationId: context.state.conversations[conversationId ?? ""]?.configurationId ?? null,
    transcribedTwice,
    ...(nowhere ? {} : { ringing: number.voice_url }),
    ...("problem" in answer ? { error: answer.problem } : {}),
  };
}

/** Precedence of the three: trunk, application, URL. Only the URL is asked here. */
function unplayableReason({ phone_number, trunk_sid, voice_application_sid, voice_url }: PhoneNumber) {
  const first = trunk_sid ?? voice_application_sid;
  if (first)
    return `${phone_number} is answered by ${first}, which comes before its VoiceUrl and is not played by the local Twilio`;
  return voice_url === "" ? `${phone_number} has no VoiceUrl` : undefined;
}

/** The voice URL, and its fallback when that fails. */
async function requestFirstTwiml(
  context: Context,
  call: PlayedCall,
  number: PhoneNumber,
): Promise<TwimlResult> {
  const { voice_url, voice_method, voice_fallback_url, voice_fallback_method } = number;
  const answer = await requestTwiml(context, {
    url: voice_url,
    method: voice_method,
    form: callForm(context, call),
  });
  if (!("problem" in answer) || voice_fallback_url === "") return answer;
  call.course.warnings.push(answer.problem);
  const form = callForm(context, call, { ErrorCode: answer.problem.slice(0, 5), ErrorUrl: voice_url });
  return requestTwiml(context, { url: voice_fallback_url, method: voice_fallback_method, form });
}
