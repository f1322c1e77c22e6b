// The hand-off flow for a stack's configuration.

import type { FlowDefinition } from "@tac-handoff/studio";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import type { FlowContract } from "@tac-handoff/studio-flows/teamAttributes";
import type { Config } from "./config.ts";

/** Inputs that are not in the configuration. */
export interface FlowInputs {
  /** The attributes that the agent may send. */
  contract: FlowContract;
  /** SIDs of the objects that the configuration names. A channel that is not in use has none. */
  workflowSid: string;
  workspaceSid: string;
  voiceTaskChannelSid?: string | undefined;
  messagingTaskChannelSid?: string | undefined;
}

type FlowConfig = Pick<
  Config,
  "flex" | "onFailedSession" | "onAgentDown" | "onOtherEnd" | "handoffSigns" | "apologies"
>;

export function flowOf(
  { flex, onFailedSession, onAgentDown, onOtherEnd, handoffSigns, apologies }: FlowConfig,
  { contract, workflowSid, workspaceSid, voiceTaskChannelSid, messagingTaskChannelSid }: FlowInputs,
): FlowDefinition {
  return agentHandoff({
    workflowSid,
    workspaceSid,
    ...(voiceTaskChannelSid !== undefined && { voiceTaskChannelSid }),
    ...(messagingTaskChannelSid !== undefined && { messagingTaskChannelSid }),
    contract,
    attributes: flex.attributes,
    priority: flex.priority,
    timeoutSeconds: flex.timeoutSeconds,
    onFailedSession,
    onAgentDown,
    onOtherEnd,
    handoffSigns,
    apologies,
  });
}
