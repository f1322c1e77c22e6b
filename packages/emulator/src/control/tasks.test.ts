import { defineFlow, resumeConversation, sendToFlex } from "@tac-handoff/studio";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { ask, askUntil, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";
import { startTeamServer, type TeamServer } from "../testing/teamServer.ts";

const conversations = "https://conversations.twilio.com/v2/Conversations";

const customers = {
  sms: { from: "+15557654321", to: seed.phoneNumber },
  whatsapp: { from: "whatsapp:+15557654321", to: seed.whatsappSender },
  chat: { from: "visitor-1", to: seed.chatAddress },
};

const webhook = "https://agent.example.com/webhook";

let agent: TeamServer;

let emulator: Emulator;

beforeEach(async () => {
  agent = await startTeamServer();
  emulator = await startEmulator({
    state: accountBridged(),
    hosts: { "agent.example.com": agent.url },
  });
  onTestFinished(() => emulator.close());
});

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const desk = (task: string, verb: string, json?: unknown) =>
  call(`POST /local/tasks/${task}/${verb}`, json === undefined ? {} : { json });

async function write(customer: { from: string; to: string }, body: string) {
  return (await call("POST /local/messages", { json: { ...customer, body } })).body;
}

async function timeline(id: string): Promise<{ from: string; text: string; deliveredTo: unknown[] }[]> {
  return (await call(`GET /local/conversations/${id}`)).body.timeline;
}

/** A customer writes and the agent hands off, as TAC does. Returns the ids and the task. */
async function handedOff(customer: { from: string; to: string } = customers.sms, { named = true } = {}) {
  const { conversationId, conversationSid } = await write(customer, "Where is my order?");
  await askUntil(
    emulator,
    `GET /local/conversations/${conversationId}`,
    ({ body }) => body.timeline[0].deliveredTo.length === 1,
  );
  const definition = defineFlow({
    description: "hand-off",
    trigger: { incomingRequest: "resume" },
    widgets: {
      resume: resumeConversation({
        conversation_service_sid: seed.flexServiceSid,
        conversation_sid: "{{flow.data.conversationSid}}",
        on: { resumed: "to_flex", failed: undefined },
      }),
      to_flex: sendToFlex({
        workflow: seed.workflowSid,
        channel: seed.taskChannelSids.chat,
        attributes: named ? { conversationId: "{{flow.data.conversationId | to_json}}" } : {},
        on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
      }),
    },
  });
  const flows = "https://studio.twilio.com/v2/Flows";
  const form = { FriendlyName: "f", Status: "published", Definition: JSON.stringify(definition) };
  const flow = (await call(`POST ${flows}`, { form })).body.sid;
  await call(`PUT ${conversations}/${conversationId}`, { json: { status: "INACTIVE" } });
  const callbacks = { configuration: { statusCallbacks: [] } };
  await call(`PATCH ${conversations}/${conversationId}`, { json: callbacks });
  const Parameters = JSON.stringify({ conversationId, conversationSid });
  await call(`POST ${flows}/${flow}/Executions`, {
    form: { To: customer.from, From: seed.phoneNumber, Parameters },
  });
  const { body } = await askUntil(emulator, "GET /local/tasks", (answer) => answer.body.tasks.length === 1);
  return { conversationId, conversationSid, task: body.tasks[0].sid as string, shown: body.tasks[0] };
}

test("a task is listed with its conversation and its parsed attributes", async () => {
  const { task, shown, conversationId, conversationSid } = await handedOff();

  expect(shown).toEqual({
    sid: task,
    channel: "chat",
    status: "pending",
    worker: null,
    conversationSid,
    callSid: null,
    attributes: {
      channelType: "sms",
      customerAddress: customers.sms.from,
      from: customers.sms.from,
      name: customers.sms.from,
      customerName: customers.sms.from,
      conversationId,
    },
  });
});

test("an agent who accepts a task sees attributes and summary, and joins the conversations on both sides of the bridge", async () => {
  const { task, conversationId, conversationSid } = await handedOff();

  const { status, body } = await desk(task, "accept", { worker: "ann" });

  expect([status, body.task.status, body.task.worker]).toEqual([200, "assigned", "ann"]);
  expect(body.context).toMatchObject({
    attributes: { conversationId },
    conversationId,
    summaries: [
      {
        on: "CONVERSATION_INACTIVE",
        text: "Made up by the local Twilio, no model read this. 1 message: CUSTOMER: Where is my order?",
      },
    ],
  });
  const conversation = await call(`GET ${conversations}/${conversationId}`);
  expect(conversation.body.status).toBe("ACTIVE");
  const { participants } = (await call(`GET ${conversations}/${conversationId}/Participants`)).body;
  expect(participants.at(-1)).toMatchObject({
    type: "HUMAN_AGENT",
    name: "ann",
    addresses: [{ channel: "CHAT", address: "ann", channelId: conversationSid }],
  });
  const classic = emulator.state.classicConversations[conversationSid];
  expect(classic?.participants.map(({ identity }) => identity)).toEqual([null, "ann"]);
});

test("a task whose attributes name no conversation has no summary", async () => {
  const { task } = await handedOff(customers.sms, { named: false });

  const { body } = await desk(task, "accept");

  expect([body.task.worker, body.context.conversationId, body.context.summaries]).toEqual([
    "person-in-flex",
    null,
    [],
  ]);
});

test.each(Object.entries(customers))(
  "by %s every message reaches its one reader exactly once, before and after the hand-off",
  async (_, customer) => {
    const { task, conversationId, conversationSid } = await handedOff(customer);

    await write(customer, "Anybody?");
    expect((await timeline(conversationSid)).at(-1)?.deliveredTo).toEqual([{ task, worker: null }]);
    await desk(task, "accept", { worker: "ann" });
    expect((await desk(task, "messages", { body: "Ann here" })).status).toBe(201);
    const last = await write(customer, "Thanks");

    expect([last.conversationId, last.conversationSid]).toEqual([conversationId, conversationSid]);
    const said = await timeline(conversationSid);
    expect(said.map(({ from, text, deliveredTo }) => ({ from, text, deliveredTo }))).toEqual([
      { from: customer.from, text: "Where is my order?", deliveredTo: [{ webhook }] },
      { from: customer.from, text: "Anybody?", deliveredTo: [{ task, worker: "ann" }] },
      { from: "ann", text: "Ann here", deliveredTo: [{ customer: customer.from }] },
      { from: customer.from, text: "Thanks", deliveredTo: [{ task, worker: "ann" }] },
    ]);
    expect(await timeline(conversationId)).toEqual(said);
    expect(emulator.state.classicConversations[conversationSid]?.messages.map(({ body }) => body)).toEqual([
      "Where is my order?",
      "Anybody?",
      "Ann here",
      "Thanks",
    ]);
    expect((await call("GET /local/tasks")).body.tasks).toHaveLength(1);
    expect(Object.keys(emulator.state.conversations)).toEqual([conversationId]);
    const texts = agent.got.map(({ body }) => JSON.parse(body).data.content?.text).filter(Boolean);
    expect(texts).toEqual(["Where is my order?"]);
  },
);

test("a message that the virtual agent's server rejects is delivered to nobody", async () => {
  await emulator.close();
  agent = await startTeamServer(() => 403);
  emulator = await startEmulator({ state: accountBridged(), hosts: { "agent.example.com": agent.url } });
  const { conversationId } = await write(customers.sms, "Hello");
  await vi.waitFor(() => expect(emulator.sent().filter(({ status }) => status === 403)).toHaveLength(4));

  expect((await timeline(conversationId)).map(({ deliveredTo }) => deliveredTo)).toEqual([[]]);
});

test("completing a task closes both conversations, and the next message starts new ones with the virtual agent", async () => {
  const { task, conversationId, conversationSid } = await handedOff();
  await desk(task, "accept");

  const { body } = await desk(task, "complete");

  expect(body.task.status).toBe("completed");
  expect((await call(`GET /local/conversations/${conversationSid}`)).body).toMatchObject({
    conversations: [{ id: conversationId, status: "CLOSED" }],
    classicConversations: [{ sid: conversationSid, state: "closed" }],
  });
  const results = Object.values(emulator.state.operatorResults);
  expect(results.map(({ executionDetails }) => executionDetails.trigger.on)).toEqual([
    "CONVERSATION_INACTIVE",
    "CONVERSATION_END",
  ]);
  const again = await write(customers.sms, "Me again");
  expect(again.conversationId).not.toBe(conversationId);
  expect(again.conversationSid).not.toBe(conversationSid);
  const { body: fresh } = await askUntil(
    emulator,
    `GET /local/conversations/${again.conversationId}`,
    (answer) => answer.body.timeline[0].deliveredTo.length === 1,
  );
  expect(fresh.timeline[0].deliveredTo).toEqual([{ webhook }]);
});

test("when the Orchestrator's conversation ends before the task does, the virtual agent receives the next message too", async () => {
  const { task, conversationId } = await handedOff();
  await desk(task, "accept", { worker: "ann" });
  await call(`PUT ${conversations}/${conversationId}`, { json: { status: "CLOSED" } });

  const next = await write(customers.sms, "Hello?");

  expect(next.conversationId).not.toBe(conversationId);
  await vi.waitFor(async () =>
    expect((await timeline(next.conversationId)).at(-1)?.deliveredTo).toEqual([
      { task, worker: "ann" },
      { webhook },
    ]),
  );
});

test("a task can be accepted once, and messages and completion are possible only while it is accepted", async () => {
  const { task } = await handedOff();
  const refused = async (verb: string, json?: unknown) => {
    const { status, body } = await desk(task, verb, json);
    return `${status} ${body.message}`;
  };

  expect(await refused("messages", { body: "Hi" })).toBe(`409 Task ${task} takes no message: it is pending`);
  expect(await refused("complete")).toBe(`409 Task ${task} cannot be completed: it is pending`);
  await desk(task, "accept", { worker: "ann" });
  expect(await refused("accept", { worker: "bob" })).toBe(
    `409 Task ${task} cannot be accepted: it is assigned (ann)`,
  );
  await desk(task, "complete");
  expect(await refused("messages", { body: "Hi" })).toBe(
    `409 Task ${task} takes no message: it is completed (ann)`,
  );
  expect(await refused("complete")).toBe(`409 Task ${task} cannot be completed: it is completed (ann)`);
});

test("an unknown task and an unknown conversation are 404", async () => {
  const answers = [await desk("WTx", "accept"), await call("GET /local/conversations/CHx")];
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
});

test("an accept with unknown parameters is rejected", async () => {
  const { task } = await handedOff();
  const { status, body } = await desk(task, "accept", { agent: "ann" });
  expect([status, body.message]).toEqual([400, "Unknown parameter agent"]);
});

test("on a call the Flex agent joins the Orchestrator's conversation, and cannot write messages", async () => {
  const json = { ...customers.sms, configurationId: seed.orchestratorConfigurationId };
  const { callSid, conversationId } = (await call("POST /local/calls", { json })).body;
  const sid = `WT${"0".repeat(31)}1`;
  emulator.state.tasks[sid] = {
    sid,
    workspace_sid: seed.workspaceSid,
    workflow_sid: seed.workflowSid,
    workflow_friendly_name: "Assign to Anyone",
    task_queue_sid: seed.taskQueueSid,
    task_queue_friendly_name: "Everyone",
    task_channel_sid: seed.taskChannelSids.voice,
    task_channel_unique_name: "voice",
    attributes: JSON.stringify({ call_sid: callSid, handoff: { conversationId } }),
    priority: 0,
    timeout: 3600,
    assignment_status: "pending",
    date_created: "2026-01-05T10:00:00.000Z",
    date_updated: "2026-01-05T10:00:00.000Z",
  };

  const { body } = await desk(sid, "accept", { worker: "ann" });

  expect([body.task.callSid, body.task.conversationSid, body.context.conversationId]).toEqual([
    callSid,
    null,
    conversationId,
  ]);
  expect(emulator.state.conversations[conversationId]?.participants.at(-1)).toMatchObject({
    type: "HUMAN_AGENT",
    addresses: [{ channel: "VOICE", address: "client:ann", channelId: callSid }],
  });
  const written = await desk(sid, "messages", { body: "Hi" });
  expect([written.status, written.body.message]).toEqual([
    400,
    `Task ${sid} is a call, on which messages cannot be written`,
  ]);
  await desk(sid, "complete");
  expect(emulator.state.conversations[conversationId]?.status).toBe("CLOSED");
  expect(emulator.state.calls[callSid]?.status).toBe("completed");
});
