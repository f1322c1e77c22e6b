// Customers' messages and flows: which execution a message starts or takes on.
// Source: twilio.com/docs/studio/widget-library/trigger-start, …/send-wait-reply; keys of trigger.conversation: deployed flows

import type { Trigger } from "@tac-handoff/studio";
import type { Arrived, Inbound } from "../classic/inbound.ts";
import type { Local } from "../core/context.ts";
import type { Flow, SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import { begin, goOn, leadsNowhere, run } from "./execution.ts";
import { latestPublished } from "./flows.ts";

/** An execution that got a message, and what it sent thereupon. */
export interface Told {
  execution: StoredExecution;
  sent: SentMessage[];
}

/** Who got a message, and why somebody else did not. */
export interface Telling {
  told: Told[];
  problem?: string;
}

/** What a flow may read of a message. */
interface Arrival {
  inbound: Inbound;
  messageSid: string;
  /** Below `widgets.<name>.inbound` of Send & Wait For Reply. */
  fields: Record<string, unknown>;
  trigger: Trigger;
}

/**
 * Tells the flows that listen in a conversation: executions that are attached to it, and the one that auto-creation gave
 * it. That one is started when it is not active.
 */
export async function tellConversation(local: Local, arrived: Arrived, inbound: Inbound): Promise<Telling> {
  const { sid, studio } = arrived.conversation;
  const arrival = arrivalIn(local, arrived, inbound);
  const { executions } = local.state;
  const active = Object.values(executions).filter(
    (row) => row.status === "active" && [row.attached?.conversationSid, row.conversationSid].includes(sid),
  );
  const told: Told[] = [];
  for (const execution of active) told.push(...(await takeOn(local, execution, arrival)));
  const isTold = told.some(({ execution }) => execution.conversationSid === sid);
  if (!studio || isTold) return { told };
  const started = await start(local, studio.flowSid, arrival, { conversationSid: sid });
  return { ...started, told: [...told, ...started.told] };
}

/** Tells the flow that a number names as its SmsUrl. */
export async function tellNumber(local: Local, { sid }: Flow, inbound: Inbound): Promise<Telling> {
  const { from, to, body } = inbound;
  const { sid: AccountSid } = local.state.account;
  const messageSid = nextSid(local.state, "SM");
  const fields = { AccountSid, MessageSid: messageSid, From: from, To: to, Body: body, NumMedia: "0" };
  const trigger: Trigger = { event: "incomingMessage", message: { ...fields, ApiVersion: "2010-04-01" } };
  const arrival = { inbound, messageSid, fields, trigger };
  const active = Object.values(local.state.executions).find(
    (row) =>
      row.flowSid === sid && row.status === "active" && row.contact === from && row.channelAddress === to,
  );
  const told = active ? await takeOn(local, active, arrival) : [];
  return told.length > 0 ? { told } : start(local, sid, arrival);
}

/** Empty when it has ended meanwhile. */
async function takeOn(local: Local, execution: StoredExecution, { fields }: Arrival): Promise<Told[]> {
  const event = { event: "incomingMessage", outputs: { inbound: fields } };
  const said = await goOn(local, execution, event);
  return said ? [{ execution, sent: said.sent }] : [];
}

async function start(
  local: Local,
  flowSid: string,
  { inbound, messageSid, trigger }: Arrival,
  attached: Pick<StoredExecution, "conversationSid"> = {},
): Promise<Telling> {
  const flow = local.state.flows[flowSid];
  if (!flow) return { told: [], problem: `there is no flow ${flowSid}: the message starts nothing` };
  if (!latestPublished(flow))
    return { told: [], problem: `flow ${flowSid} was never published: the message starts nothing` };
  const { from, to } = inbound;
  const parts = { contact: from, channelAddress: to, initiatedBy: messageSid, ...attached };
  const execution = begin(local, flow, parts);
  const { sent } = await run(local, execution, trigger);
  const problem = leadsNowhere(execution);
  return { told: [{ execution, sent }], ...(problem === undefined ? {} : { problem }) };
}

function arrivalIn(
  { state }: Local,
  { conversation, message: { sid: MessageSid, body: Body, author, date_created } }: Arrived,
  inbound: Inbound,
): Arrival {
  const { sid, chat_service_sid, attributes, participants } = conversation;
  const customer = participants.find(
    ({ identity, messaging_binding }) => (messaging_binding?.address ?? identity) === author,
  );
  const fields = {
    AccountSid: state.account.sid,
    ConversationSid: sid,
    ChannelSid: sid,
    InstanceSid: chat_service_sid,
    MessageSid,
    ParticipantSid: customer?.sid ?? "",
    From: author,
    Author: author,
    Body,
    NumMedia: "0",
    DateCreated: date_created,
    Source: sources[customer?.messaging_binding?.type ?? ""] ?? "SDK",
  };
  const trigger: Trigger = {
    event: "incomingConversationMessage",
    conversation: { ...fields, ChannelAttributes: attributes },
  };
  return { inbound, messageSid: MessageSid, fields, trigger };
}

const sources: Record<string, string> = { sms: "SMS", whatsapp: "WHATSAPP", rcs: "RCS" };
