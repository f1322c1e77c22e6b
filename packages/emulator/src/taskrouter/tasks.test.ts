import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

const sid = `WT${"0".repeat(31)}1`;

async function withTask() {
  const emulator = await startEmulator({ now: () => new Date("2026-02-03T04:06:36Z") });
  onTestFinished(() => emulator.close());
  const date = "2026-02-03T04:05:06Z";
  emulator.state.tasks[sid] = {
    sid,
    workspace_sid: seed.workspaceSid,
    workflow_sid: seed.workflowSid,
    workflow_friendly_name: "Assign to Anyone",
    task_queue_sid: seed.taskQueueSid,
    task_queue_friendly_name: "Everyone",
    task_channel_sid: seed.taskChannelSids.chat,
    task_channel_unique_name: "chat",
    attributes: '{"reason":"refund"}',
    priority: 1,
    timeout: 3600,
    assignment_status: "assigned",
    worker: "ann",
    date_created: date,
    date_updated: date,
  };
  return emulator;
}

test("a task has every documented property and no other", async () => {
  const emulator = await withTask();
  const url = `${workspace}/Tasks/${sid}`;
  expect((await ask(emulator, `GET ${url}`)).body).toEqual({
    sid,
    account_sid: seed.accountSid,
    workspace_sid: seed.workspaceSid,
    workflow_sid: seed.workflowSid,
    workflow_friendly_name: "Assign to Anyone",
    task_queue_sid: seed.taskQueueSid,
    task_queue_friendly_name: "Everyone",
    task_queue_entered_date: "2026-02-03T04:05:06Z",
    task_channel_sid: seed.taskChannelSids.chat,
    task_channel_unique_name: "chat",
    attributes: '{"reason":"refund"}',
    addons: "{}",
    age: 90,
    priority: 1,
    timeout: 3600,
    reason: null,
    routing_target: null,
    ignore_capacity: false,
    assignment_status: "assigned",
    virtual_start_time: "2026-02-03T04:05:06Z",
    date_created: "2026-02-03T04:05:06Z",
    date_updated: "2026-02-03T04:05:06Z",
    url,
    links: {
      workspace,
      workflow: `${workspace}/Workflows/${seed.workflowSid}`,
      task_queue: `${workspace}/TaskQueues/${seed.taskQueueSid}`,
      reservations: `${url}/Reservations`,
    },
  });
});

test.each([
  ["AssignmentStatus=assigned", 1],
  ["AssignmentStatus=pending&AssignmentStatus=assigned", 1],
  ["AssignmentStatus=pending", 0],
  ["Priority=1", 1],
  ["WorkflowName=Other", 0],
  [`TaskQueueSid=${seed.taskQueueSid}`, 1],
  ["HasAddons=true", 0],
  ["EvaluateTaskAttributes=reason+%3D%3D+'refund'", 1],
  ["EvaluateTaskAttributes=reason+%3D%3D+'other'", 0],
  ["Ordering=Priority:desc,DateCreated:asc", 1],
])("the filter %s finds %i tasks", async (query, count) => {
  const emulator = await withTask();
  expect((await ask(emulator, `GET ${workspace}/Tasks?${query}`)).body.tasks).toHaveLength(count);
});

test("an ordering by anything else is refused", async () => {
  const emulator = await withTask();
  expect((await ask(emulator, `GET ${workspace}/Tasks?Ordering=Age:desc`)).body.message).toBe(
    "Invalid parameter Ordering: expected DateCreated or Priority or VirtualStartTime with :asc or :desc",
  );
});
