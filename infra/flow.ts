// The hand-off flow as a stack's configuration wants it.

import type { FlowDefinition } from "@tac-handoff/studio";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import { attributes } from "@tac-handoff/studio-flows/attributes";
import type { Config } from "./config.ts";

/** SIDs that stand for the names in the configuration. A channel that is not in use has none. */
export interface TaskSids {
  workflowSid: string;
  voiceTaskChannelSid?: string | undefined;
  messagingTaskChannelSid?: string | undefined;
}

export function flowOf(
  { flex, onFailedSession, apologies }: Pick<Config, "flex" | "onFailedSession" | "apologies">,
  { workflowSid, voiceTaskChannelSid, messagingTaskChannelSid }: TaskSids,
): FlowDefinition {
  return agentHandoff({
    workflowSid,
    ...(voiceTaskChannelSid !== undefined && { voiceTaskChannelSid }),
    ...(messagingTaskChannelSid !== undefined && { messagingTaskChannelSid }),
    contract: attributes,
    attributes: flex.attributes,
    priority: flex.priority,
    timeoutSeconds: flex.timeoutSeconds,
    onFailedSession,
    apologies,
  });
}
