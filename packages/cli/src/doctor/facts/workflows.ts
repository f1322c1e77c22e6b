// Which workflows receive the tasks: those that the stack expects, and those that the flow names.

import type { Workflow } from "@pulumi/twilio/account";
import type { ManagingStack, Wanted } from "./wanted.ts";

/** The workflow that the stack manages (`flex.routing`), or those with the configured name. */
export function workflowsOf({ config, outputs }: ManagingStack, workflows: readonly Workflow[]): Workflow[] {
  const managed = config.flex.routing && workflows.find(({ sid }) => sid === outputs.workflowSid);
  return managed
    ? [managed]
    : workflows.filter(({ friendly_name }) => friendly_name === config.flex.workflow);
}

/** The workflows of a hand-off: what the stack expects and what the published flow uses, each once. */
export function workflowsInUse(
  { stack }: Pick<Wanted, "stack">,
  definition: unknown,
  workflows: readonly Workflow[],
): Workflow[] {
  const used = sendsToFlex(definition).workflows;
  const expected = stack ? workflowsOf(stack, workflows) : [];
  return workflows.filter((workflow) => used.includes(workflow.sid) || expected.includes(workflow));
}

/** SIDs in the Send to Flex widgets of a flow. Liquid is not a SID. */
export function sendsToFlex(definition: unknown): { workflows: string[]; channels: string[] } {
  const { states } = (definition ?? {}) as { states?: unknown };
  const widgets = (Array.isArray(states) ? states : []) as {
    type?: string;
    properties?: { workflow?: unknown; channel?: unknown };
  }[];
  const own = widgets.filter(({ type }) => type === "send-to-flex");
  const sids = (prefix: string, values: unknown[]) => [
    ...new Set(
      values.filter((value): value is string => typeof value === "string" && value.startsWith(prefix)),
    ),
  ];
  return {
    workflows: sids(
      "WW",
      own.map(({ properties }) => properties?.workflow),
    ),
    channels: sids(
      "TC",
      own.map(({ properties }) => properties?.channel),
    ),
  };
}
