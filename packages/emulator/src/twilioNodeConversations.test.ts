// twilio-node with what a customer's conversation consists of: messages, what Intelligence found, Interaction, profile.

import { expect, test } from "vitest";
import * as seed from "./seed/account.ts";
import { accountBridged, summaryConfigurationId } from "./testing/bridgedAccount.ts";
import { twilioNodeScene } from "./testing/twilioNodeScene.ts";

const scene = twilioNodeScene();

const { call, client } = scene;

/** A customer has written, and the account is as after `pulumi up`. */
async function customerWrote() {
  await scene.restart({ state: accountBridged() });
  const json = { from: "+15557654321", to: seed.phoneNumber, body: "Where is my order?" };
  const { conversationId, conversationSid } = (await call("POST /local/messages", { json })).body;
  return { conversationId: String(conversationId), conversationSid: String(conversationSid) };
}

test("a conversation, its participants and what Intelligence found are read", async () => {
  const { conversationId, conversationSid } = await customerWrote();
  const { v2 } = client.conversations;
  const [customer] = await v2.participants(conversationId).list();
  expect((await v2.participants(conversationId, customer?.id ?? "").fetch()).type).toBe("CUSTOMER");
  expect((await v2.communications(conversationId).list()).map(({ content }) => content.text)).toEqual([
    "Where is my order?",
  ]);
  await v2.conversations(conversationId).update({ status: "INACTIVE" });

  const { operatorResults } = client.intelligence.v3;
  const [result, ...others] = await operatorResults.list({ conversationId });
  expect(others).toEqual([]);
  const { intelligenceConfiguration, operator, executionDetails } = await operatorResults(
    result?.id ?? "",
  ).fetch();
  expect([intelligenceConfiguration.id, operator.id, executionDetails.trigger.on]).toEqual([
    summaryConfigurationId,
    seed.summaryOperatorId,
    "CONVERSATION_INACTIVE",
  ]);
  expect(await operatorResults.list({ operatorId: seed.summaryOperatorId.replace("01k", "02k") })).toEqual(
    [],
  );
  expect(
    await operatorResults.list({ intelligenceConfigurationId: summaryConfigurationId.replace("1", "2") }),
  ).toEqual([]);

  const read = client.intelligence.v3.conversations;
  expect(await read(conversationId).fetch()).toMatchObject({
    status: "INACTIVE",
    channels: ["SMS"],
    channelIds: [conversationSid],
    participants: [{ addressValues: ["+15557654321"] }, { addressValues: [seed.phoneNumber] }],
    communications: [{ participantId: customer?.id, content: { text: "Where is my order?" } }],
    operatorResultIds: [result?.id],
  });
  expect((await read.list({ status: "INACTIVE" })).map(({ id }) => id)).toEqual([conversationId]);
  expect(await read.list({ status: "CLOSED" })).toEqual([]);
  expect(await operatorResults(result?.id ?? "").remove()).toBe(true);
  await expect(operatorResults(result?.id ?? "").fetch()).rejects.toThrow("was not found");
});

test("a conversation that no Intelligence configuration is linked to is unknown to Intelligence", async () => {
  const { conversationId } = await customerWrote();
  const row = scene.emulator.state.conversations[conversationId];
  if (row) row.configuration.intelligenceConfigurationIds = null;
  await expect(client.intelligence.v3.conversations(conversationId).fetch()).rejects.toThrow("was not found");
});

test("messages of a Classic conversation are read in order", async () => {
  const { conversationSid } = await customerWrote();
  const service = client.conversations.v1.services(seed.flexServiceSid);
  const messages = await service.conversations(conversationSid).messages.list();
  expect(messages.map(({ author, body, index }) => [author, body, index])).toEqual([
    ["+15557654321", "Where is my order?", 0],
  ]);
});

test("an Interaction is fetched with its task", async () => {
  const task = `WT${"0".repeat(31)}1`;
  const sid = `KD${"0".repeat(31)}1`;
  const routed = { task_channel_unique_name: "chat", workspace_sid: seed.workspaceSid, attributes: "{}" };
  Object.assign(scene.emulator.state.tasks, { [task]: { sid: task, ...routed } });
  scene.emulator.state.interactions[sid] = {
    sid,
    channel_sid: `UO${"0".repeat(31)}1`,
    conversation_sid: `CH${"0".repeat(31)}1`,
    task_sid: task,
    date_created: "2026-01-05T10:00:00.000Z",
  };

  const found = await client.flexApi.v1.interaction(sid).fetch();

  expect([found.sid, found.channel, found.routing.properties.sid]).toEqual([
    sid,
    { sid: `UO${"0".repeat(31)}1`, type: "chat" },
    task,
  ]);
});

test("a profile is created, looked up, recalled, and given summaries", async () => {
  const store = seed.memoryStoreId;
  const { v1 } = client.memory;
  await v1.profiles(store).create({ traits: { Contact: { phone: "+15557654321" } } });
  const found = await v1.lookup(store).create({ idType: "phone", value: "(555) 765-4321" });
  expect(found.normalizedValue).toBe("+15557654321");
  const [id = ""] = found.profiles;
  expect((await v1.profiles(store, id).fetch()).traits).toEqual({ Contact: { phone: "+15557654321" } });

  const occurredAt = new Date("2026-01-06T12:00:00Z");
  const summary = {
    content: "asked for a refund",
    conversationId: "conv_conversation_00000000000000000000000001",
    occurredAt,
  };
  await v1.conversationSummaries(store, id).create({ summaries: [summary] });
  expect((await v1.conversationSummaries(store, id).list()).map(({ content }) => content)).toEqual([
    "asked for a refund",
  ]);
  const recalled = await v1.recall(store, id).create({ summariesLimit: 1 });
  expect(recalled.summaries.map(({ content }) => content)).toEqual(["asked for a refund"]);
});
