import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const configuration = "https://flex-api.twilio.com/v1/Configuration";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const update = (json: Record<string, unknown>) =>
  ask(emulator, `POST ${configuration}`, { json: { account_sid: seed.accountSid, ...json } });

test("the configuration has every documented property, null unless it was set", async () => {
  const { body } = await ask(emulator, `GET ${configuration}`);
  const set = Object.entries(body).filter(([, value]) => value !== null);
  expect(Object.keys(body)).toHaveLength(49);
  expect(Object.fromEntries(set)).toEqual({
    account_sid: seed.accountSid,
    status: "ok",
    taskrouter_workspace_sid: seed.workspaceSid,
    taskrouter_target_workflow_sid: seed.workflowSid,
    taskrouter_target_taskqueue_sid: seed.taskQueueSid,
    chat_service_instance_sid: seed.flexServiceSid,
    flex_instance_sid: seed.flexInstanceSid,
    runtime_domain: "https://local-1000.twil.io",
    service_version: "1.2.0",
    ui_version: "2.17.1",
    ui_attributes: {},
    public_attributes: {},
    date_created: "2026-01-05T10:00:00Z",
    date_updated: "2026-01-05T10:00:00Z",
    url: configuration,
  });
});

const ninth = (prefix: string) => `${prefix}${"0".repeat(31)}9`;

test.each([
  ["taskrouter_workspace_sid", ninth("WS")],
  ["taskrouter_target_workflow_sid", ninth("WW")],
  ["taskrouter_target_taskqueue_sid", ninth("WQ")],
  ["taskrouter_offline_activity_sid", ninth("WA")],
  ["chat_service_instance_sid", ninth("IS")],
  ["flex_service_instance_sid", ninth("IS")],
])("%s has to exist", async (name, sid) => {
  const { status, body } = await update({ [name]: sid });
  expect([status, body.code, body.message]).toEqual([
    400,
    20001,
    `Invalid parameter ${name}: ${sid} does not exist`,
  ]);
});

test("a workflow has to be in the workspace", async () => {
  const workspaces = "https://taskrouter.twilio.com/v1/Workspaces";
  const { sid } = (await ask(emulator, `POST ${workspaces}`, { form: { FriendlyName: "other" } })).body;
  const refused = await update({
    taskrouter_workspace_sid: sid,
    taskrouter_target_workflow_sid: seed.workflowSid,
  });
  expect(refused.body.message).toBe(
    `Invalid parameter taskrouter_target_workflow_sid: ${seed.workflowSid} is not in workspace ${sid}`,
  );
  expect((await update({ taskrouter_workspace_sid: sid })).body.taskrouter_workspace_sid).toBe(sid);
});

test.each(["call_recording_webhook_url", "crm_callback_url", "crm_fallback_url"])(
  "%s has to be a URL",
  async (name) => {
    const { status, body } = await update({ [name]: "callback" });
    expect([status, body.message.startsWith(`Invalid parameter ${name}: `)]).toEqual([400, true]);
  },
);

test("what the document lists can be set", async () => {
  const json = {
    flex_insights_drilldown: true,
    flex_url: "https://flex.twilio.com",
    offline_config: { a: 1 },
  };
  expect((await update(json)).body).toMatchObject(json);
});
