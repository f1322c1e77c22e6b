// What a flow reaches outside itself, answered from the state of this account.
// Source: twilio.com/docs/studio/widget-library; in words: docs/local-twilio.md, "Flows"

import type { FlowDefinition, SubflowRequest, World } from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { latestPublished } from "../studio/flows.ts";
import { enqueueCall, makeCall, recordCall } from "./calls.ts";
import { attachExecution, newConversation, sendMessage } from "./conversations.ts";
import { httpRequest } from "./httpRequest.ts";
import { sendToFlex } from "./sendToFlex.ts";

/** The world of one execution. */
export function executionWorld(context: Context, execution: StoredExecution): World {
  return {
    sids: { execution: execution.sid, flow: execution.flowSid, account: context.state.account.sid },
    now: context.now,
    request: (request) => httpRequest(context, request),
    resumeConversation: async ({ conversationSid, serviceSid }) => {
      const conversation = context.state.classicConversations[conversationSid];
      return conversation?.chat_service_sid === serviceSid
        ? attachExecution(context, execution, conversation)
        : undefined;
    },
    startConversation: async (wanted) =>
      attachExecution(context, execution, newConversation(context, wanted)),
    subflow: async (wanted) => findSubflow(context.state, wanted),
    sendMessage: async (message) => sendMessage(context, execution, message),
    sendToFlex: async (request) => sendToFlex(context, execution, request),
    makeCall: async (call) => makeCall(context, execution, call),
    recordCall: async (wanted) => recordCall(context, wanted),
    enqueueCall: async (request) => enqueueCall(context, request),
    // How such a widget ends is for a person to say: executionControl.ts.
    unknownTypes: "wait",
  };
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
