import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("workflows are found by their exact name, and a second of the same name is found too", async () => {
  emulator.state.workflows = seed.withSecondWorkflow(emulator.state).workflows;
  const named = async (name: string) =>
    (await call(`GET ${workspace}/Workflows?FriendlyName=${encodeURIComponent(name)}`)).body.workflows.length;
  expect([await named("Assign to Anyone"), await named("Assign")]).toEqual([2, 0]);
});

test("TaskRouter rejects a page number without a token", async () => {
  const answer = await call(`GET ${workspace}/TaskQueues?Page=1`);
  expect([answer.status, answer.body.code]).toEqual([400, 40153]);
});

test("a workflow whose queue is not in the workspace is rejected", async () => {
  const elsewhere = JSON.stringify({ task_routing: { default_filter: { queue: "WQ1" } } });
  const form = (Configuration: string) => ({ form: { FriendlyName: "x", Configuration } });
  const messages = [];
  for (const text of [elsewhere, "{", "{}"]) {
    messages.push((await call(`POST ${workspace}/Workflows`, form(text))).body.message);
  }
  expect(messages).toEqual([
    "Invalid parameter Configuration: queue WQ1 is not in this workspace",
    "Invalid parameter Configuration: not valid JSON",
    "Invalid parameter Configuration: task_routing is missing",
  ]);
});

test("a workspace has links to its resources", async () => {
  const { body } = await call(`GET ${workspace}`);
  expect([body.friendly_name, body.links.task_channels]).toEqual([
    "Flex Task Assignment",
    `${workspace}/TaskChannels`,
  ]);
  expect((await call(`GET ${workspace.replace(/1$/, "2")}/Workflows`)).status).toBe(404);
});
