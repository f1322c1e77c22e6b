// Adds a customer's message to its Classic conversation: the open one of its two addresses, or one that the address
// configuration creates. Source: twilio.com/docs/conversations/inbound-autocreation

import type { Context } from "../core/context.ts";

import { badParameter } from "../http/errors.ts";
import type { AddressConfiguration, ClassicConversation, ClassicMessage } from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { addMessage, createConversation } from "./rows.ts";
import { defaultServiceSid } from "./services.ts";

/** From the customer to an address of the account. */
export interface InboundMessage {
  from: string;
  to: string;
  body: string;
}

/** A message in its conversation. */
export interface ArrivedMessage {
  conversation: ClassicConversation;
  message: ClassicMessage;
}

/** Returns undefined if there is no open conversation and the address creates none. */
export function addInboundMessage(
  context: Context,
  message: InboundMessage,
  address: AddressConfiguration | undefined,
): ArrivedMessage | undefined {
  const conversation =
    openConversation(context.state, message, address) ?? autoCreate(context, message, address);
  if (!conversation) return undefined;
  const { from, body } = message;
  return { conversation, message: addMessage(context, conversation, { author: from, body }) };
}

/** A pair of addresses has at most one open conversation, a visitor of a web chat one in each service. */
function openConversation(
  state: State,
  { from, to }: InboundMessage,
  address: AddressConfiguration | undefined,
): ClassicConversation | undefined {
  const service = address?.type === "chat" ? serviceSidOf(state, address) : undefined;
  return Object.values(state.classicConversations).find(
    (row) =>
      row.state !== "closed" &&
      row.participants.some(
        ({ identity, messaging_binding: binding }) =>
          (identity === from && row.chat_service_sid === service) ||
          (binding?.address === from && binding.proxy_address === to),
      ),
  );
}

/** @throws Refusal (400) if neither the address nor the account has a service for it */
function autoCreate(
  context: Context,
  { from, to }: InboundMessage,
  address: AddressConfiguration | undefined,
): ClassicConversation | undefined {
  if (!address?.auto_creation.enabled) return undefined;
  const { type, studio_flow_sid: flowSid, webhook_url } = address.auto_creation;
  if (type === "webhook" && webhook_url) return undefined;
  const { state } = context;
  const service = serviceSidOf(state, address);
  if (!service) throw badParameter(`Address ${to} has no service and the account has no default one`);
  const isChat = address.type === "chat";
  const conversation = createConversation(context, {
    serviceSid: service,
    friendlyName: from,
    customer: {
      identity: isChat ? from : null,
      messaging_binding: isChat ? null : { type: address.type, address: from, proxy_address: to },
    },
  });
  if (type === "studio" && flowSid) {
    conversation.studio = { flowSid, webhookSid: nextSid(state, "WH") };
    conversation.webhook_sids.push(conversation.studio.webhookSid);
  }
  return conversation;
}

function serviceSidOf(state: State, { auto_creation }: AddressConfiguration): string | null {
  return auto_creation.conversation_service_sid ?? defaultServiceSid(state);
}
