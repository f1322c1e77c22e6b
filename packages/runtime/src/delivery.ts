// How a payload leaves the agent: one WebSocket frame on a call, one form to Studio in messaging.
// Source: TAC Python 2.5.0 and TypeScript; the bytes are the TypeScript SDK's.

import type { HandoffPayload } from "./payload.ts";

/** The frame that ends a ConversationRelay session; Twilio posts `handoffData` on as the form field `HandoffData`. */
export function voiceEndFrame(payload: HandoffPayload): string {
  return JSON.stringify({ type: "end", handoffData: JSON.stringify(payload) });
}

/**
 * The form that starts the flow for a message or chat.
 *
 * @param options.to address of the customer; empty when unknown
 * @param options.from always TAC's phone number, also for WhatsApp and chat
 */
export function executionForm({
  to,
  from,
  payload,
}: {
  to: string;
  from: string;
  payload: HandoffPayload;
}): URLSearchParams {
  return new URLSearchParams({ To: to, From: from, Parameters: JSON.stringify({ HandoffData: payload }) });
}

export function studioExecutionsUrl(flowSid: string): string {
  return `https://studio.twilio.com/v2/Flows/${flowSid}/Executions`;
}

/** The `<Connect action>` of every call that TAC answers. */
export function studioVoiceUrl({ accountSid, flowSid }: { accountSid: string; flowSid: string }): string {
  return `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?Trigger=incomingCall`;
}
