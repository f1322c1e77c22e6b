import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

const queues = `${workspace}/TaskQueues`;

const missing = `WA${"0".repeat(31)}9`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

async function names(query: string): Promise<string[]> {
  const { task_queues } = (await call(`GET ${queues}?${query}`)).body;
  return task_queues.map(({ friendly_name }: { friendly_name: string }) => friendly_name);
}

test("a queue keeps its activities, and is returned with every documented property", async () => {
  const form = {
    FriendlyName: "Sales",
    TargetWorkers: "skills HAS 'sales'",
    ReservationActivitySid: seed.activitySids.Unavailable,
    AssignmentActivitySid: seed.activitySids.Offline,
  };
  const { status, body } = await call(`POST ${queues}`, { form });

  const url = `${queues}/${body.sid}`;
  expect([status, body]).toEqual([
    201,
    {
      sid: body.sid,
      account_sid: seed.accountSid,
      workspace_sid: seed.workspaceSid,
      friendly_name: "Sales",
      target_workers: "skills HAS 'sales'",
      max_reserved_workers: 1,
      task_order: "FIFO",
      reservation_activity_sid: seed.activitySids.Unavailable,
      reservation_activity_name: "Unavailable",
      assignment_activity_sid: seed.activitySids.Offline,
      assignment_activity_name: "Offline",
      date_created: body.date_created,
      date_updated: body.date_created,
      url,
      links: {
        workspace,
        reservation_activity: `${workspace}/Activities/${seed.activitySids.Unavailable}`,
        assignment_activity: `${workspace}/Activities/${seed.activitySids.Offline}`,
        statistics: `${url}/Statistics`,
        real_time_statistics: `${url}/RealTimeStatistics`,
        cumulative_statistics: `${url}/CumulativeStatistics`,
        list_statistics: `${queues}/Statistics`,
        bulk_real_time_statistics: `${queues}/RealTimeStatistics`,
      },
    },
  ]);
  expect((await call(`GET ${queues}/${seed.taskQueueSid}`)).body).toMatchObject({
    reservation_activity_sid: null,
    reservation_activity_name: null,
    assignment_activity_sid: null,
    assignment_activity_name: null,
  });
});

test.each([
  [
    { TargetWorkers: "skills HAS" },
    "Invalid parameter TargetWorkers: expected a value, found the end of the expression",
  ],
  [
    { ReservationActivitySid: missing },
    `Invalid parameter ReservationActivitySid: ${missing} is not in this workspace`,
  ],
  [
    { AssignmentActivitySid: missing },
    `Invalid parameter AssignmentActivitySid: ${missing} is not in this workspace`,
  ],
])("%j is refused, in a new queue and in one that exists", async (form: Record<string, string>, message) => {
  for (const answer of [
    await call(`POST ${queues}`, { form: { FriendlyName: "Sales", ...form } }),
    await call(`POST ${queues}/${seed.taskQueueSid}`, { form }),
  ])
    expect([answer.status, answer.body.code, answer.body.message]).toEqual([400, 20001, message]);
  expect(await names("")).toEqual(["Everyone"]);
});

test("a queue that a workflow uses cannot be deleted", async () => {
  const refused = await call(`DELETE ${queues}/${seed.taskQueueSid}`);
  expect([refused.status, refused.body.code, refused.body.message]).toEqual([
    409,
    20409,
    `TaskQueue ${seed.taskQueueSid} cannot be deleted: workflow ${seed.workflowSid} sends tasks to it`,
  ]);

  await call(`DELETE ${workspace}/Workflows/${seed.workflowSid}`);

  expect((await call(`DELETE ${queues}/${seed.taskQueueSid}`)).status).toBe(204);
});

test("queues are found by the workers that they target", async () => {
  await call(`POST ${queues}`, { form: { FriendlyName: "Sales", TargetWorkers: "skills HAS 'sales'" } });
  await call(`POST ${queues}`, { form: { FriendlyName: "Nobody", TargetWorkers: "" } });
  const form = { FriendlyName: "ann", Attributes: JSON.stringify({ skills: ["support"] }) };
  const { sid } = (await call(`POST ${workspace}/Workers`, { form })).body;

  expect(await names(`WorkerSid=${sid}`)).toEqual(["Everyone"]);
  expect(await names(`EvaluateWorkerAttributes=${encodeURIComponent('{"skills":["sales"]}')}`)).toEqual([
    "Everyone",
    "Sales",
  ]);
  expect(await names("Ordering=FriendlyName:desc")).toEqual(["Sales", "Nobody", "Everyone"]);
  expect(await names("FriendlyName=Sales")).toEqual(["Sales"]);
});
