// The first TwiML of a call: from the voice URL of a number, or what the API's request to place the call names.
// Source: twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, twilio.com/docs/voice/api/call-resource

import type { Context } from "../core/context.ts";
import type { FirstTwiml, PlayedCall } from "../state/calls.ts";
import { isOver } from "./call.ts";
import { beginConversation } from "./conversation.ts";
import { callForm, readTwiml, requestTwiml, type TwimlResult } from "./requestTwiml.ts";
import { runTwiml } from "./runTwiml.ts";

/**
 * Runs the first TwiML of a call. Settles when the agent is connected, or the call waits or is over.
 *
 * @param form further fields of the request
 * @returns why there is none, which the call's warnings have as well
 */
export async function playFirstTwiml(
  context: Context,
  call: PlayedCall,
  first: FirstTwiml,
  form: Record<string, string> = {},
): Promise<string | undefined> {
  const { course } = call;
  const result = await requestFirst(context, call, first, form);
  if ("problem" in result) {
    course.warnings.push(result.problem);
    return result.problem;
  }
  if (isOver(call)) return undefined;
  // A rejected call was never answered.
  if (result.twiml.verbs[0]?.name !== "Reject") call.status = "in-progress";
  await runTwiml(context, call, result.twiml);
  if (!isOver(call) && !course.session) {
    const { conversationId, transcribedTwice } = beginConversation(context, call);
    Object.assign(course, { conversationId, transcribedTwice });
  }
  return undefined;
}

/** Requests the URL, and its fallback if that fails. */
async function requestFirst(
  context: Context,
  call: PlayedCall,
  first: FirstTwiml,
  form: Record<string, string>,
): Promise<TwimlResult> {
  if ("inline" in first) return readTwiml(first.inline, { status: 200, url: "" });
  if ("applicationSid" in first)
    return {
      status: 0,
      problem: `the call is handled by ${first.applicationSid}, which the local Twilio does not simulate`,
    };
  const { url, method, fallbackUrl = "", fallbackMethod } = first;
  const result = await requestTwiml(context, { url, method, form: callForm(context, call, form) });
  if (!("problem" in result) || fallbackUrl === "") return result;
  call.course.warnings.push(result.problem);
  const failure = { ErrorCode: result.problem.slice(0, 5), ErrorUrl: url };
  return requestTwiml(context, {
    url: fallbackUrl,
    method: fallbackMethod,
    form: callForm(context, call, { ...form, ...failure }),
  });
}
