// What a flow reaches outside itself, answered from the state of this account.
// Source: twilio.com/docs/studio/widget-library; in words: docs/local-twilio.md, "Flows"

import type {
  Conversation,
  FlexRequest,
  FlexTask,
  FlowDefinition,
  HttpRequest,
  HttpResponse,
  NewConversation,
  OutboundMessage,
  SubflowRequest,
  World,
} from "@tac-handoff/studio";
import type { ClassicConversation } from "./classic.ts";
import { ownAuthorization } from "./credentials.ts";
import type { StoredExecution } from "./executions.ts";
import { isThisMachine } from "./hosts.ts";
import { interactionBody } from "./interactions.ts";
import type { Local } from "./local.ts";
import { nextSid, type State } from "./state.ts";
import { latestPublished } from "./studio.ts";
import { defaultQueue, type Task } from "./taskrouter.ts";
import { timestamp } from "./timestamp.ts";
import { splitCredentials } from "./urlCredentials.ts";

/** Longest wait for an answer. Source: twilio.com/docs/studio/widget-library/http-request */
const requestTimeoutMs = 10_000;

/** The world of one execution. */
export function executionWorld(local: Local, execution: StoredExecution): World {
  return {
    sids: { execution: execution.sid, flow: execution.flowSid, account: local.state.account.sid },
    now: local.now,
    request: (request) => performRequest(local, request),
    resumeConversation: async ({ conversationSid, serviceSid }) => {
      const conversation = local.state.classicConversations[conversationSid];
      return conversation?.chat_service_sid === serviceSid
        ? attach(local, execution, conversation)
        : undefined;
    },
    startConversation: async (wanted) => attach(local, execution, newConversation(local, wanted)),
    subflow: async (wanted) => findSubflow(local.state, wanted),
    sendMessage: async (message) => sendMessage(local, message),
    sendToFlex: async (request) => sendToFlex(local, execution, request),
  };
}

/** Requests to Twilio are answered in this process. Nothing else leaves the machine: only loopback is asked. */
async function performRequest(local: Local, wanted: HttpRequest): Promise<HttpResponse> {
  const url = new URL(wanted.url);
  const isTwilio = url.protocol === "https:" && url.hostname.endsWith(".twilio.com");
  if (!isTwilio && !isThisMachine(url)) {
    throw new Error(`the local Twilio does not reach the network: ${url.host}`);
  }
  const { bare, authorization: inUrl } = splitCredentials(url);
  const authorization = wanted.twilioAuth && isTwilio ? ownAuthorization(local.state.account) : inUrl;
  const request = new Request(isTwilio ? `http://127.0.0.1${url.pathname}${url.search}` : bare, {
    method: wanted.method,
    headers: {
      ...(isTwilio ? { "X-Original-Host": url.hostname } : {}),
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(wanted.contentType === undefined ? {} : { "Content-Type": wanted.contentType }),
    },
    // A redirect is not followed: it could lead off this machine.
    redirect: "manual",
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(wanted.body === undefined || wanted.method === "GET" ? {} : { body: wanted.body }),
  });
  const response = await (isTwilio ? local.answer(request) : fetch(request));
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, body: await response.text() };
}

