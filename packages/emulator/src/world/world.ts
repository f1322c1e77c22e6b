// Everything a flow can reach outside itself, on the objects of this account. The server puts it into the context.
// Source: twilio.com/docs/studio/widget-library; see docs/local-twilio.md, "Flows"

import type { FlowDefinition, SubflowRequest, World } from "@tac-handoff/studio";
import type { Context } from "../core/context.ts";
import { openTask } from "../flex/interactions.ts";
import type { StoredExecution } from "../state/flows.ts";
import type { State } from "../state/state.ts";
import { latestPublished } from "../studio/flows.ts";
import { enqueueCall, makeCall, recordCall } from "./calls.ts";
import { attachExecution, sendMessage, startConversation } from "./conversations.ts";
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
      if (conversation?.chat_service_sid !== serviceSid) return undefined;
      const isRefused =
        context.settings.resumeHandedOff === "refused" && openTask(context.state, conversation.sid);
      return isRefused ? undefined : attachExecution(context, execution, conversation);
    },
    startConversation: async (wanted) =>
      attachExecution(context, execution, startConversation(context, wanted)),
    subflow: async (wanted) => findSubflow(context.state, wanted),
    sendMessage: async (message) => sendMessage(context, execution, message),
    sendToFlex: async (request) => sendToFlex(context, execution, request),
    makeCall: async (call) => makeCall(context, execution, call),
    recordCall: async (wanted) => recordCall(context, wanted),
    enqueueCall: async (request) => enqueueCall(context, request),
    // Such a widget waits until a control route reports how it ended: control/executions.ts.
    unknownTypes: "wait",
  };
}

/** @throws Error if the flow or the revision does not exist */
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
