// What a flow does with Classic conversations, and the messages it sends.
// Source: twilio.com/docs/studio/widget-library/resume-conversation, …/start-conversation, …/send-message

import type { Conversation, NewConversation, OutboundMessage } from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import type { ClassicConversation } from "../state/classic.ts";
import type { SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";

/** Attaches an execution until it ends: it hears of the next message. */
export function attachExecution(
  context: Context,
  execution: StoredExecution,
  conversation: ClassicConversation,
): Conversation {
  const webhookSid = nextSid(context.state, "WH");
  conversation.webhook_sids.push(webhookSid);
  execution.attached = { conversationSid: conversation.sid, webhookSid };
  return {
    sid: conversation.sid,
    chat_service_sid: conversation.chat_service_sid,
    ...(conversation.friendly_name === null ? {} : { friendly_name: conversation.friendly_name }),
    state: conversation.state,
    attributes: conversation.attributes,
    webhook_sid: webhookSid,
    participants: conversation.participants.map(({ sid, identity, messaging_binding }) => ({
      sid,
      ...(identity === null ? {} : { identity }),
      ...(messaging_binding === null ? {} : { messaging_binding }),
    })),
  };
}

/**
 * A conversation with its one customer. The execution of Start Conversation is attached to it afterwards.
 *
 * @throws Error when there is no such service
 */
export function newConversation(
  { state, now }: Context,
  { serviceSid, participant, friendlyName, attributes = "{}" }: NewConversation,
): ClassicConversation {
  if (!state.classicServices[serviceSid]) throw new Error(`there is no Classic service ${serviceSid}`);
  const { identity = null, address, proxyAddress = "" } = participant;
  const date = timestamp(now());
  const binding =
    address === undefined ? null : { type: channelOf(address), address, proxy_address: proxyAddress };
  const conversation: ClassicConversation = {
    sid: nextSid(state, "CH"),
    chat_service_sid: serviceSid,
    friendly_name: friendlyName ?? null,
    attributes,
    state: "active",
    participants: [{ sid: nextSid(state, "MB"), identity, messaging_binding: binding, date_created: date }],
    messages: [],
    webhook_sids: [],
    date_created: date,
    date_updated: date,
  };
  state.classicConversations[conversation.sid] = conversation;
  return conversation;
}

function channelOf(address: string): string {
  return address.startsWith("whatsapp:") ? "whatsapp" : "sms";
}

/**
 * Sends a message of a flow, into its conversation when there is one.
 *
 * @returns what is below `outbound`
 * @throws Error when the conversation is closed or not there, or the sender is nobody here (21606)
 */
export function sendMessage(
  context: Context,
  execution: StoredExecution,
  { conversationSid, ...message }: OutboundMessage,
): Record<string, unknown> {
  const sent =
    conversationSid === undefined
      ? sendToAddress(context, message)
      : sendIntoConversation(context, conversationSid, message);
  execution.sent ??= [];
  execution.sent.push({ ...message, from: sent.From });
  return { ...sent, AccountSid: context.state.account.sid, Body: message.body };
}

interface SentOutputs {
  From: string;
  [output: string]: unknown;
}

function sendIntoConversation(
  { state, now }: Context,
  conversationSid: string,
  message: SentMessage,
): SentOutputs {
  const conversation = state.classicConversations[conversationSid];
  if (!conversation) throw new Error(`conversation ${conversationSid} does not exist`);
  if (conversation.state === "closed") throw new Error(`conversation ${conversationSid} is closed`);
  const author = authorOf(conversation, message.from);
  const row = { sid: nextSid(state, "IM"), author, body: message.body, date_created: timestamp(now()) };
  conversation.messages.push(row);
  const Index = String(conversation.messages.length - 1);
  return { Sid: row.sid, From: author, Author: author, ConversationSid: conversationSid, Index };
}

/** An execution that a conversation's message started knows no address of Twilio's, only the conversation. */
function authorOf({ sid, participants }: ClassicConversation, from: string): string {
  if (from !== sid) return from;
  return participants[0]?.messaging_binding?.proxy_address ?? "system";
}

function sendToAddress({ state }: Context, { from, to }: SentMessage): SentOutputs {
  const isOurs =
    Object.values(state.phoneNumbers).some(({ phone_number }) => phone_number === from) ||
    Object.values(state.addressConfigurations).some(({ address }) => address === from);
  // Source: twilio.com/docs/api/errors/21606
  if (!isOurs) throw new Error(`21606: ${from} is not a number of this account that can send messages`);
  return { Sid: nextSid(state, "SM"), From: from, To: to, Status: "queued", Direction: "outbound-api" };
}
