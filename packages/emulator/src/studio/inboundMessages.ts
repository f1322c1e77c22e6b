// Customers' messages and flows: which execution a message starts or takes on.
// Source: twilio.com/docs/studio/widget-library/trigger-start, …/send-wait-reply; keys of trigger.conversation: deployed flows

import type { Trigger } from "@tac-handoff/studio";
import type { ArrivedMessage, InboundMessage } from "../classic/inbound.ts";
import type { Context } from "../core/context.ts";
import type { Flow, SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import { continueExecution, createExecution, idleRunProblem, runExecution } from "./execution.ts";
import { latestPublished } from "./flows.ts";

/** An execution that got a message, and what it sent thereupon. */
export interface FlowReply {
  execution: StoredExecution;
  sent: SentMessage[];
}

/** Who got a message, and why somebody else did not. */
export interface FlowReplies {
  replies: FlowReply[];
  problem?: string;
}

/** What a flow may read of a message. */
interface Arrival {
  inbound: InboundMessage;
  messageSid: string;
  /** Below `widgets.<name>.inbound` of Send & Wait For Reply. */
  fields: Record<string, unknown>;
  trigger: Trigger;
}

/**
 * Tells the flows that listen in a conversation: executions that are attached to it, and the one that auto-creation gave
 * it. That one is started when it is not active.
 */
export async function deliverToConversation(
  context: Context,
  arrived: ArrivedMessage,
  inbound: InboundMessage,
): Promise<FlowReplies> {
  const { sid, studio } = arrived.conversation;
  const arrival = conversationArrival(context, arrived, inbound);
  const { executions } = context.state;
  const active = Object.values(executions).filter(
    (row) => row.status === "active" && [row.attached?.conversationSid, row.conversationSid].includes(sid),
  );
  const replies: FlowReply[] = [];
  for (const execution of active) replies.push(...(await continueWithMessage(context, execution, arrival)));
  const isRunning = replies.some(({ execution }) => execution.conversationSid === sid);
  if (!studio || isRunning) return { replies };
  const started = await startFlow(context, studio.flowSid, arrival, { conversationSid: sid });
  return { ...started, replies: [...replies, ...started.replies] };
}

/** Tells the flow that a number names as its SmsUrl. */
export async function deliverToNumber(
  context: Context,
  { sid }: Flow,
  inbound: InboundMessage,
): Promise<FlowReplies> {
  const { from, to, body } = inbound;
  const { sid: AccountSid } = context.state.account;
  const messageSid = nextSid(context.state, "SM");
  const fields = { AccountSid, MessageSid: messageSid, From: from, To: to, Body: body, NumMedia: "0" };
  const trigger: Trigger = { event: "incomingMessage", message: { ...fields, ApiVersion: "2010-04-01" } };
  const arrival = { inbound, messageSid, fields, trigger };
  const active = Object.values(context.state.executions).find(
    (row) =>
      row.flowSid === sid && row.status === "active" && row.contact === from && row.channelAddress === to,
  );
  const replies = active ? await continueWithMessage(context, active, arrival) : [];
  return replies.length > 0 ? { replies } : startFlow(context, sid, arrival);
}

/** Empty when it has ended meanwhile. */
async function continueWithMessage(
  context: Context,
  execution: StoredExecution,
  { fields }: Arrival,
): Promise<FlowReply[]> {
  const event = { event: "incomingMessage", outputs: { inbound: fields } };
  const said = await continueExecution(context, execution, event);
  return said ? [{ execution, sent: said.sent }] : [];
}

async function startFlow(
  context: Context,
  flowSid: string,
  { inbound, messageSid, trigger }: Arrival,
  attached: Pick<StoredExecution, "conversationSid"> = {},
): Promise<FlowReplies> {
  const flow = context.state.flows[flowSid];
  if (!flow) return { replies: [], problem: `there is no flow ${flowSid}: the message starts nothing` };
  if (!latestPublished(flow))
    return { replies: [], problem: `flow ${flowSid} was never published: the message starts nothing` };
  const { from, to } = inbound;
  const parts = { contact: from, channelAddress: to, initiatedBy: messageSid, ...attached };
  const execution = createExecution(context, flow, parts);
  const { sent } = await runExecution(context, execution, trigger);
  const problem = idleRunProblem(execution);
  return { replies: [{ execution, sent }], ...(problem === undefined ? {} : { problem }) };
}

function conversationArrival(
  { state }: Context,
  { conversation, message: { sid: MessageSid, body: Body, author, date_created } }: ArrivedMessage,
  inbound: InboundMessage,
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
