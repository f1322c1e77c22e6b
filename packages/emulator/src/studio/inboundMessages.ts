// Delivers customers' messages to flows: a message starts an execution or continues one.
// Source: twilio.com/docs/studio/widget-library/trigger-start, …/send-wait-reply; keys of trigger.conversation: deployed flows

import type { Trigger } from "@tac-handoff/studio";
import type { ArrivedMessage, InboundMessage } from "../classic/inbound.ts";
import type { Context } from "../core/context.ts";
import type { Flow, SentMessage, StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";
import { continueExecution, createExecution, idleRunProblem, runExecution } from "./execution.ts";
import { latestPublished } from "./flows.ts";

/** An execution that received a message, and what it then sent. */
export interface FlowReply {
  execution: StoredExecution;
  sent: SentMessage[];
}

/** The executions that received a message, and why a flow did not run. */
export interface FlowReplies {
  replies: FlowReply[];
  problem?: string;
}

/** A message as a flow reads it. */
interface Arrival {
  inbound: InboundMessage;
  messageSid: string;
  /** The form of the message's webhook: `widgets.<name>.inbound` of Send & Wait For Reply. */
  form: Record<string, unknown>;
  trigger: Trigger;
}

/**
 * Delivers a message to the flows of its conversation: executions that are attached to it, and the flow from
 * auto-creation, which starts if it has no active execution.
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

/** Delivers a message to the flow in a number's SmsUrl. */
export async function deliverToNumber(
  context: Context,
  { sid }: Flow,
  inbound: InboundMessage,
): Promise<FlowReplies> {
  const { from, to, body } = inbound;
  const { sid: AccountSid } = context.state.account;
  const messageSid = nextSid(context.state, "SM");
  const form = { AccountSid, MessageSid: messageSid, From: from, To: to, Body: body, NumMedia: "0" };
  const trigger: Trigger = { event: "incomingMessage", message: { ...form, ApiVersion: "2010-04-01" } };
  const arrival = { inbound, messageSid, form, trigger };
  const active = Object.values(context.state.executions).find(
    (row) =>
      row.flowSid === sid && row.status === "active" && row.contact === from && row.channelAddress === to,
  );
  const replies = active ? await continueWithMessage(context, active, arrival) : [];
  return replies.length > 0 ? { replies } : startFlow(context, sid, arrival);
}

/** Returns nothing if the execution has ended. */
async function continueWithMessage(
  context: Context,
  execution: StoredExecution,
  { form }: Arrival,
): Promise<FlowReply[]> {
  const event = { event: "incomingMessage", outputs: { inbound: form } };
  const output = await continueExecution(context, execution, event);
  return output ? [{ execution, sent: output.sent }] : [];
}

async function startFlow(
  context: Context,
  flowSid: string,
  { inbound, messageSid, trigger }: Arrival,
  attached: Pick<StoredExecution, "conversationSid"> = {},
): Promise<FlowReplies> {
  const flow = context.state.flows[flowSid];
  if (!flow)
    return {
      replies: [],
      problem: `flow ${flowSid} does not exist, so the message does not start an execution`,
    };
  if (!latestPublished(flow))
    return {
      replies: [],
      problem: `flow ${flowSid} was never published, so the message does not start an execution`,
    };
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
  const form = {
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
    conversation: { ...form, ChannelAttributes: attributes },
  };
  return { inbound, messageSid: MessageSid, form, trigger };
}

const sources: Record<string, string> = { sms: "SMS", whatsapp: "WHATSAPP", rcs: "RCS" };
