// twilio-node, which knows nothing of this project, works with every object, unmodified except for the host it connects to.

import twilio from "twilio";
import { expect, test, vi } from "vitest";
import * as seed from "./seed/account.ts";
import { flowToFlex } from "./seed/messagingFlow.ts";
import { twilioNodeScene } from "./testing/twilioNodeScene.ts";

const scene = twilioNodeScene();

const { client } = scene;

async function done(operation: { fetch(): Promise<{ status: string }> }): Promise<void> {
  await vi.waitFor(async () => expect((await operation.fetch()).status).toBe("COMPLETED"), { interval: 5 });
}

test("an Orchestrator configuration is created, listed, fetched, replaced, patched and deleted", async () => {
  const { configurations, operations } = client.conversations.v2;
  const created = await configurations.createWithHttpInfo({
    displayName: "made by twilio-node",
    description: "d",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: seed.memoryStoreId,
  });
  expect(created.statusCode).toBe(202);
  await done(operations(created.headers["operation-id"] ?? ""));
  const id = String((created.body.related as Record<string, string>).configurationId);

  const listed = await configurations.list({ pageSize: 1 });
  expect(listed.map((row) => row.id)).toEqual([seed.orchestratorConfigurationId, id]);

  const replaced = await configurations(id).updateWithHttpInfo(
    {
      description: "",
      conversationGroupingType: "GROUP_BY_PROFILE",
      memoryStoreId: seed.memoryStoreId,
      channelSettings: { VOICE: {} },
    },
    { "Idempotency-Key": "5e1d8a52-6f0e-4a3c-8d49-0a3a9ad1e001" },
  );
  await done(operations(replaced.headers["operation-id"] ?? ""));
  const fetched = await configurations(id).fetch();
  expect(fetched.displayName).toBeUndefined();
  expect(fetched.channelSettings).toEqual({ VOICE: { captureRules: [] } });

  const patched = await configurations(id).patchWithHttpInfo({ displayName: "patched" });
  await done(operations(patched.headers["operation-id"] ?? ""));
  expect((await configurations(id).fetch()).displayName).toBe("patched");

  const removed = await configurations(id).removeWithHttpInfo();
  await done(operations(removed.headers["operation-id"] ?? ""));
  await expect(configurations(id).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("an Intelligence configuration is created, listed, fetched, replaced and deleted", async () => {
  const { configurations, operators } = client.intelligence.v3;
  const summary = (await operators.list()).filter(
    (row) => row.author === "TWILIO" && row.displayName === "Summary",
  );
  expect(summary.map(({ id }) => id)).toEqual([seed.summaryOperatorId]);
  const rules = [
    { operators: [{ id: seed.summaryOperatorId }], triggers: [{ on: "CONVERSATION_END" }], actions: [] },
  ];

  const { id = "" } = await configurations.create({ displayName: "summaries", rules });
  expect((await configurations.list()).map((row) => row.id)).toEqual([id]);
  await configurations(id).update({ displayName: "renamed", rules: [] });
  expect(await configurations(id).fetch()).toMatchObject({
    displayName: "renamed",
    version: 2,
    rules: [],
  });

  expect(await configurations(id).remove()).toBe(true);
  await expect(configurations(id).fetch()).rejects.toThrow("was not found");
});

test("a memory store is created, listed, patched under its ETag and deleted", async () => {
  const { stores, operations } = client.memory.v1;
  const operationOf = (statusUrl: string | undefined) => operations(statusUrl?.split("/").at(-1) ?? "");
  const { statusUrl } = await stores.create({ displayName: "made-by-twilio-node" });
  await done(operationOf(statusUrl));
  const id = (await operationOf(statusUrl).fetch()).result.id ?? "";
  expect(await stores.list()).toEqual([id, seed.memoryStoreId]);
  await vi.waitFor(async () => expect((await stores(id).fetch()).status).toBe("ACTIVE"), { interval: 5 });

  const patched = await stores(id).patch({ description: "customers" }, { "If-Match": '"1"' });
  await done(operationOf(patched.statusUrl));
  expect(await stores(id).fetch()).toMatchObject({ description: "customers", version: 2 });

  const removed = await stores(id).remove();
  await done(operationOf(removed.statusUrl));
  await expect(stores(id).fetch()).rejects.toMatchObject({ status: 404, code: 520041 });
});

test("a Studio flow is validated, created, listed, updated, shown by revision and deleted", async () => {
  const { flows, flowValidate } = client.studio.v2;
  const definition = flowToFlex({ workflowSid: seed.workflowSid, taskChannelSid: seed.taskChannelSids.chat });
  const friendlyName = "made by twilio-node";
  expect(await flowValidate.update({ friendlyName, status: "draft", definition })).toMatchObject({
    valid: true,
  });

  const flow = await flows.create({
    friendlyName,
    status: "published",
    definition: JSON.stringify(definition),
  });
  expect((await flows.list()).map((row) => [row.sid, row.definition])).toEqual([
    [seed.oldFlowSid, null],
    [flow.sid, null],
  ]);
  await flows(flow.sid).update({ status: "draft", friendlyName: "renamed" });
  expect((await flows(flow.sid).fetch()).revision).toBe(2);
  expect((await flows(flow.sid).revisions("LatestPublished").fetch()).revision).toBe(1);
  expect((await flows(flow.sid).revisions.list()).map((row) => row.revision)).toEqual([2, 1]);
  expect((await flows(flow.sid).revisions("2").fetch()).status).toBe("draft");

  expect(await flows(flow.sid).remove()).toBe(true);
  await expect(flows(flow.sid).fetch()).rejects.toMatchObject({
    status: 404,
    code: 20404,
    message: `The requested resource /Flows/${flow.sid} was not found`,
  });
});

test("an execution is created, listed, fetched with context and steps, ended and deleted", async () => {
  const definition = {
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [{ event: "incomingRequest", next: "set" }],
        properties: {},
      },
      {
        name: "set",
        type: "set-variables",
        transitions: [{ event: "next" }],
        properties: { variables: [{ key: "a", value: "{{flow.data.a}}" }] },
      },
    ],
    initial_state: "Trigger",
  };
  const { sid } = await client.studio.v2.flows.create({ friendlyName: "f", status: "published", definition });
  const { executions } = client.studio.v2.flows(sid);
  const created = await executions.create({
    to: "+15557654321",
    from: seed.phoneNumber,
    parameters: { a: "1" },
  });
  const execution = executions(created.sid);
  await vi.waitFor(async () => expect((await execution.fetch()).status).toBe("ended"), { interval: 5 });

  expect((await executions.list()).map((row) => row.sid)).toEqual([created.sid]);
  expect((await execution.executionContext().fetch()).context.flow.variables).toEqual({ a: 1 });
  expect((await execution.steps.list()).map((step) => step.transitionedTo)).toEqual(["set", "Ended"]);
  expect((await execution.update({ status: "ended" })).status).toBe("ended");
  expect(await execution.remove()).toBe(true);
});

test("a phone number is bought, found by number, updated and released", async () => {
  const bought = await client.incomingPhoneNumbers.create({
    phoneNumber: "+15551230199",
    smsUrl: "https://a.example/sms",
  });
  const [listed] = await client.incomingPhoneNumbers.list({ phoneNumber: "+15551230199" });
  expect(listed?.sid).toBe(bought.sid);
  expect(listed?.dateCreated).toBeInstanceOf(Date);

  const rewired = await client
    .incomingPhoneNumbers(bought.sid)
    .update({ voiceUrl: "https://a.example/twiml", smsUrl: "" });
  expect([rewired.voiceUrl, rewired.smsUrl]).toEqual(["https://a.example/twiml", ""]);

  expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
  expect(await client.incomingPhoneNumbers.list()).toHaveLength(1);
});

test("a call is placed, listed, fetched and canceled", async () => {
  const { calls } = client;
  const twiml = new twilio.twiml.VoiceResponse().say("Hello");
  const placed = await calls.create({
    to: "+15557654321",
    from: seed.phoneNumber,
    twiml: String(twiml),
    statusCallback: "https://agent.example.com/status",
    statusCallbackEvent: ["initiated", "completed"],
    machineDetection: "Enable",
  });
  expect([placed.status, placed.dateCreated, placed.direction]).toEqual(["queued", null, "outbound-api"]);

  const ofCustomer = { to: "+15557654321", from: seed.phoneNumber };
  expect((await calls.list({ ...ofCustomer, status: "ringing" })).map(({ sid }) => sid)).toEqual([
    placed.sid,
  ]);
  expect(await calls.list({ ...ofCustomer, status: "completed" })).toEqual([]);
  expect((await placed.fetch()).startTime).toBeInstanceOf(Date);

  await calls(placed.sid).update({ status: "canceled" });
  await vi.waitFor(async () => expect((await placed.fetch()).status).toBe("canceled"), { interval: 5 });
  await expect(calls.create({ ...ofCustomer, to: "five" })).rejects.toMatchObject({
    status: 400,
    code: 21211,
  });
});

test("an address configuration is created, fetched by address, updated, listed and deleted", async () => {
  const { addressConfigurations } = client.conversations.v1;
  const created = await addressConfigurations.create({
    type: "sms",
    address: seed.shortCode,
    "autoCreation.enabled": true,
    "autoCreation.type": "studio",
    "autoCreation.studioFlowSid": seed.oldFlowSid,
  });
  expect((await addressConfigurations(seed.shortCode).fetch()).sid).toBe(created.sid);

  const updated = await addressConfigurations(created.sid).update({ "autoCreation.type": "default" });
  expect(updated.autoCreation).toEqual({ enabled: true, type: "default", conversation_service_sid: null });
  const listed = await addressConfigurations.list({ type: "sms" });
  expect(listed.map(({ sid }) => sid)).toEqual([seed.smsAddressSid, created.sid]);
  expect(await addressConfigurations(created.sid).remove()).toBe(true);
});

test("a Classic service is created, fetched, listed and deleted", async () => {
  const { services } = client.conversations.v1;
  const { sid } = await services.create({ friendlyName: "made by twilio-node" });
  expect((await services(sid).fetch()).friendlyName).toBe("made by twilio-node");
  expect((await services.list()).map((row) => row.sid)).toEqual([seed.flexServiceSid, sid]);
  expect(await services(sid).remove()).toBe(true);
});

test("Flex and TaskRouter are read the way the hand-off looks them up", async () => {
  const flex = await client.flexApi.v1.configuration().fetch();
  const workspace = client.taskrouter.v1.workspaces(flex.taskrouterWorkspaceSid);
  expect(
    (await workspace.workflows.list({ friendlyName: "Assign to Anyone" })).map(({ sid }) => sid),
  ).toEqual([seed.workflowSid]);
  expect((await workspace.taskChannels("voice").fetch()).sid).toBe(seed.taskChannelSids.voice);
  expect((await workspace.taskChannels.list()).map(({ uniqueName }) => uniqueName)).toContain("chat");
  expect((await workspace.taskQueues.list()).map(({ friendlyName }) => friendlyName)).toEqual(["Everyone"]);
  expect(await workspace.tasks.list()).toEqual([]);
  const updated = await client.flexApi.v1.configuration().update({
    account_sid: seed.accountSid,
    ui_attributes: { theme: "dark" },
  });
  expect(updated.uiAttributes).toEqual({ theme: "dark" });
});

test("a workflow and a queue are created, updated and deleted", async () => {
  const workspace = client.taskrouter.v1.workspaces(seed.workspaceSid);
  const queue = await workspace.taskQueues.create({ friendlyName: "Billing" });
  const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const workflow = await workspace.workflows.create({ friendlyName: "Billing", configuration });
  expect(
    (await workspace.workflows(workflow.sid).update({ taskReservationTimeout: 60 })).taskReservationTimeout,
  ).toBe(60);
  expect(await workspace.workflows(workflow.sid).remove()).toBe(true);
  expect(await workspace.taskQueues(queue.sid).remove()).toBe(true);
});

test("a list longer than a page is read completely", async () => {
  await scene.restart({ state: seed.withNumbers(seed.accountBeforeHandoff(), 120) });
  const many = twilio(seed.accountSid, seed.authToken, { httpClient: scene.httpClient });

  const numbers = await many.incomingPhoneNumbers.list({ pageSize: 50 });

  expect(new Set(numbers.map(({ sid }) => sid)).size).toBe(121);
  expect(scene.emulator.requests("GET").map(({ status }) => status)).toEqual([200, 200, 200]);
});
