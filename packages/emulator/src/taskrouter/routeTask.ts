// Which queue a workflow sends a task to: the first filter whose expression the task's attributes match, of it the first
// target that is not skipped, and otherwise the default queue.
// Source: twilio.com/docs/taskrouter/workflow-configuration, /lifecycle-task-workflows-and-assignment, /worker-presence
// (skip_if). Time passes in no target: their timeouts, and what follows them, are not simulated.

import type { Task, Worker, Workflow } from "../state/flex.ts";
import type { State } from "../state/state.ts";
import { parseExpression } from "./expression.ts";
import { matchesWorker, workerAttributes } from "./matchesWorker.ts";
import { taskAttributes } from "./taskAttributes.ts";
import { readRouting, type Target } from "./workflowConfiguration.ts";

type Attributes = Record<string, unknown>;

/** Where a task waits. */
export interface Route {
  queueSid: string;
  /** Set if the target gives the task one. */
  priority?: number | undefined;
}

/** Finds the queue of a task. Undefined if no filter matches and the workflow has no default queue. */
export function routeTask(
  state: State,
  { workspace_sid, configuration }: Pick<Workflow, "workspace_sid" | "configuration">,
  attributes: Attributes,
): Route | undefined {
  const { filters = [], default_filter } = readRouting(configuration);
  for (const { expression, targets } of filters) {
    if (!parseExpression(expression)(attributes)) continue;
    let queueSid: string | undefined;
    for (const target of targets) {
      // A target without a queue keeps the task in the queue of the target before it.
      queueSid = target.queue ?? queueSid;
      if (queueSid === undefined) continue;
      const workers = workersOf(state, workspace_sid, queueSid);
      if (!isSkipped(state, target, workers, attributes)) return { queueSid, priority: target.priority };
    }
  }
  return default_filter && { queueSid: default_filter.queue };
}

/** Moves the tasks that wait in a workflow, after its configuration has changed. */
export function routeAgain(state: State, workflow: Workflow, now: string): void {
  const waiting = Object.values(state.tasks).filter(
    (task) => task.workflow_sid === workflow.sid && task.assignment_status === "pending",
  );
  for (const task of waiting) {
    const route = routeTask(state, workflow, taskAttributes(task));
    Object.assign(task, queueFields(state, route?.queueSid), { date_updated: now });
    task.priority = route?.priority ?? task.priority;
  }
}

/** The fields of a task about its queue; empty without one. */
export function queueFields(
  { taskQueues }: State,
  queueSid = "",
): Pick<Task, "task_queue_sid" | "task_queue_friendly_name"> {
  return {
    task_queue_sid: queueSid,
    task_queue_friendly_name: taskQueues[queueSid]?.friendly_name ?? "",
  };
}

/** Workers whom the queue targets, whatever their activity. */
function workersOf(state: State, workspaceSid: string, queueSid: string): Worker[] {
  const { target_workers = "" } = state.taskQueues[queueSid] ?? {};
  if (target_workers === "") return [];
  const matches = parseExpression(target_workers);
  return Object.values(state.workers).filter(
    (worker) => worker.workspace_sid === workspaceSid && matchesWorker(state, worker, matches),
  );
}

/** A target is skipped if nobody could get the task at once, and its `skip_if` is true. */
function isSkipped(state: State, target: Target, workers: readonly Worker[], task: Attributes): boolean {
  if (target.skip_if === undefined) return false;
  const available = workers.filter(({ activity_sid }) => state.activities[activity_sid]?.available);
  const suits = target.expression === undefined ? () => true : parseExpression(target.expression);
  const candidates = available.filter((worker) => {
    const own = workerAttributes(state, worker);
    return suits({ ...own, worker: own, task });
  });
  if (candidates.length > 0) return false;
  const counts: Record<string, number> = {
    available: available.length,
    unavailable: workers.length - available.length,
  };
  for (const { activity_sid } of workers) counts[activity_sid] = (counts[activity_sid] ?? 0) + 1;
  for (const sid of Object.keys(state.activities)) counts[sid] ??= 0;
  return parseExpression(target.skip_if)({ ...task, task, workers: counts });
}
