import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import { createTask } from "../flex/createTask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import type { State } from "../state/state.ts";
import { routeTask } from "./routeTask.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;
const [billing, support, spanish] = ["1", "2", "3"].map((digit) => `WQ${digit.repeat(32)}`) as [
  string,
  string,
  string,
];

/** An account with three more queues; in Billing works Ann, whose activity is given. */
function account(activity: keyof typeof seed.activitySids = "Available"): State {
  const state = seed.accountBeforeHandoff();
  const everyone = state.taskQueues[seed.taskQueueSid];
  if (!everyone) throw new Error("the account has no queue");
  const add = (sid: string, friendly_name: string, target_workers: string) => {
    state.taskQueues[sid] = { ...everyone, sid, friendly_name, target_workers };
  };
  add(billing, "Billing", 'routing.skills HAS "billing"');
  add(support, "Support", 'routing.skills HAS "support"');
  add(spanish, "Spanish", "");
  const date = "2026-01-05T10:00:00Z";
  state.workers.WK1 = {
    sid: "WK1",
    workspace_sid: seed.workspaceSid,
    friendly_name: "ann",
    activity_sid: seed.activitySids[activity],
    attributes: '{"routing":{"skills":["billing"]},"languages":["en"]}',
    date_status_changed: date,
    date_created: date,
    date_updated: date,
  };
  return state;
}

const everyoneByDefault = { default_filter: { queue: seed.taskQueueSid } };

function routed(state: State, routing: object, attributes: object): unknown {
  const configuration = JSON.stringify({ task_routing: { ...everyoneByDefault, ...routing } });
  return routeTask(state, { workspace_sid: seed.workspaceSid, configuration }, { ...attributes });
}

const byDepartment = {
  filters: [
    { expression: 'department == "billing"', targets: [{ queue: billing }] },
    { expression: 'priority == "high"', targets: [{ queue: support, priority: 5 }] },
    { expression: "vip == true AND order >= 100", targets: [{ queue: spanish, priority: "7" }] },
  ],
};

test.each([
  ["the first filter that matches", { department: "billing", priority: "high" }, billing, undefined],
  ["a later filter, with the priority of its target", { priority: "high" }, support, 5],
  ["numbers and booleans, unquoted", { vip: true, order: 100 }, spanish, 7],
  ["a string is not a number", { vip: true, order: "100" }, seed.taskQueueSid, undefined],
  ["no filter", { department: "Billing" }, seed.taskQueueSid, undefined],
  ["no attributes", {}, seed.taskQueueSid, undefined],
])("a task goes to the queue of %s", (_, attributes, queueSid, priority) => {
  expect(routed(account(), byDepartment, attributes)).toEqual({ queueSid, priority });
});

test("without a match and without a default queue a task has no queue", () => {
  expect(routed(account(), { ...byDepartment, default_filter: undefined }, {})).toBeUndefined();
});

const escalating = (skip_if: string, more: object = {}) => ({
  filters: [
    { expression: "1 == 1", targets: [{ queue: billing, skip_if, ...more }] },
    { expression: "1 == 1", targets: [{ queue: support }] },
  ],
});

test.each([
  ["nobody in its queue is available", "Unavailable", "workers.available == 0", {}, support],
  ["somebody could take the task at once", "Available", "1 == 1", {}, billing],
  ["skip_if is false", "Unavailable", "workers.unavailable == 0", {}, billing],
  [
    "nobody of its queue suits",
    "Available",
    "1 == 1",
    { expression: "task.language IN worker.languages" },
    support,
  ],
  ["an activity has nobody", "Offline", `workers.${seed.activitySids.Available} == 0`, {}, support],
] as const)("a target where %s", (_, activity, skipIf, more, queueSid) => {
  expect(routed(account(activity), escalating(skipIf, more), { language: "es" })).toMatchObject({ queueSid });
});

test("a target without a queue keeps the queue of the target before it", () => {
  const targets = [
    { queue: billing, expression: "worker.sid == task.agent", skip_if: "1 == 1" },
    { timeout: 15 },
  ];
  expect(routed(account("Offline"), { filters: [{ expression: "1 == 1", targets }] }, {})).toEqual({
    queueSid: billing,
    priority: undefined,
  });
});

async function emulatorWithTask() {
  const emulator = await startEmulator({ state: account() });
  onTestFinished(() => emulator.close());
  const { state } = emulator;
  const configure = (routing: object, more: Record<string, string> = {}) => {
    const Configuration = JSON.stringify({ task_routing: { ...everyoneByDefault, ...routing } });
    return ask(emulator, `POST ${workspace}/Workflows/${seed.workflowSid}`, {
      form: { Configuration, ...more },
    });
  };
  await configure(byDepartment);
  const workflow = state.workflows[seed.workflowSid];
  if (!workflow) throw new Error("the account has no workflow");
  const task = createTask({ state, now: () => new Date() } as Parameters<typeof createTask>[0], {
    workflow,
    channel: { sid: seed.taskChannelSids.chat, unique_name: "chat" },
    attributes: { priority: "high" },
    priority: 0,
    timeoutSeconds: 3600,
  });
  return { emulator, configure, task };
}

test("a new task has the queue and the priority that its workflow chooses, and TaskRouter's API shows them", async () => {
  const { emulator, task } = await emulatorWithTask();

  expect((await ask(emulator, `GET ${workspace}/Tasks/${task.sid}`)).body).toMatchObject({
    task_queue_sid: support,
    task_queue_friendly_name: "Support",
    priority: 5,
  });
  const { tasks } = (await ask(emulator, `GET ${workspace}/Tasks?TaskQueueName=Support`)).body;
  expect(tasks.map(({ sid }: { sid: string }) => sid)).toEqual([task.sid]);
});

test("a waiting task moves to another queue only if the workflow is changed with ReEvaluateTasks", async () => {
  const { configure, task } = await emulatorWithTask();
  const all = { filters: [{ expression: "1 == 1", targets: [{ queue: billing }] }] };

  await configure(all);
  expect(task.task_queue_friendly_name).toBe("Support");

  await configure(all, { ReEvaluateTasks: "true" });
  expect([task.task_queue_sid, task.task_queue_friendly_name, task.priority]).toEqual([
    billing,
    "Billing",
    5,
  ]);
});

test("a queue in which a task waits cannot be deleted, also when no workflow names it any more", async () => {
  const { emulator, configure, task } = await emulatorWithTask();
  await configure({});

  const refused = await ask(emulator, `DELETE ${workspace}/TaskQueues/${support}`);
  expect([refused.status, refused.body.code, refused.body.message]).toEqual([
    409,
    20409,
    `TaskQueue ${support} cannot be deleted: task ${task.sid} waits in it`,
  ]);

  await configure({}, { ReEvaluateTasks: "true" });
  expect((await ask(emulator, `DELETE ${workspace}/TaskQueues/${support}`)).status).toBe(204);
});
