// Status callbacks of a conversation: the Orchestrator posts each event to the team's server, in order.
// Source: twilio.com/docs/conversations/orchestrator/webhooks (event types, eventType + timestamp + data);
// what TAC Python 2.5.0 reads (channels/messaging.py, server/fastapi_server.py)

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Context, SentRequest } from "../core/context.ts";
import { writtenFields } from "../core/newerApis.ts";
import { sendToTeam } from "../core/sendToTeam.ts";
import { webUrl } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";

/** A callback in a configuration or a conversation, as sent. */
export const statusCallback = z.strictObject({
  url: webUrl,
  method: z.enum(["POST", "GET"]).default("POST"),
});

/** The documented event types that can occur here. */
export type EventType =
  | "CONVERSATION_CREATED"
  | "CONVERSATION_UPDATED"
  | "PARTICIPANT_ADDED"
  | "PARTICIPANT_UPDATED"
  | "COMMUNICATION_CREATED";

/** The last webhook of each conversation, which the next one waits for. */
const last = new WeakMap<OrchestratorConversation, Promise<void>>();

/**
 * Posts an event to the callbacks of a conversation, in the background and after earlier events.
 *
 * A callback that was removed in the meantime receives nothing more, not even earlier events: after a hand-off the
 * virtual agent must not receive any more of the conversation.
 *
 * @param data the current resource
 * @param delivered called with the URL of each callback that responded with 2xx
 */
export function postEvent(
  context: Context,
  conversation: OrchestratorConversation,
  { eventType, data }: { eventType: EventType; data: unknown },
  delivered: (url: string) => void = () => {},
): void {
  const callbacks = conversation.configuration.statusCallbacks ?? [];
  if (callbacks.length === 0) return;
  const event = {
    eventType,
    timestamp: timestamp(context.now()),
    data: writtenFields(context.settings, structuredClone(data)),
  };
  const headers = { "i-twilio-idempotency-token": randomUUID() };
  const sending = (last.get(conversation) ?? Promise.resolve()).then(async () => {
    for (const { url, method } of callbacks) {
      const present = conversation.configuration.statusCallbacks ?? [];
      if (!present.some((callback) => callback.url === url)) continue;
      const response = await sendToTeam(context, url, { ...requestParts(event, method), headers });
      if ("status" in response && response.status >= 200 && response.status < 300) delivered(url);
    }
  });
  last.set(conversation, sending);
  context.background(sending);
}

/** A GET has no body. How Twilio sends an event then is not documented; here its parts are parameters. */
function requestParts(event: { eventType: string; timestamp: string; data: unknown }, method: string) {
  if (method === "GET") {
    return { method: "GET" as const, form: { ...event, data: JSON.stringify(event.data) } };
  }
  return { method: method as SentRequest["method"], json: event };
}
