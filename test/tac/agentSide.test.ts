// What the agent itself does for its customers, with the real TAC: after a hand-off that failed, beside a Flex agent, and on
// calls that it places.

import { parseTwiml, seed } from "@tac-handoff/emulator";
import { handoffTwiml } from "@tac-handoff/runtime";
import { expect, onTestFinished, test } from "vitest";
import { needPython } from "../realTac.ts";
import { scene } from "./scene.ts";

const { local, tasks, taskOf, timeline, messages, asked, ...agent } = scene();

const write = (from: string, body: string) =>
  local("POST /local/messages", { from, to: seed.phoneNumber, body, customerType: "UNKNOWN" });
const youSaid = (text: string) => `You said "${text}". Say "human" to reach a person.`;
const nobody = "I am sorry, nobody can be reached right now. Please try again in a moment.";

test("after a hand-off that Studio refused, the customer reads so, and the agent keeps answering", async (context) => {
  needPython(context);
  const from = "+15557770051";
  // Their call waits in Flex, and Studio runs one execution for a contact.
  const { callSid } = await local("POST /local/calls", { from, to: seed.phoneNumber });
  await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });
  const { conversationId, conversationSid } = await write(from, "A human here, too");
  await messages(conversationSid, 2);
  expect(asked(from).find(({ path }) => path.endsWith("/Executions"))?.status).toBe(409);

  await write(from, "Are you still there?");
  const said = await messages(conversationSid, 4);

  expect(said.map(({ text }) => text)).toEqual([
    "A human here, too",
    nobody,
    "Are you still there?",
    youSaid("Are you still there?"),
  ]);
  expect(said[2]?.deliveredTo).toEqual([{ webhook: "https://agent.example.com/webhook" }]);
  const conversation = await local(`GET https://conversations.twilio.com/v2/Conversations/${conversationId}`);
  expect(conversation).toMatchObject({
    status: "ACTIVE",
    configuration: { statusCallbacks: [{ url: "https://agent.example.com/webhook", method: "POST" }] },
  });
  expect((await tasks()).filter((task) => task.conversationSid === conversationSid)).toEqual([]);
});

test("while a Flex agent has the chat, the agent stays silent, even after an hour of silence", async (context) => {
  needPython(context);
  const from = "+15557770052";
  const { conversationId, conversationSid } = await write(from, "A human, please");
  const task = await taskOf(conversationId);
  await messages(conversationSid, 2);
  await local(`POST /local/tasks/${task.sid}/accept`, { worker: "Ada" });
  await local(`POST /local/tasks/${task.sid}/messages`, { body: "I am looking into it." });

  agent.letPass(61);
  const later = await write(from, "Any news?");

  // The Orchestrator's conversation has closed, and the message started another one with callbacks.
  expect(later).toMatchObject({ conversationSid });
  expect(later.conversationId).not.toBe(conversationId);
  const url = `https://conversations.twilio.com/v2/Conversations/${later.conversationId}`;
  await expect
    .poll(async () => (await local(`GET ${url}`)).configuration.statusCallbacks, { timeout: 20_000 })
    .toEqual([]);
  await write(from, "Hello?");
  await local(`POST /local/tasks/${task.sid}/messages`, { body: "Yes, it is on its way." });
  const toAda = { task: task.sid, worker: "Ada" };
  expect(
    (await timeline(conversationSid)).slice(3).map(({ text, deliveredTo }) => [text, deliveredTo]),
  ).toEqual([
    ["Any news?", expect.arrayContaining([toAda])],
    ["Hello?", [toAda]],
    ["Yes, it is on its way.", [{ customer: from }]],
  ]);

  // When the Flex agent has finished, the customer is the agent's again.
  await local(`POST /local/tasks/${task.sid}/complete`);
  const next = await write(from, "One more question");
  expect((await messages(next.conversationSid, 2)).map(({ text }) => text)).toEqual([
    "One more question",
    youSaid("One more question"),
  ]);
});

test("if Flex cannot be asked, the agent answers", async (context) => {
  needPython(context);
  onTestFinished(agent.removeFlex());

  const { conversationSid } = await write("+15557770054", "Where is my order?");

  expect((await messages(conversationSid, 2)).map(({ text }) => text)).toEqual([
    "Where is my order?",
    youSaid("Where is my order?"),
  ]);
});

const outbound = {
  CallSid: `CA${"0a".repeat(16)}`,
  From: seed.phoneNumber,
  To: "+15557770053",
  Direction: "outbound-api",
  CallStatus: "in-progress",
};
const handedOff = {
  conversationId: "conv_conversation_00000000000000000000000001",
  storeId: seed.memoryStoreId,
  profileId: "",
  attributes: { department: "support", priority: "normal", reason: 'They said: "a human" – please & <now>' },
};

