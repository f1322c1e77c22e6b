import {
  defineFlow,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { publishFlow } from "../testing/publishFlow.ts";

const customer = "+15557654321";

const addresses = "https://conversations.twilio.com/v1/Configuration/Addresses";

/** Asks for the order's number and hands over to a Flex agent with it. */
const bot = defineFlow({
  description: "asks for the order",
  trigger: { incomingConversationMessage: "ask_order" },
  widgets: {
    ask_order: sendAndWaitForReply({
      body: "Hello {{trigger.conversation.From}}, you wrote “{{trigger.conversation.Body}}”. Which order?",
      timeout: "600",
      on: { incomingMessage: "is_number", timeout: "goodbye", deliveryFailure: undefined },
    }),
    is_number: split({
      input: "{{widgets.ask_order.inbound.Body}}",
      match: [{ regex: "\\d+", next: "remember" }],
      noMatch: "ask_again",
    }),
    ask_again: sendAndWaitForReply({
      body: "A number, please.",
      timeout: "60",
      on: { incomingMessage: "to_flex", timeout: "goodbye", deliveryFailure: undefined },
    }),
    remember: setVariables({
      variables: { order: "{{widgets.ask_order.inbound.Body}}" },
      next: "one_moment",
    }),
    one_moment: sendMessage({ body: "One moment please.", on: { sent: "to_flex", failed: undefined } }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.chat,
      attributes: { order: "{{flow.variables.order | to_json}}" },
      on: { callComplete: "too_late", failedToEnqueue: undefined, callFailure: undefined },
    }),
    too_late: sendMessage({ body: "Never sent.", on: { sent: undefined, failed: undefined } }),
    goodbye: sendMessage({ body: "Write again when you like.", on: { sent: undefined, failed: undefined } }),
  },
});

let emulator: Emulator;

let minutes: number;

