// The Classic conversations of a flow: attaching to one, creating one, sending messages.
// Source: twilio.com/docs/studio/widget-library/resume-conversation, …/start-conversation, …/send-message

import type { Conversation, NewConversation, OutboundMessage } from "@tac-handoff/studio";
import { addMessage, createConversation } from "../classic/rows.ts";
import type { Context } from "../core/context.ts";

import type { ClassicConversation } from "../state/classic.ts";
import type { SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";

/** Attaches an execution to a conversation until it ends, so that it receives the next message. */
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
 * Creates a conversation with one customer, for Start Conversation.
 *
 * @throws Error if the service does not exist
 */
export function startConversation(
  context: Context,
  { serviceSid, participant, friendlyName, attributes = "{}" }: NewConversation,
): ClassicConversation {
  if (!context.state.classicServices[serviceSid])
    throw new Error(`Classic service ${serviceSid} does not exist`);
  const { identity = null, address, proxyAddress = "" } = participant;
  const messaging_binding =
    address === undefined ? null : { type: channelOf(address), address, proxy_address: proxyAddress };
  return createConversation(context, {
    serviceSid,
    friendlyName: friendlyName ?? null,
    attributes,
    customer: { identity, messaging_binding },
  });
}

function channelOf(address: string): string {
  return /^(whatsapp|rcs):/.exec(address)?.[1] ?? "sms";
}

/**
 * Sends a message of a flow, into its conversation if there is one.
 *
 * @returns the widget's `outbound` variables
 * @throws Error if the conversation is closed or does not exist, or the sender is not an address of the account (21606)
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

function sendIntoConversation(context: Context, conversationSid: string, message: SentMessage): SentOutputs {
  const conversation = context.state.classicConversations[conversationSid];
  if (!conversation) throw new Error(`conversation ${conversationSid} does not exist`);
  if (conversation.state === "closed") throw new Error(`conversation ${conversationSid} is closed`);
  const author = authorOf(conversation, message.from);
  const { sid } = addMessage(context, conversation, { author, body: message.body });
  const Index = String(conversation.messages.length - 1);
  return { Sid: sid, From: author, Author: author, ConversationSid: conversationSid, Index };
}

/** An execution that a conversation's message started has the conversation's SID in place of an address of the account. */
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
