// Where tasks go: the workflow and the task channels, if the configuration's defaults are not right.

import { type Inventory, isRefused } from "../inventory/inventory.ts";
import { ask, type Candidate, type Chosen, type Decision, decideAs } from "./decision.ts";

/** The defaults in the configuration's schema. */
export interface FlexDefaults {
  workflow: string;
  voiceTaskChannel: string;
  messagingTaskChannel: string;
}

/** Flex's target workflow. Omitted if it is the default, or if Flex has no target and the default exists. */
export function findWorkflow(found: Inventory, chosen: Chosen | undefined, preset: string): Decision {
  if (chosen) return decideAs(chosen);
  if (isRefused(found, "flex") || isRefused(found, "workflows")) {
    return ask(`The workflows could not be read. Which one receives the tasks, if not "${preset}"?`);
  }
  if (!found.flex) {
    return ask("The account does not have Flex. Set it up in the Console (Flex > Overview) first.");
  }
  const target = found.workflows.find(({ sid }) => sid === found.flex?.taskrouter_target_workflow_sid);
  if (target?.friendly_name === preset) return { kind: "omit", why: `Flex's workflow is "${preset}"` };
  if (target) return { kind: "value", value: target.friendly_name, why: "Flex's target workflow" };
  const names = [...new Set(found.workflows.map(({ friendly_name }) => friendly_name))];
  if (names.includes(preset)) return { kind: "omit", why: `the workspace has "${preset}"` };
  const [only, second] = names;
  if (only !== undefined && second === undefined) {
    return { kind: "value", value: only, why: "the only workflow in Flex's workspace" };
  }
  return ask(
    only === undefined
      ? "Flex's workspace has no workflow. Create one in the Console (TaskRouter > Workflows)."
      : `There is no workflow "${preset}". Which one receives the tasks?`,
    names.map((value) => ({ value, why: "workflow in Flex's workspace" })),
  );
}

/** Omitted if the workspace has the default. */
export function findTaskChannel(found: Inventory, chosen: Chosen | undefined, preset: string): Decision {
  if (chosen) return decideAs(chosen);
  if (isRefused(found, "taskChannels") || !found.flex) {
    return { kind: "omit", why: `the task channels are unknown; the default is "${preset}"` };
  }
  if (found.taskChannels.some(({ unique_name }) => unique_name === preset)) {
    return { kind: "omit", why: `the workspace has "${preset}"` };
  }
  const candidates: Candidate[] = found.taskChannels.map(({ unique_name, friendly_name }) => ({
    value: unique_name,
    why: `"${friendly_name}"`,
  }));
  return ask(`There is no task channel "${preset}". Which one receives the tasks?`, candidates);
}
