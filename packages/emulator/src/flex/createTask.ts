// The one place where a task is created: for Send to Flex, and for Enqueue in a team's own TwiML.

import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import type { Task, TaskChannel, Workflow } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import { defaultQueue } from "../taskrouter/workflowConfiguration.ts";

interface TaskParts {
  workflow: Workflow;
  channel: Pick<TaskChannel, "sid" | "unique_name">;
  attributes: Record<string, unknown>;
  priority: number;
  timeoutSeconds: number;
}

/** Creates a pending task in the default queue of its workflow. */
export function createTask(
  context: Context,
  { workflow, channel, attributes, priority, timeoutSeconds }: TaskParts,
): Task {
  const { state } = context;
  const queueSid = defaultQueue(workflow.configuration) ?? "";
  const now = timestamp(context.now());
  const task: Task = {
    sid: nextSid(state, "WT"),
    workspace_sid: workflow.workspace_sid,
    workflow_sid: workflow.sid,
    workflow_friendly_name: workflow.friendly_name,
    task_queue_sid: queueSid,
    task_queue_friendly_name: state.taskQueues[queueSid]?.friendly_name ?? "",
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    attributes: JSON.stringify(attributes),
    priority,
    timeout: timeoutSeconds,
    assignment_status: "pending",
    date_created: now,
    date_updated: now,
  };
  state.tasks[task.sid] = task;
  return task;
}
