import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspaces = "https://taskrouter.twilio.com/v1/Workspaces";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

async function names(path: string, key: string): Promise<string[]> {
  const rows = (await call(`GET ${path}`)).body[key];
  return rows.map(({ friendly_name }: { friendly_name: string }) => friendly_name);
}

test("a new workspace has three activities, six task channels and every documented property", async () => {
  const { status, body } = await call(`POST ${workspaces}`, { form: { FriendlyName: "Tests" } });

  const url = `${workspaces}/${body.sid}`;
  const { activities } = (await call(`GET ${url}/Activities`)).body;
  expect(activities.map((row: Record<string, unknown>) => [row.friendly_name, row.available])).toEqual([
    ["Offline", false],
    ["Available", true],
    ["Unavailable", false],
  ]);
  expect((await call(`GET ${url}/TaskChannels`)).body.channels).toHaveLength(6);
  const { links, ...rest } = body;
  expect([status, rest]).toEqual([
    201,
    {
      sid: body.sid,
      account_sid: seed.accountSid,
      friendly_name: "Tests",
      multi_task_enabled: true,
      prioritize_queue_order: "FIFO",
      default_activity_sid: activities[0].sid,
      default_activity_name: "Offline",
      timeout_activity_sid: activities[0].sid,
      timeout_activity_name: "Offline",
      event_callback_url: "",
      events_filter: null,
      date_created: body.date_created,
      date_updated: body.date_created,
      url,
    },
  ]);
  expect([Object.keys(links).length, links.cumulative_statistics, links.events]).toEqual([
    10,
    `${url}/CumulativeStatistics`,
    `${url}/Events`,
  ]);
});

test("the template FIFO adds a queue for everyone and its workflow", async () => {
  const form = { FriendlyName: "Tests", Template: "FIFO" };
  const { sid } = (await call(`POST ${workspaces}`, { form })).body;
  expect(await names(`${workspaces}/${sid}/TaskQueues`, "task_queues")).toEqual(["Sample Queue"]);
  expect(await names(`${workspaces}/${sid}/Workflows`, "workflows")).toEqual(["Default Fifo Workflow"]);
});

test("an update changes only its parameters", async () => {
  const url = `${workspaces}/${seed.workspaceSid}`;
  const form = {
    DefaultActivitySid: seed.activitySids.Available,
    EventCallbackUrl: "https://agent.example.com/events",
    EventsFilter: "task.created,task.canceled",
    PrioritizeQueueOrder: "LIFO",
  };
  await call(`POST ${url}`, { form });
  expect((await call(`GET ${url}`)).body).toMatchObject({
    friendly_name: "Flex Task Assignment",
    default_activity_name: "Available",
    timeout_activity_name: "Offline",
    event_callback_url: "https://agent.example.com/events",
    events_filter: "task.created,task.canceled",
    prioritize_queue_order: "LIFO",
  });
});

test.each([
  [
    { DefaultActivitySid: `WA${"0".repeat(31)}9` },
    `Invalid parameter DefaultActivitySid: WA${"0".repeat(31)}9 is not in this workspace`,
  ],
  [{ MultiTaskEnabled: "false" }, "Invalid parameter MultiTaskEnabled: a multi-tasking workspace stays one"],
])("an update with %j is refused", async (form: Record<string, string>, message) => {
  const { status, body } = await call(`POST ${workspaces}/${seed.workspaceSid}`, { form });
  expect([status, body.code, body.message]).toEqual([400, 20001, message]);
});

test("a deleted workspace is gone with all that was in it, and Flex's cannot be deleted", async () => {
  const form = { FriendlyName: "Tests", Template: "FIFO" };
  const { sid } = (await call(`POST ${workspaces}`, { form })).body;

  expect((await call(`DELETE ${workspaces}/${sid}`)).status).toBe(204);

  expect((await call(`GET ${workspaces}/${sid}/Workflows`)).status).toBe(404);
  expect(await names(workspaces, "workspaces")).toEqual(["Flex Task Assignment"]);
  const { activities, taskChannels, taskQueues, workflows } = emulator.state;
  expect([activities, taskChannels, taskQueues, workflows].map((table) => Object.keys(table).length)).toEqual(
    [3, 6, 1, 1],
  );
  const flex = await call(`DELETE ${workspaces}/${seed.workspaceSid}`);
  expect([flex.status, flex.body.message]).toEqual([
    409,
    `Workspace ${seed.workspaceSid} cannot be deleted: Flex uses it`,
  ]);
});
