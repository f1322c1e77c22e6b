// A task queue (WQ…): tasks that wait for the same workers. TaskRouter v1: form encoded, synchronous.
// Its activities are left out: they only concern workspaces that are not multi-tasking, and Flex's is.
// Source: twilio-oai, twilio_taskrouter_v1.json; twilio.com/docs/taskrouter/api/task-queue

import * as z from "zod";
import { type TaskQueue, taskQueues } from "../../account/taskrouter.ts";
import { present } from "../../client/present.ts";
import { sid } from "../../client/sid.ts";
import { type Changes, defineResource, type Live } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";
import { targetWorkers } from "./expression.ts";
import { idInWorkspace, joinId, splitId } from "./inWorkspace.ts";

const inputs = z.strictObject({
  workspaceSid: sid("WS").optional().describe("Workspace of the queue. A change replaces the resource."),
  friendlyName: z.string().min(1).optional().describe("Name in the Console and in Flex."),
  targetWorkers: targetWorkers
    .optional()
    .describe(
      'Expression for the workers who receive the tasks, for instance `routing.skills HAS "billing"`; empty for no workers. Default "1==1" for a new queue: all of them.',
    ),
  maxReservedWorkers: z
    .number()
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe("How many workers a task is offered to at once. Default 1 for a new queue."),
  taskOrder: z
    .enum(["FIFO", "LIFO"])
    .optional()
    .describe('Whether the oldest or the newest task comes first. Default "FIFO" for a new queue.'),
  adopt: idInWorkspace("WQ")
    .optional()
    .describe("Workspace and SID of a queue to adopt. Destroy restores its previous settings."),
  createWith: z
    .strictObject({ targetWorkers: targetWorkers.optional().describe("Expression for the workers.") })
    .optional()
    .describe(
      "What a new queue gets. An adopted one keeps its own values, and later changes by others are not differences.",
    ),
});

const outputs = z.object({ sid: sid("WQ").describe("SID of the queue.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

export const taskQueue = defineResource({
  token: "twilio:taskrouter:TaskQueue",
  description:
    "A TaskRouter task queue: tasks that wait for the same workers. A workflow sends tasks to it; a queue that a workflow uses cannot be deleted.",
  inputs,
  outputs,
  replaceOn: ["workspaceSid"],
  requiredToCreate: ["workspaceSid", "friendlyName"],

  /** Where a program would have adopted a queue, its name may be mistyped. */
  async describeNew(api, { workspaceSid, friendlyName, createWith, ...declared }) {
    if (createWith === undefined || workspaceSid === undefined || workspaceSid === unknownValue)
      return undefined;
    const rows = await taskQueues(workspaceSid).list(api);
    const names = rows.map(({ friendly_name }) => `"${friendly_name}"`).join(", ") || "none";
    const workers = declared.targetWorkers ?? createWith.targetWorkers ?? "1==1";
    return `creates queue "${friendlyName}" for workers with ${workers}; the workspace has ${names}`;
  },

  async insert(api, { workspaceSid = "", createWith = {}, ...declared }) {
    const form = toForm({ ...createWith, ...declared });
    return fromTwilio(workspaceSid, await taskQueues(workspaceSid).create(api, { form }));
  },

  async fetch(api, id) {
    const { workspaceSid, sid } = splitId(id);
    const row = await taskQueues(workspaceSid).fetch(api, sid);
    return row && fromTwilio(workspaceSid, row);
  },

  async write(api, { id }, changes) {
    const { workspaceSid, sid } = splitId(id);
    return fromTwilio(
      workspaceSid,
      await taskQueues(workspaceSid).update(api, sid, { form: toForm(changes) }),
    );
  },

  async remove(api, id) {
    const { workspaceSid, sid } = splitId(id);
    await taskQueues(workspaceSid).remove(api, sid);
  },
});

/** A field that is null gets the value of a new queue. */
function toForm({ friendlyName, targetWorkers, maxReservedWorkers, taskOrder }: Changes<Inputs>) {
  return {
    FriendlyName: friendlyName ?? undefined,
    TargetWorkers: targetWorkers === null ? "1==1" : targetWorkers,
    MaxReservedWorkers: maxReservedWorkers === null ? "1" : maxReservedWorkers?.toString(),
    TaskOrder: taskOrder === null ? "FIFO" : taskOrder,
  };
}

function fromTwilio(workspaceSid: string, row: TaskQueue): Live<Inputs, Outputs> {
  return {
    id: joinId(workspaceSid, row.sid),
    inputs: present({
      workspaceSid,
      friendlyName: row.friendly_name,
      targetWorkers: row.target_workers,
      maxReservedWorkers: row.max_reserved_workers,
      taskOrder: inputs.shape.taskOrder.nullable().parse(row.task_order),
    }),
    outputs: { sid: row.sid },
  };
}
