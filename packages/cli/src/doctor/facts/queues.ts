// Whom the workflows of a hand-off reach: the workers of each queue to which they send tasks.

import {
  listWorkersOfQueue,
  routingOfWorkflow,
  type TaskQueue,
  taskQueues,
  type Worker,
  type Workflow,
} from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";

export interface QueueReached {
  sid: string;
  /** Undefined if there is no such queue. */
  queue: TaskQueue | undefined;
  /** Workers whom it targets, at most 100 of them. */
  workers: readonly Worker[];
}

export interface WorkflowReached {
  workflow: Workflow;
  /** Whether every task finds a queue: there is a default queue, or a filter that matches everything. */
  takesAll: boolean;
  queues: readonly QueueReached[];
}

/** Queues read at a time: a workflow may have hundreds, and each costs a request. */
const atOnce = 10;

export async function readWorkflows(
  api: Api,
  workspaceSid: string,
  workflows: readonly Workflow[],
): Promise<WorkflowReached[]> {
  if (workflows.length === 0) return [];
  const known = await taskQueues(workspaceSid).list(api);
  const routings = workflows.map((workflow) => ({ workflow, ...routingOfWorkflow(workflow) }));
  const sids = [...new Set(routings.flatMap(({ queues }) => queues))];
  const reached = new Map<string, QueueReached>();
  for (let start = 0; start < sids.length; start += atOnce) {
    const rows = sids.slice(start, start + atOnce).map(async (sid): Promise<QueueReached> => {
      const queue = known.find((row) => row.sid === sid);
      return { sid, queue, workers: queue ? await listWorkersOfQueue(api, workspaceSid, sid) : [] };
    });
    for (const row of await Promise.all(rows)) reached.set(row.sid, row);
  }
  return routings.map(({ workflow, takesAll, queues }) => ({
    workflow,
    takesAll,
    queues: queues.flatMap((sid) => reached.get(sid) ?? []),
  }));
}
