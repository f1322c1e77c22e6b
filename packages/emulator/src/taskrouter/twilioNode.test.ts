// twilio-node, which knows nothing of this project, works with TaskRouter and with the numbers on offer.

import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

let emulator: Emulator;

let client: twilio.Twilio;

beforeEach(async () => {
  emulator = await startEmulator();
  const { url } = emulator;
  const httpClient = new (class extends twilio.RequestClient {
    override request<T>(options: RequestClient.RequestOptions<T>) {
      const { host, origin } = new URL(options.uri);
      const headers = { ...options.headers, "X-Original-Host": host };
      return super.request<T>({ ...options, headers, uri: options.uri.replace(origin, url) });
    }
  })();
  client = twilio(seed.accountSid, seed.authToken, { httpClient });
});

afterEach(() => emulator.close());

test("a workspace is created with an activity, a worker, a queue and a workflow, and deleted", async () => {
  const { workspaces } = client.taskrouter.v1;
  const { sid } = await workspaces.create({ friendlyName: "Tests", eventsFilter: "task.created" });
  const workspace = workspaces(sid);

  const activity = await workspace.activities.create({ friendlyName: "Chats", available: true });
  const attributes = '{"skills":["sales"]}';
  const worker = await workspace.workers.create({ friendlyName: "ann", attributes });
  await workspace.workers(worker.sid).update({ activitySid: activity.sid });
  const queue = await workspace.taskQueues.create({
    friendlyName: "Sales",
    targetWorkers: "skills HAS 'sales'",
    assignmentActivitySid: activity.sid,
  });
  const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const workflow = await workspace.workflows.create({ friendlyName: "Sales", configuration });

  const moved = await workspace.workers(worker.sid).fetch();
  expect([moved.activityName, moved.available, moved.attributes]).toEqual(["Chats", true, attributes]);
  const found = await workspace.workers.list({ taskQueueSid: queue.sid, available: "true" });
  expect(found.map((row) => row.sid)).toEqual([worker.sid]);
  expect([queue.assignmentActivityName, workflow.documentContentType]).toEqual(["Chats", "application/json"]);
  await expect(workspace.taskQueues(queue.sid).remove()).rejects.toMatchObject({ status: 409, code: 20409 });
  expect(await workspace.remove()).toBe(true);
  await expect(workspace.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("a number is searched for, bought, updated and released", async () => {
  const [offered] = await client.availablePhoneNumbers("US").local.list({ areaCode: 212, limit: 1 });
  const phoneNumber = offered?.phoneNumber ?? "";
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber });
  const number = client.incomingPhoneNumbers(bought.sid);

  const updated = await number.update({ accountSid: seed.accountSid, friendlyName: "New York" });

  expect([offered?.locality, updated.friendlyName, updated.phoneNumber]).toEqual([
    "New York",
    "New York",
    "+12125552000",
  ]);
  expect(await number.remove()).toBe(true);
});
