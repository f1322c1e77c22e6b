// The hand-off flow as a stack's configuration wants it.

import type { FlowDefinition } from "@tac-handoff/studio";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import type { Config } from "./config.ts";

/** What the configuration does not contain. */
export interface FlowInputs {
  /** The attributes that the agent may send. */
  contract: FlowContract;
  /** SIDs that stand for the names in the configuration. A channel that is not in use has none. */
  workflowSid: string;
  voiceTaskChannelSid?: string | undefined;
  messagingTaskChannelSid?: string | undefined;
}

export function flowOf(
  { flex, onFailedSession, apologies }: Pick<Config, "flex" | "onFailedSession" | "apologies">,
  { contract, workflowSid, voiceTaskChannelSid, messagingTaskChannelSid }: FlowInputs,
): FlowDefinition {
  return agentHandoff({
    workflowSid,
    ...(voiceTaskChannelSid !== undefined && { voiceTaskChannelSid }),
    ...(messagingTaskChannelSid !== undefined && { messagingTaskChannelSid }),
    contract,
    attributes: flex.attributes,
    priority: flex.priority,
    timeoutSeconds: flex.timeoutSeconds,
    onFailedSession,
    apologies,
  });
}
