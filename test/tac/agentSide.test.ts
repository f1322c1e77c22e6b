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

test("the agent calls a customer with that action", async (context) => {
  needPython(context);

  await agent.runAgent(outbound.To);

  const { form } = asked(outbound.To).find(({ path }) => path.endsWith("/Calls.json")) ?? {};
  expect(form).toMatchObject({ To: outbound.To, From: seed.phoneNumber });
  const [connect] = parseTwiml(String(form?.Twiml));
  expect(connect?.attributes).toEqual({ action: "https://agent.example.com/handoff" });
  expect(connect?.children[0]?.name).toBe("ConversationRelay");
});

type Verb = ReturnType<typeof parseTwiml>[number];

function attributesOf(enqueue: Verb | undefined): unknown {
  return JSON.parse(enqueue?.children[0]?.text ?? "");
}
