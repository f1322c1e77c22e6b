import { defineFlow, sendMessage } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { addresses, bot, botScene } from "../testing/botScene.ts";
import { customer } from "../testing/emulatorScene.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const scene = botScene();

const { call, write, listens, timeline } = scene;

test("a first message starts the flow, which asks and waits for the reply", async () => {
  const flowSid = await listens();

  const answer = await write("Hi");

  const [execution] = answer.executions;
  expect(answer.handledBy).toEqual({ flowSid, executionSid: execution.sid });
  expect(answer.replies).toEqual([
    {
      from: seed.phoneNumber,
      to: customer,
      body: `Hello ${customer}, you wrote “Hi”. Which order?`,
    },
  ]);
  expect(execution).toEqual({
    sid: expect.stringMatching(/^FN/),
    flowSid,
    status: "active",
    contact: customer,
    channelAddress: seed.phoneNumber,
    callSid: null,
    conversationSid: answer.conversationSid,
    path: ["Trigger"],
    waitingFor: {
      widget: "ask_order",
      type: "send-and-wait-for-reply",
      events: ["incomingMessage", "timeout", "deliveryFailure"],
      until: "2026-01-06T12:10:00.000Z",
      how: `a reply: POST /local/messages {"from":"${customer}","to":"${seed.phoneNumber}","body":"…"}`,
    },
    sent: answer.replies,
    warnings: [],
  });
});

test("the reply continues the flow up to a task, and its Flex agent then receives the messages", async () => {
  const flowSid = await listens();
  const { conversationSid, executions } = await write("Hi");

  const second = await write("4711");

  expect(second.replies.map(({ body }: { body: string }) => body)).toEqual(["One moment please."]);
  expect(second.conversationSid).toBe(conversationSid);
  expect(second.executions).toMatchObject([
    {
      sid: executions[0].sid,
      status: "ended",
      waitingFor: null,
      path: ["Trigger", "ask_order", "is_number", "remember", "one_moment", "to_flex", "too_late"],
      warnings: [{ code: 81011, widget: "too_late" }],
    },
  ]);
  const { tasks } = (await call("GET /local/tasks")).body;
  expect(tasks).toMatchObject([
    {
      status: "pending",
      conversationSid,
      attributes: { order: 4711, channelType: "sms", customerAddress: customer },
    },
  ]);
  expect(Object.values(scene.emulator.state.interactions)).toMatchObject([
    { conversation_sid: conversationSid, task_sid: tasks[0].sid },
  ]);

  const third = await write("Still there?");

  expect([third.handledBy, third.replies, third.executions]).toEqual([
    { conversationSid, serviceSid: seed.flexServiceSid },
    [],
    [],
  ]);
  expect((await timeline(conversationSid)).slice(-2)).toEqual([
    { from: seed.phoneNumber, text: "One moment please.", deliveredTo: [{ customer }] },
    { from: customer, text: "Still there?", deliveredTo: [{ task: tasks[0].sid, worker: null }] },
  ]);
  expect((await timeline(conversationSid))[0]).toEqual({
    from: customer,
    text: "Hi",
    deliveredTo: [{ flow: flowSid }],
  });
});

test("Studio's webhook is on the conversation until Flex agents take it", async () => {
  await listens();
  const { conversationSid } = await write("Hi");
  const conversation = scene.emulator.state.classicConversations[conversationSid];
  expect(conversation?.webhook_sids).toHaveLength(1);
  await write("4711");
  expect(conversation?.webhook_sids).toEqual([]);
  const url = `https://conversations.twilio.com/v1/Services/${seed.flexServiceSid}/Conversations/${conversationSid}`;
  expect((await call(`GET ${url}`)).body).not.toHaveProperty("studio");
  const { messages } = (await call(`GET ${url}/Messages`)).body;
  expect(messages[0]).not.toHaveProperty("deliveredTo");
});

test("the message after a completed task starts a new conversation and a new execution", async () => {
  await listens();
  const first = await write("Hi");
  await write("4711");
  const { tasks } = (await call("GET /local/tasks")).body;
  await call(`POST /local/tasks/${tasks[0].sid}/accept`);
  await call(`POST /local/tasks/${tasks[0].sid}/complete`);

  const again = await write("Hello again");

  expect(again.conversationSid).not.toBe(first.conversationSid);
  expect(again.executions).toMatchObject([{ status: "active", waitingFor: { widget: "ask_order" } }]);
});

