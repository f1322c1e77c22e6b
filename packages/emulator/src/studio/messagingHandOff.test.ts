// The hand-off of a message conversation, from the request of the agent's server to the task in Flex.

import { describe, expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { executionScene, messagingFlow } from "../testing/executionScene.ts";

const scene = executionScene();

const { call, published, handedOff } = scene;

/** A customer's SMS reaches the bridged service, as after `pulumi up`. */
async function customerWrites(): Promise<{ conversationId: string; conversationSid: string }> {
  const configuration = scene.emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  const address = scene.emulator.state.addressConfigurations[seed.smsAddressSid];
  if (address) address.auto_creation.type = "default";
  return (await call("POST /local/messages", { json: { from: customer, to: seed.phoneNumber, body: "Hi" } }))
    .body;
}

test("a hand-off of a message conversation creates a Flex task with the flow's attributes", async () => {
  const flow = await published(messagingFlow());
  const { conversationId, conversationSid } = await customerWrites();
  const reason = 'Wants "refund" – café';

  const { started, ended } = await handedOff(flow, {
    HandoffData: { conversationId, attributes: { reason } },
  });

  expect([started.status, started.body.status]).toEqual([201, "active"]);
  expect(started.body.contact_channel_address).toBe(customer);
  const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;
  const { tasks } = (await call(`GET ${workspace}/Tasks`)).body;
  expect(tasks).toMatchObject([
    {
      workflow_sid: seed.workflowSid,
      workflow_friendly_name: "Assign to Anyone",
      task_queue_friendly_name: "Everyone",
      task_channel_unique_name: "chat",
      priority: 0,
      timeout: 3600,
      assignment_status: "pending",
    },
  ]);
  expect(JSON.parse(tasks[0].attributes)).toEqual({
    conversationSid,
    channelType: "sms",
    customerAddress: customer,
    from: customer,
    name: "Ann",
    customerName: customer,
    reason,
  });
  expect(Object.values(scene.emulator.state.interactions)).toMatchObject([
    { conversation_sid: conversationSid, task_sid: tasks[0].sid },
  ]);
  expect(scene.emulator.state.classicConversations[conversationSid]?.webhook_sids).toEqual([]);
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(
    steps.map((step: { transitioned_from: string; transitioned_to: string }) => step.transitioned_to),
  ).toEqual(["get_participants", "resume", "to_flex", "Ended"]);
  expect((await call(`GET ${steps[0].url}`)).body).toMatchObject({
    name: "incomingRequest",
    type: "trigger",
  });
  const { context } = (await call(`GET ${ended.body.url}/Context`)).body;
  expect(context.flow.data.HandoffData.conversationId).toBe(conversationId);
});

test("a conversation that is not bridged cannot be resumed", async () => {
  scene.emulator.state.addressConfigurations = {};
  const flow = await published(messagingFlow());
  const json = { from: customer, to: seed.phoneNumber, body: "Hi" };
  const { conversationId } = (await call("POST /local/messages", { json })).body;
  const { ended } = await handedOff(flow, { HandoffData: { conversationId } });
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(steps.at(-1)).toMatchObject({
    transitioned_from: "resume",
    name: "failed",
    transitioned_to: "Ended",
  });
  expect(scene.emulator.state.tasks).toEqual({});
});

test("a workflow that Flex does not have creates no task", async () => {
  const flow = await published(messagingFlow({ workflow: `WW${"0".repeat(31)}9` }));
  const { conversationId } = await customerWrites();
  const { ended } = await handedOff(flow, { HandoffData: { conversationId } });
  const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
  expect(steps.at(-1)).toMatchObject({ transitioned_from: "to_flex", name: "failedToEnqueue" });
  expect(scene.emulator.state.tasks).toEqual({});
});

describe("a conversation that is with Flex", () => {
  async function second(settings: Partial<typeof scene.emulator.settings>) {
    Object.assign(scene.emulator.settings, settings);
    const flow = await published(messagingFlow());
    const { conversationId, conversationSid } = await customerWrites();
    const HandoffData = { conversationId, attributes: { reason: "now" } };
    await handedOff(flow, { HandoffData });
    const { ended } = await handedOff(flow, { HandoffData });
    const { steps } = (await call(`GET ${ended.body.url}/Steps`)).body;
    return { conversationSid, flow, conversationId, last: steps.at(-1) };
  }

  test("cannot be resumed by a flow until its task ends", async () => {
    const { last, conversationSid } = await second({});

    expect(last).toMatchObject({ transitioned_from: "resume", name: "failed" });
    expect(Object.keys(scene.emulator.state.tasks)).toHaveLength(1);
    expect(scene.emulator.state.classicConversations[conversationSid]?.webhook_sids).toEqual([]);
  });

  test("can be resumed if the setting says so", async () => {
    const { last } = await second({ resumeHandedOff: "accepted" });

    expect(last).toMatchObject({ transitioned_from: "to_flex", transitioned_to: "Ended" });
    expect(Object.keys(scene.emulator.state.tasks)).toHaveLength(2);
  });

  test("is found by the SID of its Classic conversation among the open tasks", async () => {
    const { conversationSid } = await second({});
    const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;
    const open = ["pending", "reserved", "assigned"].map((status) => `AssignmentStatus=${status}`).join("&");
    const find = async (sid: string) =>
      (
        await call(
          `GET ${workspace}/Tasks?${open}&EvaluateTaskAttributes=${encodeURIComponent(`conversationId == "none" OR conversationSid == "${sid}"`)}`,
        )
      ).body.tasks;

    const [task] = await find(conversationSid);
    expect(JSON.parse(task.attributes)).toMatchObject({ conversationSid });
    expect(await find(`CH${"0".repeat(32)}`)).toEqual([]);
    await call(`POST /local/tasks/${task.sid}/accept`);
    expect(await find(conversationSid)).toHaveLength(1);
    await call(`POST /local/tasks/${task.sid}/complete`);
    expect(await find(conversationSid)).toEqual([]);
  });
});
