// A customer writes to an address of the account: `POST /local/messages {from, to, body, customerType?}`. The message
// arrives in its conversations and at its flows, and the response shows who received it and what flows replied.

import type { Hono } from "hono";
import { z } from "zod";
import { type ArrivedMessage, addInboundMessage } from "../classic/inbound.ts";
import type { Context } from "../core/context.ts";
import { openTask } from "../flex/interactions.ts";
import { readJson } from "../http/body.ts";
import { type CustomerMessage, captureMessage } from "../orchestrator/captureMessage.ts";
import type { AddressConfiguration, ClassicConversation, ClassicMessage } from "../state/classic.ts";
import type { Flow } from "../state/flows.ts";
import type { PhoneNumber } from "../state/numbers.ts";
import type { Address, Delivery } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";
import { deliverToConversation, deliverToNumber, type FlowReplies } from "../studio/inboundMessages.ts";
import { flowAt } from "../studio/webhookUrl.ts";
import { renderExecution } from "./executions.ts";

/** Who handled a customer's message. */
export type HandledBy =
  | { flowSid: string; executionSid: string | null }
  | { webhookUrl: string }
  | { conversationSid: string; serviceSid: string }
  | { smsUrl: string }
  | null;

const messageBody = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  body: z.string(),
  customerType: z.enum(["CUSTOMER", "UNKNOWN"]).default("CUSTOMER"),
});

export function messageRoutes(app: Hono, context: Context): void {
  app.post("/local/messages", async (c) =>
    Response.json(await receiveMessage(context, await readJson(c, messageBody))),
  );
}

async function receiveMessage(context: Context, message: CustomerMessage) {
  const { state } = context;
  const address = Object.values(state.addressConfigurations).find((row) => row.address === message.to);
  const number = Object.values(state.phoneNumbers).find((row) => row.phone_number === message.to);
  const channel = channelOf(message.to, address);
  const arrived = addInboundMessage(context, message, address);
  const classic = arrived?.conversation;
  const studio = classic?.studio;
  const conversation = captureMessage(context, channel, message, classic);
  if (arrived) recordTask(state, arrived);
  const fromConversation = arrived ? await deliverToConversation(context, arrived, message) : { replies: [] };
  if (arrived) recordFlows(state, arrived, fromConversation);
  const flow = flowAt(state, number?.sms_url ?? "");
  const fromNumber = flow ? await deliverToNumber(context, flow, message) : { replies: [] };
  const handledFirst = byConversation(classic, studio, fromConversation) ?? byWebhook(address);
  const all = [...fromConversation.replies, ...fromNumber.replies];
  return {
    channel,
    handledBy: handledFirst ?? byNumber(number, flow, fromNumber),
    // A number's own SMS webhook runs in parallel to auto-creation, so both would reply.
    // Source: twilio.com/docs/flex/admin-guide/setup/conversations
    alsoSentTo: handledFirst && number?.sms_url ? number.sms_url : null,
    conversationSid: classic?.sid ?? null,
    conversationId: conversation?.id ?? null,
    configurationId: conversation?.configurationId ?? null,
    participants: conversation?.participants ?? [],
    replies: all.flatMap(({ sent }) => sent),
    executions: all.map(({ execution }) => renderExecution(state, execution)),
    warnings: [fromConversation.problem, fromNumber.problem].filter((problem) => problem !== undefined),
  };
}

function channelOf(to: string, address: AddressConfiguration | undefined): Address["channel"] {
  if (address?.type === "chat") return "CHAT";
  if (to.startsWith("whatsapp:")) return "WHATSAPP";
  return to.startsWith("rcs:") ? "RCS" : "SMS";
}

/** @param studio the conversation's flow when the message arrived, which Send to Flex may have removed since */
function byConversation(
  conversation: ClassicConversation | undefined,
  studio: ClassicConversation["studio"],
  { replies }: FlowReplies,
): HandledBy {
  if (!conversation) return null;
  const { sid, chat_service_sid } = conversation;
  if (!studio) return { conversationSid: sid, serviceSid: chat_service_sid };
  const started = replies.find(({ execution }) => execution.conversationSid === sid);
  return { flowSid: studio.flowSid, executionSid: started?.execution.sid ?? null };
}

function byWebhook(address: AddressConfiguration | undefined): HandledBy {
  const { enabled, type, webhook_url } = address?.auto_creation ?? {};
  return enabled && type === "webhook" && webhook_url ? { webhookUrl: webhook_url } : null;
}

function byNumber(
  number: PhoneNumber | undefined,
  flow: Flow | undefined,
  { replies: [first] }: FlowReplies,
): HandledBy {
  if (flow) return { flowSid: flow.sid, executionSid: first?.execution.sid ?? null };
  return number?.sms_url ? { smsUrl: number.sms_url } : null;
}

/** Records that a Flex agent reads the message, if the conversation has an open task. */
function recordTask(state: State, { conversation, message }: ArrivedMessage): void {
  const task = openTask(state, conversation.sid);
  if (task) recordDelivery(state, message, { task: task.sid });
}

function recordFlows(state: State, { message }: ArrivedMessage, { replies }: FlowReplies): void {
  for (const { execution } of replies) recordDelivery(state, message, { flow: execution.flowSid });
}

/** Records a recipient of a message: on its communication if the bridge created one, otherwise on the message. */
function recordDelivery({ conversations }: State, message: ClassicMessage, delivery: Delivery): void {
  const communication = Object.values(conversations)
    .flatMap(({ communications }) => communications)
    .find(({ id }) => id === message.communicationId);
  if (communication) return void communication.deliveredTo.push(delivery);
  message.deliveredTo ??= [];
  message.deliveredTo.push(delivery);
}
