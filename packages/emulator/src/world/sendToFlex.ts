// Send to Flex: creates the task, and for a conversation also the Interaction.
// Source: twilio.com/docs/studio/widget-library/send-flex

import type { FlexRequest, FlexTask } from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import { recordConversation } from "../flex/contexts.ts";
import { createTask } from "../flex/createTask.ts";
import { renderInteraction } from "../flex/interactions.ts";
import type { ClassicConversation } from "../state/classic.ts";
import type { Task } from "../state/flex.ts";
import type { StoredExecution } from "../state/flows.ts";
import { nextSid } from "../state/ids.ts";

/** @throws Error if the account does not have Flex, or the workflow or the task channel does not exist */
export function sendToFlex(context: Context, execution: StoredExecution, request: FlexRequest): FlexTask {
  const { state } = context;
  const workspaceSid = state.flexConfiguration?.taskrouter_workspace_sid;
  if (workspaceSid === undefined) throw new Error("the account does not have Flex");
  const workflow = state.workflows[request.workflowSid];
  if (workflow?.workspace_sid !== workspaceSid) {
    throw new Error(`workflow ${request.workflowSid} is not in Flex's workspace ${workspaceSid}`);
  }
  const channel = state.taskChannels[request.taskChannelSid];
  if (channel?.workspace_sid !== workspaceSid) {
    throw new Error(`task channel ${request.taskChannelSid} is not in Flex's workspace ${workspaceSid}`);
  }
  const task = createTask(context, {
    workflow,
    channel,
    // Twilio's attributes come first, so that the flow's own override them.
    attributes: { ...knownAttributes(context, execution, request), ...request.attributes },
    priority: request.priority,
    timeoutSeconds: request.timeoutSeconds,
  });
  recordConversation(context, task);
  if (request.conversationSid === undefined) {
    return {
      sid: task.sid,
      attributes: task.attributes,
      task_queue_sid: task.task_queue_sid,
      workspace_sid: task.workspace_sid,
      workflow_sid: task.workflow_sid,
    };
  }
  handOff(execution, state.classicConversations[request.conversationSid]);
  return createInteraction(context, task, request.conversationSid);
}

/**
 * Flex agents now reply, and flows no longer do: Studio deletes its onMessageAdded webhook. The conversation is handed off
 * until its task ends (openTask). Source: twilio.com/docs/studio/widget-library/send-flex
 */
function handOff({ attached }: StoredExecution, conversation: ClassicConversation | undefined): void {
  if (!conversation) return;
  const deleted = [conversation.studio?.webhookSid, attached?.webhookSid];
  conversation.webhook_sids = conversation.webhook_sids.filter((sid) => !deleted.includes(sid));
  delete conversation.studio;
}

/** The Interaction through which a conversation reaches Flex. */
function createInteraction(context: Context, task: Task, conversationSid: string): FlexTask {
  const { state } = context;
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
  return renderInteraction(state, row);
}

function knownAttributes(
  { state }: Context,
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
  // The flow itself names the customer, as deployed flows do.
  if (kind === "message") return {};
  const customer = state.classicConversations[conversationSid ?? ""]?.participants[0];
  const address = customer?.messaging_binding?.address ?? customer?.identity ?? execution.contact;
  return {
    // Source: twilio.com/docs/flex/developer/conversations/interactions-api, the attributes of an Interaction's task
    ...(conversationSid === undefined ? {} : { conversationSid }),
    channelType: customer?.messaging_binding?.type ?? "chat",
    customerAddress: address,
    from: address,
    name: address,
    customerName: address,
  };
}
