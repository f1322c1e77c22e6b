// The hand-off flow for a stack's configuration.

import type * as pulumi from "@pulumi/pulumi";
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

/** Stands for a workflow that has no SID yet. */
export const futureWorkflowSid = `WW${"0".repeat(32)}`;

/**
 * Puts a workflow into a definition that was made with `futureWorkflowSid`. Only its SID is unknown to a preview then, so
 * that the rest of the flow is still checked and compared.
 */
export function withWorkflow({ states, ...flow }: FlowDefinition, workflowSid: pulumi.Output<string>) {
  return {
    ...flow,
    states: states.map((state) =>
      state.properties.workflow === futureWorkflowSid
        ? { ...state, properties: { ...state.properties, workflow: workflowSid } }
        : state,
    ),
  };
}