function attach(local: Local, execution: StoredExecution, conversation: ClassicConversation): Conversation {
  const webhookSid = nextSid(local.state, "WH");
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

/** A conversation with its one customer. The execution of Start Conversation is attached to it afterwards. */
function newConversation(
  { state, now }: Local,
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

/** @throws Error when there is no such flow, or no such revision of it */
function findSubflow(state: State, { flowSid, revision }: SubflowRequest): FlowDefinition {
  const flow = state.flows[flowSid];
  const found =
    revision === "LatestPublished"
      ? flow && latestPublished(flow)
      : revision === "LatestRevision"
        ? flow?.revisions.at(-1)
        : flow?.revisions.find((each) => String(each.revision) === revision);
  if (!found) throw new Error(`flow ${flowSid} has no revision ${revision} in this account`);
  // Checked when it was saved.
  return found.definition as FlowDefinition;
}

function sendMessage(
  local: Local,
  { from, to, body, conversationSid }: OutboundMessage,
): Record<string, unknown> {
  const date = timestamp(local.now());
  if (conversationSid !== undefined) {
    const conversation = local.state.classicConversations[conversationSid];
    if (!conversation) throw new Error(`conversation ${conversationSid} does not exist`);
    const message = { sid: nextSid(local.state, "IM"), author: from, body, date_created: date };
    conversation.messages.push(message);
    return { ...message, conversation_sid: conversationSid };
  }
  const owned = Object.values(local.state.phoneNumbers).some(({ phone_number }) => phone_number === from);
  // Source: twilio.com/docs/api/errors/21606
  if (!owned) throw new Error(`21606: ${from} is not a number of this account that can send messages`);
  return { sid: nextSid(local.state, "SM"), from, to, body, status: "queued", date_created: date };
}

function sendToFlex(local: Local, execution: StoredExecution, request: FlexRequest): FlexTask {
  const { state } = local;
  const workspaceSid = state.flexConfiguration?.taskrouter_workspace_sid;
  if (workspaceSid === undefined) throw new Error("the account has no Flex");
  const workflow = state.workflows[request.workflowSid];
  if (workflow?.workspace_sid !== workspaceSid) {
    throw new Error(`workflow ${request.workflowSid} is not in Flex's workspace ${workspaceSid}`);
  }
  const channel = state.taskChannels[request.taskChannelSid];
  if (channel?.workspace_sid !== workspaceSid) {
    throw new Error(`task channel ${request.taskChannelSid} is not in Flex's workspace ${workspaceSid}`);
  }
  const queueSid = defaultQueue(workflow.configuration) ?? "";
  const now = timestamp(local.now());
  const task: Task = {
    sid: nextSid(state, "WT"),
    workspace_sid: workspaceSid,
    workflow_sid: workflow.sid,
    workflow_friendly_name: workflow.friendly_name,
    task_queue_sid: queueSid,
    task_queue_friendly_name: state.taskQueues[queueSid]?.friendly_name ?? "",
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    // What Twilio knows comes first, so that the flow's own attributes win.
    attributes: JSON.stringify({ ...knownAttributes(local, execution, request), ...request.attributes }),
    priority: request.priority,
    timeout: request.timeoutSeconds,
    assignment_status: "pending",
    date_created: now,
    date_updated: now,
  };
  state.tasks[task.sid] = task;
  if (request.conversationSid === undefined) {
    return {
      sid: task.sid,
      attributes: task.attributes,
      task_queue_sid: task.task_queue_sid,
      workspace_sid: task.workspace_sid,
      workflow_sid: task.workflow_sid,
    };
  }
  return interaction(local, task, request.conversationSid);
}

/** A conversation reaches Flex as an Interaction, which made the task. */
function interaction(local: Local, task: Task, conversationSid: string): FlexTask {
  const { state } = local;
  const sid = nextSid(state, "KD");
  const channelSid = nextSid(state, "UO");
  const row = {
    sid,
    channel_sid: channelSid,
    conversation_sid: conversationSid,
    task_sid: task.sid,
    date_created: task.date_created,
  };
  state.interactions[sid] = row;
  return interactionBody(state, row);
}

function knownAttributes(
  { state }: Local,
  execution: StoredExecution,
  { kind, callSid, conversationSid }: FlexRequest,
): Record<string, unknown> {
  if (kind === "call") {
    return {
      call_sid: callSid ?? execution.initiatedBy,
      from: execution.contact,
      to: execution.channelAddress,
      direction: state.calls[callSid ?? ""]?.direction ?? "inbound",
    };
  }
  const customer = state.classicConversations[conversationSid ?? ""]?.participants[0];
  const address = customer?.messaging_binding?.address ?? customer?.identity ?? execution.contact;
  return {
    channelType: customer?.messaging_binding?.type ?? "chat",
    customerAddress: address,
    from: address,
    name: address,
    customerName: address,
  };
}