test("the agent's own action puts an outbound call into Flex's queue, with the attributes of the runtime's TwiML", async (context) => {
  needPython(context);

  const { status, body } = await agent.postAsTwilio("/handoff", {
    ...outbound,
    SessionStatus: "ended",
    HandoffData: JSON.stringify(handedOff),
  });

  expect(status).toBe(200);
  const [enqueue] = parseTwiml(body);
  expect(enqueue).toMatchObject({ name: "Enqueue", attributes: { workflowSid: seed.workflowSid } });
  const options = { payload: handedOff, customer: outbound.To, workflowSid: seed.workflowSid };
  const [own] = parseTwiml(handoffTwiml(options));
  expect(attributesOf(enqueue)).toEqual(attributesOf(own));
});

test("a long reason of an outbound call is cut, and other ends of a session create no task", async (context) => {
  needPython(context);
  const long = { ...handedOff, attributes: { ...handedOff.attributes, reason: "ä".repeat(2_000) } };
  const answer = (form: Record<string, string>) => agent.postAsTwilio("/handoff", { ...outbound, ...form });

  const [enqueue] = parseTwiml((await answer({ HandoffData: JSON.stringify(long) })).body);
  const ends = [
    { SessionStatus: "completed", CallStatus: "completed" },
    { HandoffData: "call_ended" },
    { SessionStatus: "failed" },
    { HandoffData: '{"conversationId":' },
  ];
  const verbs = await Promise.all(ends.map(async (form) => parseTwiml((await answer(form)).body)));

  expect(enqueue?.children[0]?.text.length).toBeLessThanOrEqual(1_024);
  expect(attributesOf(enqueue)).toMatchObject({
    department: "support",
    reason: expect.stringMatching(/^ä{50,}…$/),
  });
  expect(verbs.map(([verb]) => verb?.name)).toEqual([undefined, undefined, "Say", "Say"]);
});

test("an action that Twilio did not sign is refused", async (context) => {
  needPython(context);

  expect(await agent.statusOfUnsigned("/handoff")).toBe(403);
});

test("a customer whom the agent calls talks to it, and asks for a human: a Flex agent has the same call", async (context) => {
  needPython(context);
  await agent.runAgent(outbound.To);
  const { calls } = await local("GET /local/calls");
  const { sid, status } = calls.find(({ to }: { to: string }) => to === outbound.To);
  expect(status).toBe("ringing");
  const { conversationId, said } = await local(`POST /local/calls/${sid}/answer`);
  expect(said).toEqual([{ who: "agent", text: expect.stringContaining("Hello!") }]);
  const customer = await agent.customerOf(conversationId);
  expect(customer.addresses).toEqual([{ channel: "VOICE", address: outbound.To, channelId: sid }]);
  const say = (text: string) => local(`POST /local/calls/${sid}/say`, { text });
  expect((await say("Who is calling?")).said).toEqual([{ who: "agent", text: youSaid("Who is calling?") }]);

  const { call } = await say("A human, please");

  expect(call).toMatchObject({ status: "in-progress", session: { status: "ended" }, warnings: [] });
  expect(call.actionRequests).toMatchObject([
    { url: "https://agent.example.com/handoff", status: 200, form: { Direction: "outbound-api" } },
  ]);
  const task = await taskOf(conversationId);
  expect(task).toMatchObject({ channel: "voice", callSid: sid, status: "pending" });
  expect(task.attributes).toEqual({
    call_sid: sid,
    from: seed.phoneNumber,
    to: outbound.To,
    direction: "outbound-api",
    type: "outbound",
    name: outbound.To,
    conversationId,
    storeId: seed.memoryStoreId,
    profileId: "",
    department: "support",
    priority: "normal",
    reason: "The customer said: A human, please",
  });
  expect(await agent.summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE"]);
  await local(`POST /local/tasks/${task.sid}/accept`, { worker: "Ada" });
  expect(await local(`GET /local/calls/${sid}`)).toMatchObject({ waitingIn: null, connectedTo: "Ada" });
  await local(`POST /local/tasks/${task.sid}/complete`);
  expect((await local(`GET /local/calls/${sid}`)).status).toBe("completed");
});

test("without an action of its own, a call that the agent places ends when Studio refuses it, and nobody has the customer", async (context) => {
  needPython(context);
  // TAC writes the flow as the action of every call, unless the call has one of its own.
  const { body: Twiml } = await agent.postAsTwilio("/twiml", outbound);
  const sid = await agent.placeCall({ To: "+15557770055", From: seed.phoneNumber, Twiml });
  await local(`POST /local/calls/${sid}/answer`);

  const { call } = await local(`POST /local/calls/${sid}/say`, { text: "A human, please" });

  expect(call).toMatchObject({
    status: "completed",
    executionSids: [],
    warnings: [expect.stringMatching(/^11200: .* responded with 400$/)],
  });
});

type Verb = ReturnType<typeof parseTwiml>[number];

function attributesOf(enqueue: Verb | undefined): unknown {
  return JSON.parse(enqueue?.children[0]?.text ?? "");
}