test("concurrent messages are processed one after another", async () => {
  await listens();
  const answers = await Promise.all([write("Hi"), write("4711")]);
  expect(new Set(answers.map(({ conversationSid }) => conversationSid)).size).toBe(1);
  expect(Object.values(scene.emulator.state.executions)).toHaveLength(1);
  const bodies = answers.map(({ replies }) => replies.map(({ body }: { body: string }) => body));
  expect(bodies).toEqual([[expect.stringContaining("Which order?")], ["One moment please."]]);
});

test.each([
  ["whatsapp:+15557654321", seed.whatsappSender, seed.whatsappAddressSid, "WHATSAPP", "whatsapp"],
  ["rcs:+15557654321", seed.rcsSender, seed.rcsAddressSid, "RCS", "rcs"],
  ["visitor-1", seed.chatAddress, seed.chatAddressSid, "SDK", "chat"],
])("a message from %s gets a reply at %s", async (from, to, addressSid, Source, channelType) => {
  await listens(addressSid);
  const first = await write("Hi", { from, to });
  expect(first.replies).toMatchObject([{ from: channelType === "chat" ? "system" : to, to: from }]);
  const [{ sid }] = first.executions;
  const trigger = scene.emulator.state.executions[sid]?.run?.context.trigger;
  expect(trigger?.conversation).toMatchObject({
    Source,
    Author: from,
    ConversationSid: first.conversationSid,
  });
  await write("4711", { from, to });
  const { tasks } = (await call("GET /local/tasks")).body;
  expect(tasks).toMatchObject([{ attributes: { channelType, customerAddress: from, order: 4711 } }]);
});

test("a message in a bridged conversation reaches the Orchestrator as well, and its recipients are shown", async () => {
  const configuration = scene.emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  const flowSid = await listens();
  const { conversationId, conversationSid } = await write("Hi");
  expect(conversationId).toMatch(/^conv_conversation_/);
  const said = await timeline(conversationSid);
  expect(said[0].deliveredTo).toContainEqual({ flow: flowSid });
  expect(said).toHaveLength(2);
});

test("with a flow that was never published or was deleted, the message stays in its conversation, and the response shows why", async () => {
  const { sid } = await publishFlow(scene.emulator, bot, { status: "draft" });
  const form = { "AutoCreation.Type": "studio", "AutoCreation.StudioFlowSid": sid };
  await call(`POST ${addresses}/${seed.smsAddressSid}`, { form });

  const draft = await write("Hi");
  expect(draft).toMatchObject({
    handledBy: { flowSid: sid, executionSid: null },
    replies: [],
    executions: [],
    warnings: [`flow ${sid} was never published, so the message does not start an execution`],
  });
  expect(draft.conversationSid).toMatch(/^CH/);
  delete scene.emulator.state.flows[sid];
  expect((await write("Hi")).warnings).toEqual([
    `flow ${sid} does not exist, so the message does not start an execution`,
  ]);
});

test("a flow whose trigger has no transition for conversation messages does nothing, and the response shows that", async () => {
  const flowSid = await listens(
    seed.smsAddressSid,
    defineFlow({
      description: "for calls",
      trigger: { incomingMessage: "hello" },
      widgets: { hello: sendMessage({ body: "Hello.", on: { sent: undefined, failed: undefined } }) },
    }),
  );
  expect(await write("Hi")).toMatchObject({
    replies: [],
    executions: [{ status: "ended" }],
    warnings: [
      `flow ${flowSid} does nothing: event incomingConversationMessage of its widget Trigger leads nowhere`,
    ],
  });
});

test("new executions run a new revision, running ones keep theirs", async () => {
  const sid = await listens();
  const { executions } = await write("Hi");
  const other = defineFlow({
    description: "says hello",
    trigger: { incomingConversationMessage: "hello" },
    widgets: { hello: sendMessage({ body: "Hello from 2.", on: { sent: undefined, failed: undefined } }) },
  });
  await publishFlow(scene.emulator, other, { flow: sid });

  expect((await write("12")).executions[0].sid).toBe(executions[0].sid);
  const fresh = await write("Hi", { from: "+15557654322" });
  expect(fresh.replies).toMatchObject([{ body: "Hello from 2." }]);
});
