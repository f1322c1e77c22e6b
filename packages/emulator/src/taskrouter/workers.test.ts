import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

const workers = `${workspace}/Workers`;

const { Available, Offline } = seed.activitySids;

let now = new Date("2026-02-03T04:05:06Z");

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ now: () => now });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const newWorker = (FriendlyName: string, form: Record<string, string> = {}) =>
  call(`POST ${workers}`, { form: { FriendlyName, ...form } });

test("a worker starts in the default activity, with every documented property", async () => {
  const { status, body } = await newWorker("ann");

  const url = `${workers}/${body.sid}`;
  expect([status, body]).toEqual([
    201,
    {
      sid: body.sid,
      account_sid: seed.accountSid,
      workspace_sid: seed.workspaceSid,
      friendly_name: "ann",
      attributes: "{}",
      activity_sid: Offline,
      activity_name: "Offline",
      available: false,
      date_created: "2026-02-03T04:05:06Z",
      date_updated: "2026-02-03T04:05:06Z",
      date_status_changed: "2026-02-03T04:05:06Z",
      url,
      links: {
        channels: `${url}/Channels`,
        activity: `${workspace}/Activities/${Offline}`,
        workspace,
        statistics: `${workers}/Statistics`,
        real_time_statistics: `${workers}/RealTimeStatistics`,
        cumulative_statistics: `${workers}/CumulativeStatistics`,
        worker_statistics: `${url}/Statistics`,
        worker_channels: `${url}/Channels`,
        reservations: `${url}/Reservations`,
      },
    },
  ]);
});

test("an update changes activity and attributes; only a new activity changes date_status_changed", async () => {
  const { url } = (await newWorker("ann")).body;
  now = new Date("2026-02-04T00:00:00Z");
  const attributes = '{"skills":["sales"]}';
  const renamed = (await call(`POST ${url}`, { form: { FriendlyName: "Ann", Attributes: attributes } })).body;
  const moved = (await call(`POST ${url}`, { form: { ActivitySid: Available } })).body;

  expect([renamed.friendly_name, renamed.attributes, renamed.date_status_changed]).toEqual([
    "Ann",
    attributes,
    "2026-02-03T04:05:06Z",
  ]);
  expect([moved.activity_name, moved.available, moved.date_status_changed]).toEqual([
    "Available",
    true,
    "2026-02-04T00:00:00Z",
  ]);
  expect((await call(`DELETE ${url}`)).status).toBe(204);
  expect((await call(`GET ${url}`)).status).toBe(404);
});

test.each([
  [{ Attributes: "[]" }, "Invalid parameter Attributes: expected the JSON text of an object"],
  [{ Attributes: "{" }, "Invalid parameter Attributes: expected the JSON text of an object"],
  [
    { ActivitySid: `WA${"0".repeat(31)}9` },
    `Invalid parameter ActivitySid: WA${"0".repeat(31)}9 is not in this workspace`,
  ],
])("a worker with %j is refused", async (form: Record<string, string>, message) => {
  const { status, body } = await newWorker("ann", form);
  expect([status, body.code, body.message]).toEqual([400, 20001, message]);
});

test("workers are filtered by activity, availability, queue and expression", async () => {
  await newWorker("ann", { ActivitySid: Available, Attributes: '{"skills":["sales"],"level":3}' });
  await newWorker("bob", { Attributes: '{"skills":["support"]}' });
  const form = { FriendlyName: "Sales", TargetWorkers: "skills HAS 'sales'" };
  const queue = (await call(`POST ${workspace}/TaskQueues`, { form })).body;
  const found = async (query: string) => {
    const { body } = await call(`GET ${workers}?${query}`);
    return body.workers.map(({ friendly_name }: { friendly_name: string }) => friendly_name).join(" ");
  };

  expect(await found("")).toBe("ann bob");
  expect(await found("FriendlyName=bob")).toBe("bob");
  expect(await found("Available=yes")).toBe("ann");
  expect(await found("Available=false")).toBe("bob");
  expect(await found("ActivityName=Offline")).toBe("bob");
  expect(await found(`ActivitySid=${Available}`)).toBe("ann");
  expect(await found(`TaskQueueSid=${queue.sid}`)).toBe("ann");
  expect(await found("TaskQueueName=Everyone")).toBe("ann bob");
  expect(await found("TaskQueueName=Nowhere")).toBe("");
  expect(await found("Ordering=FriendlyName:desc")).toBe("bob ann");
  const expression = (text: string) => found(`TargetWorkersExpression=${encodeURIComponent(text)}`);
  expect(await expression("level >= 3")).toBe("ann");
  expect(await expression("activity_name in ['Offline', 'Break']")).toBe("bob");
  const broken = await call(`GET ${workers}?TargetWorkersExpression=level`);
  expect(broken.body.message).toBe(
    "Invalid parameter TargetWorkersExpression: expected a comparison, found the end of the expression",
  );
});
