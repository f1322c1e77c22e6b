import { type State, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, destroy, previewCreate, read, update } from "../../provider/lifecycle.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { runningTwilio } from "../../testing/runningTwilio.ts";
import { unknownValue } from "../../values/unknown.ts";
import { taskQueue as definition } from "./taskQueue.ts";

const taskQueue: Resource = definition;
const { workspaceSid } = seed;
const everyone = `${workspaceSid}/${seed.taskQueueSid}`;
const billing = { workspaceSid, friendlyName: "Billing", targetWorkers: 'routing.skills HAS "Billing"' };

resourceContract(definition, {
  inputs: { ...billing, maxReservedWorkers: 2, taskOrder: "LIFO" },
  change: { friendlyName: "Accounts", targetWorkers: "", maxReservedWorkers: 3, taskOrder: "FIFO" },
  replace: { workspaceSid: `WS${"f".repeat(32)}` },
  drop: { targetWorkers: "1==1", maxReservedWorkers: 1, taskOrder: "FIFO" },
  drift: {
    change: ({ taskQueues }, id) => {
      const row = taskQueues[id.split("/")[1] ?? ""];
      if (row) Object.assign(row, { friendly_name: "Renamed", target_workers: "1==2" });
    },
    seen: ["friendlyName", "targetWorkers"],
  },
  present: {
    id: everyone,
    inputs: {
      adopt: everyone,
      workspaceSid,
      friendlyName: "All",
      targetWorkers: "level > 1",
      taskOrder: "LIFO",
    },
  },
  object,
});

function object({ taskQueues }: State, id: string): unknown {
  const found = taskQueues[id.split("/")[1] ?? ""];
  return found && structuredClone({ ...found, date_updated: undefined });
}

const twilio = runningTwilio();

test("a new queue is created by one form in its workspace", async () => {
  const { id, state } = await create(taskQueue, twilio.api, billing);

  expect(twilio.writes().map(({ path, form }) => [path, form])).toEqual([
    [
      `/v1/Workspaces/${workspaceSid}/TaskQueues`,
      { FriendlyName: "Billing", TargetWorkers: 'routing.skills HAS "Billing"' },
    ],
  ]);
  expect(id).toBe(`${workspaceSid}/${state.sid}`);
});

const either = { workspaceSid, friendlyName: "Billing", createWith: { targetWorkers: "level > 2" } };

test("createWith is for a new queue: it is written once, and not compared afterwards", async () => {
  const { id, state } = await create(taskQueue, twilio.api, either);
  const row = twilio.state.taskQueues[String(state.sid)];
  expect(row?.target_workers).toBe("level > 2");

  if (row) row.target_workers = "level > 3";
  expect((await read(taskQueue, twilio.api, id, { inputs: either, state }))?.inputs).toEqual(either);
  await update(taskQueue, twilio.api, { id, olds: either, state, news: either });
  expect(row?.target_workers).toBe("level > 3");
});

test("an adopted queue keeps its own workers, whatever createWith says", async () => {
  const inputs = { ...either, adopt: everyone, friendlyName: "Everyone" };
  const { id, state } = await create(taskQueue, twilio.api, inputs);
  await destroy(taskQueue, twilio.api, { id, inputs, state });
  expect(twilio.writes()).toEqual([]);
});

test("workers that are no longer declared go back to those of a new queue", async () => {
  const olds = { ...either, targetWorkers: "level > 9" };
  const { id, state } = await create(taskQueue, twilio.api, olds);

  await update(taskQueue, twilio.api, { id, olds, state, news: either });

  expect(twilio.state.taskQueues[String(state.sid)]?.target_workers).toBe("level > 2");
});

test("a preview of a queue that might have been adopted says that it is new, and which queues there are", async () => {
  const note = async (inputs: object) => (await previewCreate(taskQueue, twilio.api, { ...inputs })).note;

  expect(await note(either)).toBe(
    'creates queue "Billing" for workers with level > 2; the workspace has "Everyone"',
  );
  expect(await note({ ...either, adopt: everyone })).toBe(
    `adopts ${everyone}, changing\n  friendlyName: "Everyone" → "Billing"`,
  );
  expect(await note({ ...either, workspaceSid: unknownValue })).toBeUndefined();
  expect(await note(billing)).toBeUndefined();
});

test("a queue that a workflow uses is not deleted, and the error names the workflow", async () => {
  const inputs = { adopt: everyone };
  await expect(
    destroy(taskQueue, twilio.api, { id: everyone, inputs, state: { adopted: false } }),
  ).rejects.toThrow(
    `TaskQueue ${seed.taskQueueSid} cannot be deleted: workflow ${seed.workflowSid} sends tasks to it`,
  );
});

test("an ID without the workspace is rejected with the form that is expected", async () => {
  await expect(read(taskQueue, twilio.api, seed.taskQueueSid)).rejects.toThrow(
    new Error(
      `${seed.taskQueueSid} is not an ID in a workspace: expected WS…/WQ… of a queue, or WS…/WW… of a workflow.`,
    ),
  );
  expect(check(taskQueue, { adopt: seed.taskQueueSid }).problems).toEqual([
    {
      path: ["adopt"],
      message: `expected the SIDs of the workspace and of the object, WS…/WQ…, found "${seed.taskQueueSid}"`,
    },
  ]);
});

test("an expression that does not parse is found before anything is sent", () => {
  const given = {
    ...billing,
    targetWorkers: "routing.skills HAS",
    createWith: { targetWorkers: "a-b == 1" },
  };
  expect(check(taskQueue, given).problems).toEqual([
    {
      path: ["targetWorkers"],
      message: 'is not a TaskRouter expression: expected a value, found the end, found "routing.skills HAS"',
    },
    {
      path: ["createWith", "targetWorkers"],
      message:
        'is not a TaskRouter expression: -b == 1 is not understood (keys cannot contain hyphens), found "a-b == 1"',
    },
  ]);
  expect(check(taskQueue, { ...billing, targetWorkers: unknownValue }).problems).toEqual([]);
});