beforeEach(async () => {
  minutes = 0;
  emulator = await startEmulator({
    operationDelayMs: 0,
    now: () => new Date(Date.UTC(2026, 0, 6, 12, 0) + minutes * 60_000),
  });
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const write = async (body: string, { from = customer, to = seed.phoneNumber as string } = {}) =>
  (await call("POST /local/messages", { json: { from, to, body } })).body;

const look = async (sid: string) => (await call(`GET /local/executions/${sid}`)).body;

/** An address starts the flow. */
async function listens(addressSid = seed.smsAddressSid, definition: unknown = bot): Promise<string> {
  const { sid } = await publishFlow(emulator, definition);
  const form = { "AutoCreation.Type": "studio", "AutoCreation.StudioFlowSid": sid };
  await call(`POST ${addresses}/${addressSid}`, { form });
  return sid;
}

async function timeline(conversationSid: string) {
  return (await call(`GET /local/conversations/${conversationSid}`)).body.timeline.map(
    ({ from, text, deliveredTo }: { from: string; text: string; deliveredTo: unknown }) => ({
      from,
      text,
      deliveredTo,
    }),
  );
}

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
  expect(Object.values(emulator.state.interactions)).toMatchObject([
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
  const conversation = emulator.state.classicConversations[conversationSid];
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

test("a missing reply times out at the time it was due", async () => {
  await listens();
  const { conversationSid, executions } = await write("Hi");

  minutes = 9.9;
  expect((await look(executions[0].sid)).status).toBe("active");
  minutes = 30;
  const ended = await look(executions[0].sid);

  expect([ended.status, ended.path]).toEqual(["ended", ["Trigger", "ask_order", "goodbye"]]);
  const { timeline } = (await call(`GET /local/conversations/${conversationSid}`)).body;
  expect(timeline.at(-1)).toMatchObject({ at: "2026-01-06T12:10:00Z", text: "Write again when you like." });
});

test("a reply after the timeout starts the flow again, in the same conversation", async () => {
  await listens();
  const first = await write("Hi");
  minutes = 11;

  const late = await write("4711");

  expect(late.conversationSid).toBe(first.conversationSid);
  expect(late.executions).toHaveLength(1);
  expect(late.executions[0].sid).not.toBe(first.executions[0].sid);
  expect(late.replies[0].body).toContain("you wrote “4711”");
  expect((await look(first.executions[0].sid)).status).toBe("ended");
});

test("consecutive timeouts of two widgets are applied with one request", async () => {
  const loop = defineFlow({
    description: "asks twice",
    trigger: { incomingConversationMessage: "first" },
    widgets: {
      first: sendAndWaitForReply({
        body: "One?",
        timeout: "{{ 60 | plus: 60 }}",
        on: { incomingMessage: undefined, timeout: "second", deliveryFailure: undefined },
      }),
      second: sendAndWaitForReply({
        body: "Two?",
        timeout: "60",
        on: { incomingMessage: undefined, timeout: undefined, deliveryFailure: undefined },
      }),
    },
  });
  await listens(seed.smsAddressSid, loop);
  const { conversationSid, executions } = await write("Hi");
  minutes = 2.5;
  expect(await look(executions[0].sid)).toMatchObject({
    status: "active",
    waitingFor: { widget: "second", until: "2026-01-06T12:03:00.000Z" },
  });
  minutes = 60;
  expect(await look(executions[0].sid)).toMatchObject({
    status: "ended",
    path: ["Trigger", "first", "second"],
  });
  expect((await timeline(conversationSid)).map(({ text }: { text: string }) => text)).toEqual([
    "Hi",
    "One?",
    "Two?",
  ]);
});

test("a timeout can be reported instead of waited for, and an unexpected event is rejected", async () => {
  await listens();
  const { executions } = await write("Hi");
  const events = `/local/executions/${executions[0].sid}/events`;

  const wrong = await call(`POST ${events}`, { json: { event: "sent" } });
  expect([wrong.status, wrong.body.message]).toEqual([
    400,
    "Invalid parameter event: widget ask_order waits for incomingMessage, timeout, deliveryFailure, found sent",
  ]);
  expect((await call(`POST ${events}`, { json: { event: "timeout" } })).body).toMatchObject({
    status: "ended",
    sent: [{}, { body: "Write again when you like." }],
  });
  const late = await call(`POST ${events}`, { json: { event: "timeout" } });
  expect([late.status, late.body.message]).toEqual([
    409,
    `execution ${executions[0].sid} is not waiting: it has ended`,
  ]);
  expect((await call("POST /local/executions/FN1/events", { json: { event: "timeout" } })).status).toBe(404);
});

test("concurrent messages are processed one after another", async () => {
  await listens();
  const answers = await Promise.all([write("Hi"), write("4711")]);
  expect(new Set(answers.map(({ conversationSid }) => conversationSid)).size).toBe(1);
  expect(Object.values(emulator.state.executions)).toHaveLength(1);
  const bodies = answers.map(({ replies }) => replies.map(({ body }: { body: string }) => body));
  expect(bodies).toEqual([[expect.stringContaining("Which order?")], ["One moment please."]]);
});

test.each([
  ["whatsapp:+15557654321", seed.whatsappSender, seed.whatsappAddressSid, "WHATSAPP", "whatsapp"],
  ["visitor-1", seed.chatAddress, seed.chatAddressSid, "SDK", "chat"],
])("a message from %s gets a reply at %s", async (from, to, addressSid, Source, channelType) => {
  await listens(addressSid);
  const first = await write("Hi", { from, to });
  expect(first.replies).toMatchObject([{ from: channelType === "chat" ? "system" : to, to: from }]);
  const [{ sid }] = first.executions;
  const trigger = emulator.state.executions[sid]?.run?.context.trigger;
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
  const configuration = emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (configuration) configuration.conversationsV1Bridge = { serviceId: seed.flexServiceSid };
  const flowSid = await listens();
  const { conversationId, conversationSid } = await write("Hi");
  expect(conversationId).toMatch(/^conv_conversation_/);
  const said = await timeline(conversationSid);
  expect(said[0].deliveredTo).toContainEqual({ flow: flowSid });
  expect(said).toHaveLength(2);
});

test("with a flow that was never published or was deleted, the message stays in its conversation, and the response shows why", async () => {
  const { sid } = await publishFlow(emulator, bot, { status: "draft" });
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
  delete emulator.state.flows[sid];
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
  await publishFlow(emulator, other, { flow: sid });

  expect((await write("12")).executions[0].sid).toBe(executions[0].sid);
  const fresh = await write("Hi", { from: "+15557654322" });
  expect(fresh.replies).toMatchObject([{ body: "Hello from 2." }]);
});
