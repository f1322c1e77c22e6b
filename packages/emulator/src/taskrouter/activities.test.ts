import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

const activities = `${workspace}/Activities`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("an activity is created, renamed and deleted", async () => {
  const { status, body } = await call(`POST ${activities}`, {
    form: { FriendlyName: "Chat only", Available: "true" },
  });
  expect([status, body]).toEqual([
    201,
    {
      sid: body.sid,
      account_sid: seed.accountSid,
      workspace_sid: seed.workspaceSid,
      friendly_name: "Chat only",
      available: true,
      date_created: body.date_created,
      date_updated: body.date_created,
      url: `${activities}/${body.sid}`,
      links: { workspace },
    },
  ]);
  const renamed = await call(`POST ${body.url}`, { form: { FriendlyName: "Chats" } });
  expect([renamed.status, renamed.body.friendly_name]).toEqual([200, "Chats"]);
  expect((await call(`DELETE ${body.url}`)).status).toBe(204);
  expect((await call(`GET ${body.url}`)).status).toBe(404);
});

test("activities are filtered by name and availability", async () => {
  const found = async (query: string) => {
    const rows = (await call(`GET ${activities}?${query}`)).body.activities;
    return rows.map(({ friendly_name }: { friendly_name: string }) => friendly_name);
  };
  expect(await found("Available=true")).toEqual(["Available"]);
  expect(await found("Available=no")).toEqual(["Offline", "Unavailable"]);
  expect(await found("FriendlyName=Offline")).toEqual(["Offline"]);
});

test("an activity in use cannot be deleted", async () => {
  const form = { FriendlyName: "ann", ActivitySid: seed.activitySids.Available };
  const { sid } = (await call(`POST ${workspace}/Workers`, { form })).body;
  const messages = [];
  for (const activity of [seed.activitySids.Offline, seed.activitySids.Available]) {
    const { status, body } = await call(`DELETE ${activities}/${activity}`);
    messages.push([status, body.code, body.message]);
  }
  expect(messages).toEqual([
    [
      409,
      20409,
      `Activity ${seed.activitySids.Offline} cannot be deleted: it is used by ${seed.workspaceSid}`,
    ],
    [409, 20409, `Activity ${seed.activitySids.Available} cannot be deleted: it is used by ${sid}`],
  ]);
});
