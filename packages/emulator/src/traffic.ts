// Customers who write (those who call: callControl.ts). Host-less routes below /local, JSON, for people, demos and tests;
// Twilio has none of them.
//
//   POST /local/messages {from, to, body, customerType?}  a customer's message arrives at an address
//   GET  /local/requests?after=N                          requests with seq > N: seq, method, host, path, query, status
//   GET  /local/health                                    {"status": "ok", "pid": 4711}, with a proxy also {url, caFile, environment}

import type { Hono } from "hono";
import { z } from "zod";
import type { AddressConfiguration } from "./addresses.ts";
import { readJson } from "./body.ts";
import { capturing } from "./captureRules.ts";
import type { ClassicConversation } from "./classic.ts";
import { addCommunication } from "./communications.ts";
import { newConversation, type OrchestratorConversation } from "./conversations.ts";
import { badParameter } from "./errors.ts";
import { openTask } from "./interactions.ts";
import type { Local } from "./local.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";
import { type Address, newParticipant, type Participant } from "./participants.ts";
import type { PhoneNumber } from "./phoneNumbers.ts";
import { nextSid } from "./state.ts";
import { timestamp } from "./timestamp.ts";

/** A message that auto-creation sent into a Studio flow, which the local Twilio does not run. */
export interface FlowMessage {
  flowSid: string;
  from: string;
  to: string;
  body: string;
  at: string;
}

/** Who got a customer's message. */
export type HandledBy =
  | { flowSid: string }
  | { webhookUrl: string }
  | { conversationSid: string; serviceSid: string }
  | { smsUrl: string }
  | null;

interface Message {
  from: string;
  to: string;
  body: string;
  /** What the Orchestrator takes people for when it captures the first message. It is said to leave some UNKNOWN. */
  customerType: "CUSTOMER" | "UNKNOWN";
}

const messageBody = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  body: z.string(),
  customerType: z.enum(["CUSTOMER", "UNKNOWN"]).default("CUSTOMER"),
});

export function trafficRoutes(app: Hono, local: Local): void {
  app.post("/local/messages", async (c) =>
    Response.json(receiveMessage(local, await readJson(c, messageBody))),
  );
  app.get("/local/health", () =>
    Response.json({ status: "ok", pid: process.pid, ...(local.proxy && { proxy: local.proxy }) }),
  );
}

function receiveMessage(local: Local, message: Message) {
  const { state } = local;
  const address = Object.values(state.addressConfigurations).find((row) => row.address === message.to);
  const number = Object.values(state.phoneNumbers).find((row) => row.phone_number === message.to);
  const channel = channelOf(message.to, address);
  const handledBy = autoCreate(local, message, address) ?? smsHandler(number);
  const classic =
    handledBy && "conversationSid" in handledBy
      ? state.classicConversations[handledBy.conversationSid]
      : undefined;
  const configuration = capturing(state, channel, message, classic);
  const conversation = configuration && capture(local, configuration, channel, message, classic);
  return {
    channel,
    handledBy,
    // A number's own SMS webhook runs in parallel to auto-creation: two would answer.
    // Source: twilio.com/docs/flex/admin-guide/setup/conversations
    alsoSentTo: handledBy && !("smsUrl" in handledBy) && number?.sms_url ? number.sms_url : null,
    conversationSid: classic?.sid ?? null,
    conversationId: conversation?.id ?? null,
    configurationId: configuration?.id ?? null,
    participants: conversation?.participants ?? [],
  };
}

function channelOf(to: string, address: AddressConfiguration | undefined): Address["channel"] {
  if (address?.type === "chat") return "CHAT";
  if (to.startsWith("whatsapp:")) return "WHATSAPP";
  return to.startsWith("rcs:") ? "RCS" : "SMS";
}

function smsHandler(number: PhoneNumber | undefined): HandledBy {
  return number?.sms_url ? { smsUrl: number.sms_url } : null;
}

function autoCreate(local: Local, message: Message, address: AddressConfiguration | undefined): HandledBy {
  if (!address?.auto_creation.enabled) return null;
  const { type, studio_flow_sid, webhook_url, conversation_service_sid } = address.auto_creation;
  if (type === "studio" && studio_flow_sid) {
    const { from, to, body } = message;
    local.state.flowMessages.push({
      from,
      to,
      body,
      flowSid: studio_flow_sid,
      at: timestamp(local.now()),
    });
    return { flowSid: studio_flow_sid };
  }
  if (type === "webhook" && webhook_url) return { webhookUrl: webhook_url };
  const service = conversation_service_sid ?? local.state.flexConfiguration?.chat_service_instance_sid;
  if (!service) throw badParameter(`Address ${message.to} has no service and the account has no default one`);
  const { sid } = classicConversation(local, message, address.type, service);
  return { conversationSid: sid, serviceSid: service };
}

