// Checks that the workflow of a hand-off reaches somebody: every queue has workers, and one of them is available.

import { catalogue } from "../facts/catalogue.ts";
import { type Check, judgeProblems, judgeReading, skip, warn } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import type { QueueReached, WorkflowReached } from "../facts/queues.ts";

const id = "flex-queues";

export function checkFlexQueues({ reachedWorkflows }: Pick<Facts, "reachedWorkflows">): Check[] {
  return [
    judgeReading(reachedWorkflows, id, (rows) =>
      rows.length === 0
        ? skip(id, "no workflow is known")
        : judgeProblems(id, rows.flatMap(findProblems), {
            fine: [...new Set(rows.flatMap(({ queues }) => queues.map(describeWorkers)))].join("; "),
            expected: "workers in every queue of the workflow, and one of them available",
            fix: catalogue[id].console,
            as: warn,
          }),
    ),
  ];
}

function findProblems({ workflow, takesAll, queues }: WorkflowReached): string[] {
  const name = `workflow "${workflow.friendly_name}"`;
  return [
    ...(queues.length === 0 ? [`${name} sends tasks to no queue`] : []),
    ...(queues.length > 0 && !takesAll
      ? [`${name} has no default queue: a task that no filter matches reaches nobody`]
      : []),
    ...queues.flatMap((row) => findQueueProblem(row) ?? []),
  ];
}

function findQueueProblem(row: QueueReached): string | undefined {
  const { queue, workers } = row;
  if (!queue) return `${row.sid} is not a queue of Flex's workspace`;
  if (workers.length === 0) {
    const target = queue.target_workers ? ` (${queue.target_workers})` : "";
    return `${nameOf(row)} matches no worker${target}: its tasks reach nobody`;
  }
  // Who is offline at night comes back in the morning; until then tasks wait.
  return workers.some(({ available }) => available) ? undefined : `${describeWorkers(row)}: its tasks wait`;
}

function describeWorkers(row: QueueReached): string {
  const { workers } = row;
  const available = workers.filter((worker) => worker.available).length;
  const total = workers.length === 1 ? "1 worker" : `${workers.length} workers`;
  return `${nameOf(row)}: ${total}, ${available === 0 ? "none" : available} available now`;
}

function nameOf({ sid, queue }: QueueReached): string {
  return queue?.friendly_name ? `queue "${queue.friendly_name}"` : `queue ${sid}`;
}
