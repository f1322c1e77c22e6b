// The one place where a task is created: for Send to Flex, and for Enqueue in a team's own TwiML.

import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import type { Task, TaskChannel, Workflow } from "../state/flex.ts";
import { nextSid } from "../state/ids.ts";
import { queueFields, routeTask } from "../taskrouter/routeTask.ts";

interface TaskParts {
  workflow: Workflow;
  channel: Pick<TaskChannel, "sid" | "unique_name">;
  attributes: Record<string, unknown>;
  priority: number;
  timeoutSeconds: number;
}

/** Creates a pending task in the queue that its workflow chooses. A target of the workflow may set another priority. */
export function createTask(
  context: Context,
  { workflow, channel, attributes, priority, timeoutSeconds }: TaskParts,
): Task {
  const { state } = context;
  const route = routeTask(state, workflow, attributes);
  const now = timestamp(context.now());
  const task: Task = {
    sid: nextSid(state, "WT"),
    workspace_sid: workflow.workspace_sid,
    workflow_sid: workflow.sid,
    workflow_friendly_name: workflow.friendly_name,
    ...queueFields(state, route?.queueSid),
    task_channel_sid: channel.sid,
    task_channel_unique_name: channel.unique_name,
    attributes: JSON.stringify(attributes),
    priority: route?.priority ?? priority,
    timeout: timeoutSeconds,
    assignment_status: "pending",
    date_created: now,
    date_updated: now,
  };
  state.tasks[task.sid] = task;
  return task;
}