/** The open conversation of these two addresses, or a new one. */
function classicConversation(
  local: Local,
  message: Message,
  type: string,
  service: string,
): ClassicConversation {
  const now = timestamp(local.now());
  const open = Object.values(local.state.classicConversations).find(
    ({ chat_service_sid, state, participants }) =>
      chat_service_sid === service &&
      state !== "closed" &&
      participants.some(
        ({ identity, messaging_binding: binding }) =>
          identity === message.from ||
          (binding?.address === message.from && binding.proxy_address === message.to),
      ),
  );
  const row: ClassicConversation = open ?? {
    sid: nextSid(local.state, "CH"),
    chat_service_sid: service,
    friendly_name: message.from,
    attributes: "{}",
    state: "active",
    participants: [
      {
        sid: nextSid(local.state, "MB"),
        identity: type === "chat" ? message.from : null,
        messaging_binding:
          type === "chat" ? null : { type, address: message.from, proxy_address: message.to },
        date_created: now,
      },
    ],
    messages: [],
    webhook_sids: [],
    date_created: now,
    date_updated: now,
  };
  row.messages.push({
    sid: nextSid(local.state, "IM"),
    author: message.from,
    body: message.body,
    date_created: now,
  });
  local.state.classicConversations[row.sid] = row;
  return row;
}

/** The conversation of these two under this configuration, or a new one; the message is noted in it. */
function capture(
  local: Local,
  configuration: OrchestratorConfiguration,
  channel: Address["channel"],
  { from, to, body, customerType }: Message,
  classic: ClassicConversation | undefined,
): OrchestratorConversation {
  const present = Object.values(local.state.conversations).find(
    (row) =>
      row.configurationId === configuration.id &&
      row.status !== "CLOSED" &&
      holder(row, channel, from) &&
      (channel === "CHAT" || holder(row, channel, to)),
  );
  // Only what came over the bridge has a Classic conversation; a message captured by rule has none.
  const bridged = classic && configuration.conversationsV1Bridge?.serviceId === classic.chat_service_sid;
  const channelId = bridged ? classic.sid : undefined;
  const conversation =
    present ??
    newConversation(local, configuration, pair(local, channel, from, to, channelId, { customerType }));
  const customer = holder(conversation, channel, from);
  if (!customer) throw new Error(`conversation ${conversation.id} lost its customer ${from}`);
  const communication = addCommunication(local, conversation, {
    from: customer,
    to: conversation.participants.filter((participant) => participant !== customer),
    text: body,
    bridge: "arrived",
    ...(channelId && { channelId }),
  });
  const message = bridged ? classic.messages.at(-1) : undefined;
  if (message) message.communicationId = communication.id;
  const task = bridged && openTask(local.state, classic.sid);
  if (task) communication.deliveredTo.push({ task: task.sid });
  return conversation;
}

/** Who takes part under this address. */
function holder(
  { participants }: OrchestratorConversation,
  channel: string,
  address: string,
): Participant | undefined {
  return participants.find(({ addresses }) =>
    addresses.some((held) => held.channel === channel && held.address === address),
  );
}

/** Who takes part at first. In a chat that is the visitor alone: its agent has no address that a message goes to. */
function pair(
  local: Local,
  channel: Address["channel"],
  from: string,
  to: string,
  channelId?: string,
  { customerType = "CUSTOMER" }: { customerType?: Message["customerType"] } = {},
): Participant[] {
  const via = channelId ? { channelId } : {};
  const customer = newParticipant(local, {
    name: from,
    type: customerType,
    addresses: [{ channel, address: from, ...via }],
  });
  if (channel === "CHAT") return [customer];
  const known = customerType === "CUSTOMER";
  const agent = newParticipant(local, {
    name: known ? "AI agent" : to,
    type: known ? "AI_AGENT" : "UNKNOWN",
    addresses: [{ channel, address: to, ...via }],
  });
  return [customer, agent];
}
