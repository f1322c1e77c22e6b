// What the Orchestrator tells a team's server of a conversation: one webhook for each event, in order.
// Source: twilio.com/docs/conversations/orchestrator/webhooks (event types, eventType + timestamp + data);
// what TAC Python 2.5.0 reads (channels/messaging.py, server/fastapi_server.py)

import { randomUUID } from "node:crypto";
import type { Context, SentRequest } from "../core/context.ts";
import { sendToTeam } from "../core/sendToTeam.ts";
import { timestamp } from "../http/dates.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";

/** The documented types of which something here can be the cause. */
export type EventType =
  | "CONVERSATION_CREATED"
  | "CONVERSATION_UPDATED"
  | "PARTICIPANT_ADDED"
  | "PARTICIPANT_UPDATED"
  | "COMMUNICATION_CREATED";

/** The last webhook of each conversation: the next one waits for it. */
const last = new WeakMap<OrchestratorConversation, Promise<void>>();

/**
 * Posts an event to the callbacks of a conversation, in the background and after those before it.
 *
 * Callbacks that were taken away meanwhile get nothing more, not even what was waiting: after a hand-off the agent
 * must hear no more of the conversation.
 *
 * @param data the resource as it is now
 * @param delivered called with the URL of each callback that answered 2xx
 */
export function postEvent(
  context: Context,
  conversation: OrchestratorConversation,
  { eventType, data }: { eventType: EventType; data: unknown },
  delivered: (url: string) => void = () => {},
): void {
  const callbacks = conversation.configuration.statusCallbacks ?? [];
  if (callbacks.length === 0) return;
  const event = { eventType, timestamp: timestamp(context.now()), data: structuredClone(data) };
  const headers = { "i-twilio-idempotency-token": randomUUID() };
  const sending = (last.get(conversation) ?? Promise.resolve()).then(async () => {
    for (const { url, method } of callbacks) {
      const present = conversation.configuration.statusCallbacks ?? [];
      if (!present.some((callback) => callback.url === url)) continue;
      const answer = await sendToTeam(context, url, { ...requestParts(event, method), headers });
      if ("status" in answer && answer.status >= 200 && answer.status < 300) delivered(url);
    }
  });
  last.set(conversation, sending);
  context.background(sending);
}

/** A GET has no body. How Twilio carries an event there is not documented; here its parts are parameters. */
function requestParts(event: { eventType: string; timestamp: string; data: unknown }, method: string) {
  if (method === "GET") {
    return { method: "GET" as const, form: { ...event, data: JSON.stringify(event.data) } };
  }
  return { method: method as SentRequest["method"], json: event };
}
