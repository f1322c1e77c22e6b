// Customers who write to an unmodified virtual agent on the real TAC, and the Flex agents who take their conversations.

import { seed } from "@tac-handoff/emulator";
import { parseExecutionParameters } from "@tac-handoff/runtime";
import { describe, expect, onTestFinished, test } from "vitest";
import { needPython } from "../realTac.ts";
import { scene } from "./scene.ts";

const { local, tasks, taskOf, timeline, messages, customerOf, summarised, executionOf, ...look } = scene();

// On SMS, TAC finds or creates the customer's profile; elsewhere it uses the Orchestrator's, which has none here.
const aProfile = expect.stringMatching(/^mem_profile_/);
const channels = [
  { name: "SMS", from: "+15557770002", to: seed.phoneNumber, profileId: aProfile },
  { name: "WhatsApp", from: "whatsapp:+15557770003", to: seed.whatsappSender, profileId: "" },
  { name: "RCS", from: "rcs:+15557770005", to: seed.rcsSender, profileId: "" },
  { name: "chat", from: "visitor-4", to: seed.chatAddress, profileId: "" },
];

function write(from: string, to: string, body: string) {
  return local("POST /local/messages", { from, to, body, customerType: "UNKNOWN" });
}

describe.each(channels)("$name", ({ from, to, profileId }) => {
  test("a customer who asks for a person reaches a Flex agent in the same conversation, and later messages reach only that agent, once", async (context) => {
    needPython(context);
    const { conversationId, conversationSid } = await write(from, to, "Where is my order?");
    await messages(conversationSid, 2);

    await write(from, to, "A human, please");

    const task = await taskOf(conversationId);
    expect(task).toMatchObject({ channel: "chat", conversationSid });
    expect(task.attributes).toMatchObject({
      conversationId,
      storeId: seed.memoryStoreId,
      profileId,
      reason: "The customer said: A human, please",
      department: "support",
      priority: "normal",
      customerAddress: from,
    });
    expect((await customerOf(conversationId))?.profileId ?? "").toBe(task.attributes.profileId);
    await messages(conversationSid, 4);

    // TAC's own order: set INACTIVE, remove the callbacks, start the execution, send the agent's last message.
    const conversation = `/v2/Conversations/${conversationId}`;
    const orchestrator = `conversations.twilio.com${conversation}`;
    expect(
      look
        .asked(conversationId)
        .filter(({ method, path }) => method !== "GET" && !path.includes("Participants"))
        .map(({ method, host, path, json }) => ({ method, at: host + path, json })),
    ).toEqual([
      { method: "POST", at: `${orchestrator}/Actions`, json: expect.anything() },
      { method: "PUT", at: orchestrator, json: { status: "INACTIVE" } },
      { method: "PATCH", at: orchestrator, json: { configuration: { statusCallbacks: [] } } },
      { method: "POST", at: expect.stringMatching(/^studio\.twilio\.com\/v2\/Flows\/FW\w+\/Executions$/) },
      { method: "POST", at: `${orchestrator}/Actions`, json: expect.anything() },
    ]);
    const started = look.asked(conversationId).find(({ path }) => path.endsWith("/Executions"));
    expect(started?.form).toMatchObject({ To: from, From: seed.phoneNumber });
    expect(parseExecutionParameters(String(started?.form?.Parameters))).toEqual({
      conversationId,
      storeId: seed.memoryStoreId,
      profileId,
      attributes: {
        department: "support",
        priority: "normal",
        reason: "The customer said: A human, please",
      },
    });

    const { path, outputs } = await executionOf(from);
    expect(path).toEqual([
      "Trigger",
      "get_participants",
      "get_conversation",
      "get_open_task",
      "is_with_flex",
      "resume_conversation",
      "send_conversation_to_flex",
    ]);
    // The flow's own GETs, which have no User-Agent, read endpoints that require credentials.
    expect(
      look
        .asked(conversationId)
        .filter(({ method, headers }) => method === "GET" && headers["user-agent"] === undefined)
        .map(({ path, status }) => [path, status]),
    ).toEqual([
      [`${conversation}/Participants`, 200],
      [conversation, 200],
    ]);
    expect(await look.statusOfAnonymous(`GET https://${orchestrator}/Participants`)).toBe(401);
    const { sid } = outputs.send_conversation_to_flex;
    const interaction = await local(`GET https://flex-api.twilio.com/v1/Interactions/${sid}`);
    expect(interaction).toMatchObject({ sid, routing: { properties: { sid: task.sid } } });

    const { context: seen } = await local(`POST /local/tasks/${task.sid}/accept`, { worker: "Ada" });
    expect(seen.summary).toEqual(expect.stringContaining("Where is my order?"));
    await write(from, to, "Are you there?");
    await local(`POST /local/tasks/${task.sid}/messages`, { body: "Yes, I am Ada." });
    await local(`POST /local/tasks/${task.sid}/complete`);

    const agents = [{ webhook: "https://agent.example.com/webhook" }];
    const customers = [{ customer: from }];
    expect((await timeline(conversationSid)).map(({ text, deliveredTo }) => [text, deliveredTo])).toEqual([
      ["Where is my order?", agents],
      ['You said "Where is my order?". Say "human" to reach a person.', customers],
      ["A human, please", agents],
      ["One moment, a person will take over.", customers],
      ["Are you there?", [{ task: task.sid, worker: "Ada" }]],
      ["Yes, I am Ada.", customers],
    ]);
    expect(await look.sentToAgent()).not.toContain("Are you there?");
    expect(await local(`GET /local/conversations/${conversationSid}`)).toMatchObject({
      conversations: [{ id: conversationId }],
      classicConversations: [{ sid: conversationSid }],
    });
    expect((await tasks()).filter((row) => row.conversationSid === conversationSid)).toHaveLength(1);
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE", "CONVERSATION_END"]);
  });

  test("a conversation that ends without a hand-off creates no task", async (context) => {
    needPython(context);
    const before = (await tasks()).length;
    const other = from.replace(/\d$/, "9");
    const { conversationId, conversationSid } = await write(other, to, "Just looking");
    await messages(conversationSid, 2);

    await local(`PUT https://conversations.twilio.com/v2/Conversations/${conversationId}`, {
      status: "CLOSED",
    });

    expect(await tasks()).toHaveLength(before);
    expect(await summarised(conversationId)).toEqual(["CONVERSATION_END"]);
  });
});

test("nulls and fields that TAC does not know change nothing about a hand-off", async (context) => {
  needPython(context);
  look.answerUnlikeDocuments(true);
  onTestFinished(() => look.answerUnlikeDocuments(false));
  const [from, to] = ["+15557770042", seed.phoneNumber];
  const { conversationId, conversationSid } = await write(from, to, "Where is my order?");
  await messages(conversationSid, 2);

  await write(from, to, "A human, please");

  const { sid, attributes } = await taskOf(conversationId);
  expect(attributes).toMatchObject({ customerAddress: from, reason: "The customer said: A human, please" });
  const { context: seen } = await local(`POST /local/tasks/${sid}/accept`);
  expect(seen.summary).toEqual(expect.stringContaining("Where is my order?"));
});
