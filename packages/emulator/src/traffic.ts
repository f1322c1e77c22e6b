// Customers who write and call. Host-less routes below /local, JSON, for people, demos and tests; Twilio has none of them.
//
//   POST /local/messages {from, to, body}               a customer's message arrives at an address
//   POST /local/calls    {from, to, configurationId?}   a call arrives; the id is what the TwiML's conversationConfiguration says
//   GET  /local/requests?after=N                        requests with seq > N: seq, method, host, path, query, status
//   GET  /local/health                                  {"status": "ok", "pid": 4711}, with a proxy also {url, caFile, environment}

import type { Hono } from "hono";
import { z } from "zod";
import type { AddressConfiguration } from "./addresses.ts";
import { readJson } from "./body.ts";
import type { Call } from "./calls.ts";
import type { ClassicConversation } from "./classic.ts";
import { addCommunication, newConversation, type OrchestratorConversation } from "./conversations.ts";
import { badParameter } from "./errors.ts";
import type { Local } from "./local.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";
import { type Address, newParticipant } from "./participants.ts";
import type { PhoneNumber } from "./phoneNumbers.ts";
import { nextSid, type State } from "./state.ts";

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
}

const messageBody = z.strictObject({ from: z.string().min(1), to: z.string().min(1), body: z.string() });
const callBody = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  configurationId: z.string().optional(),
});

export function trafficRoutes(app: Hono, local: Local): void {
  app.post("/local/messages", async (c) =>
    Response.json(receiveMessage(local, await readJson(c, messageBody))),
  );
  app.post("/local/calls", async (c) => Response.json(receiveCall(local, await readJson(c, callBody))));
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
    local.state.flowMessages.push({ ...message, flowSid: studio_flow_sid, at: local.now().toISOString() });
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
  const now = local.now().toISOString();
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

/** The configuration that bridges the conversation's service, else the first one whose rules match. */
function capturing(
  state: State,
  channel: Address["channel"],
  { from, to }: Pick<Message, "from" | "to">,
  classic?: ClassicConversation,
): OrchestratorConfiguration | undefined {
  const rows = able(state);
  const bridging = rows.find(
    ({ conversationsV1Bridge }) => classic && conversationsV1Bridge?.serviceId === classic.chat_service_sid,
  );
  return bridging ?? rows.find((row) => captures(row, channel, from, to));
}

/** With a memory store that is gone, capture fails silently. Source: Twilio's agent skills (twilio/ai, June 2026) */
function able(state: State): OrchestratorConfiguration[] {
  return Object.values(state.orchestratorConfigurations).filter(
    (row) => state.memoryStores[row.memoryStoreId ?? ""],
  );
}

function captures(row: OrchestratorConfiguration, channel: string, from: string, to: string): boolean {
  const rules = row.channelSettings[channel]?.captureRules ?? [];
  return rules.some((rule) => matches(rule.from, from) && matches(rule.to, to));
}

function matches(pattern: string, address: string): boolean {
  return pattern === "*" || pattern === address;
}

/** The conversation of these two under this configuration, or a new one; the message is noted in it. */
function capture(
  local: Local,
  configuration: OrchestratorConfiguration,
  channel: Address["channel"],
  { from, to, body }: Message,
  classic: ClassicConversation | undefined,
): OrchestratorConversation {
  const present = Object.values(local.state.conversations).find(
    (row) =>
      row.configurationId === configuration.id &&
      row.status !== "CLOSED" &&
      row.participants.some(({ addresses }) =>
        addresses.some((address) => address.channel === channel && address.address === from),
      ),
  );
  // Only what came over the bridge has a Classic conversation; a message captured by rule has none.
  const bridged = classic && configuration.conversationsV1Bridge?.serviceId === classic.chat_service_sid;
  const conversation =
    present ??
    newConversation(local, configuration, pair(local, channel, from, to, bridged ? classic.sid : undefined));
  const [customer, agent] = conversation.participants;
  if (customer && agent) {
    addCommunication(local, conversation, { from: customer, to: [agent], text: body, bridge: "arrived" });
  }
  return conversation;
}

function pair(local: Local, channel: Address["channel"], from: string, to: string, channelId?: string) {
  const customer = { channel, address: from, ...(channelId ? { channelId } : {}) };
  const agent = { channel, address: to, ...(channelId ? { channelId } : {}) };
  return [
    newParticipant(local, { name: from, type: "CUSTOMER", addresses: [customer] }),
    newParticipant(local, { name: "AI agent", type: "AI_AGENT", addresses: [agent] }),
  ];
}

function receiveCall(local: Local, { from, to, configurationId }: z.infer<typeof callBody>) {
  const { state } = local;
  const number = Object.values(state.phoneNumbers).find((row) => row.phone_number === to);
  if (!number) throw badParameter(`Invalid parameter to: ${to} is not a number of this account`);
  const now = local.now().toISOString();
  const call: Call = {
    sid: nextSid(state, "CA"),
    from,
    to,
    phone_number_sid: number.sid,
    direction: "inbound",
    status: "in-progress",
    date_created: now,
    date_updated: now,
  };
  state.calls[call.sid] = call;
  const named = configurationId === undefined ? undefined : state.orchestratorConfigurations[configurationId];
  if (configurationId !== undefined && !named) {
    throw badParameter(`Invalid parameter configurationId: ${configurationId} does not exist`);
  }
  const byRule = able(state).find((row) => captures(row, "VOICE", from, to));
  const configuration = able(state).find((row) => row === (named ?? byRule));
  const conversation =
    configuration && newConversation(local, configuration, pair(local, "VOICE", from, to, call.sid));
  return {
    callSid: call.sid,
    conversationId: conversation?.id ?? null,
    configurationId: configuration?.id ?? null,
    // Precedence of the three: trunk, application, URL.
    voiceUrl: number.trunk_sid || number.voice_application_sid ? null : number.voice_url,
    // The TwiML's configuration and a VOICE capture rule both transcribe the call: every message is doubled.
    transcribedTwice: named !== undefined && byRule !== undefined,
  };
}
