// Adds a customer's message to its conversation in the Orchestrator, if a configuration captures it.

import type { InboundMessage } from "../classic/inbound.ts";
import type { Context } from "../core/context.ts";
import type { ClassicConversation } from "../state/classic.ts";
import type { Address, OrchestratorConversation, Participant } from "../state/orchestrator.ts";
import { capturingConfiguration } from "./captureRules.ts";
import { addCommunication } from "./communications.ts";
import { conversationUnder } from "./conversations.ts";
import { newParticipant } from "./participants.ts";

export interface CustomerMessage extends InboundMessage {
  /** Type that the Orchestrator gives the customer at the first message. It reportedly leaves some UNKNOWN. */
  customerType: "CUSTOMER" | "UNKNOWN";
}

/**
 * Adds the message to the open conversation of its two addresses, or to a new one.
 *
 * @param classic the Classic conversation that the message arrived in
 * @returns undefined if no configuration captures the message
 */
export function captureMessage(
  context: Context,
  channel: Address["channel"],
  customerMessage: CustomerMessage,
  classic: ClassicConversation | undefined,
): OrchestratorConversation | undefined {
  const { from, to, body, customerType } = customerMessage;
  const configuration = capturingConfiguration(context.state, channel, customerMessage, classic);
  if (!configuration) return undefined;
  const present = Object.values(context.state.conversations).find(
    (row) =>
      row.configurationId === configuration.id &&
      row.status !== "CLOSED" &&
      participantAt(row, channel, from) &&
      (channel === "CHAT" || participantAt(row, channel, to)),
  );
  // Only a bridged message has a Classic conversation; one captured by a rule has none.
  const bridged = classic && configuration.conversationsV1Bridge?.serviceId === classic.chat_service_sid;
  const channelId = bridged ? classic.sid : undefined;
  const conversation =
    present ??
    conversationUnder(
      context,
      configuration,
      firstParticipants(context, channel, from, to, channelId, { customerType }),
    );
  const customer = participantAt(conversation, channel, from);
  if (!customer) throw new Error(`conversation ${conversation.id} lost its customer ${from}`);
  const communication = addCommunication(context, conversation, {
    from: customer,
    to: conversation.participants.filter((participant) => participant !== customer),
    text: body,
    bridge: "arrived",
    ...(channelId && { channelId }),
  });
  const message = bridged ? classic.messages.at(-1) : undefined;
  if (message) message.communicationId = communication.id;
  return conversation;
}

/** The participant with this address. */
function participantAt(
  { participants }: OrchestratorConversation,
  channel: string,
  address: string,
): Participant | undefined {
  return participants.find(({ addresses }) =>
    addresses.some((held) => held.channel === channel && held.address === address),
  );
}

/** The first participants; in a web chat only the visitor, because the agent has no address there. */
function firstParticipants(
  context: Context,
  channel: Address["channel"],
  from: string,
  to: string,
  channelId?: string,
  { customerType = "CUSTOMER" }: { customerType?: CustomerMessage["customerType"] } = {},
): Participant[] {
  const via = channelId ? { channelId } : {};
  const customer = newParticipant(context, {
    name: from,
    type: customerType,
    addresses: [{ channel, address: from, ...via }],
  });
  if (channel === "CHAT") return [customer];
  const known = customerType === "CUSTOMER";
  const agent = newParticipant(context, {
    name: known ? "AI agent" : to,
    type: known ? "AI_AGENT" : "UNKNOWN",
    addresses: [{ channel, address: to, ...via }],
  });
  return [customer, agent];
}
