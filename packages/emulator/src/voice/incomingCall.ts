// A customer calls a number of the account: the number's voice URL is requested for TwiML, which is then run.
// Source: twilio.com/docs/phone-numbers/api/incomingphonenumber-resource

import { z } from "zod";
import type { Context } from "../core/context.ts";
import { badParameter } from "../http/errors.ts";
import type { Call, FirstTwiml } from "../state/calls.ts";
import type { PhoneNumber } from "../state/numbers.ts";
import { newCall, playCall } from "./call.ts";
import { beginConversation } from "./conversation.ts";
import { playFirstTwiml } from "./firstTwiml.ts";
import { finishCall } from "./hangUp.ts";

export const incomingCall = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  /** The configuration that TwiML would name. With it no TwiML is requested: the caller of the route acts as the agent. */
  configurationId: z.string().optional(),
});

/** The outcome of an incoming call. */
export interface ReceivedCall {
  call: Call;
  conversationId: string | null;
  configurationId: string | null;
  /** null if a trunk or an application takes precedence. */
  voiceUrl: string | null;
  transcribedTwice: boolean;
  /** The URL that was requested for TwiML. */
  ringing?: string;
  /** Why the call failed. */
  error?: string;
}

/** Settles when the agent is connected, or the call waits or is over. */
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
  // `close` waits for it too; a failure is reported by the request.
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
  const unplayable = unplayableReason(number);
  if (unplayable) course.warnings.push(unplayable);
  const problem = unplayable ?? (await playFirstTwiml(context, call, firstTwimlOf(number)));
  if (problem !== undefined) await finishCall(context, call, "failed");
  const { conversationId, transcribedTwice } = course;
  return {
    call,
    conversationId,
    configurationId: context.state.conversations[conversationId ?? ""]?.configurationId ?? null,
    transcribedTwice,
    ...(unplayable ? {} : { ringing: number.voice_url }),
    ...(problem === undefined ? {} : { error: problem }),
  };
}

/** Why the number's voice URL is not requested; undefined if it is. Precedence: trunk, application, URL. */
function unplayableReason({ phone_number, trunk_sid, voice_application_sid, voice_url }: PhoneNumber) {
  const first = trunk_sid ?? voice_application_sid;
  if (first)
    return `${phone_number} is handled by ${first}, which takes precedence over its VoiceUrl and which the local Twilio does not simulate`;
  return voice_url === "" ? `${phone_number} has no VoiceUrl` : undefined;
}

function firstTwimlOf(number: PhoneNumber): FirstTwiml {
  return {
    url: number.voice_url,
    method: number.voice_method,
    fallbackUrl: number.voice_fallback_url,
    fallbackMethod: number.voice_fallback_method,
  };
}
