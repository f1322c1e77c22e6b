// The hand-off of SMS, WhatsApp and chat: the conversation in Flex, and the message that the customer gets.

import { expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import {
  bridged,
  briefly,
  classic,
  handedOff,
  inGerman,
  message,
  options,
  orchestrator,
  payload,
  refuse,
  variants,
} from "./testing/handoffRuns.ts";

const HandoffData = payload;
const conversation = `https://conversations.twilio.com/v2/Conversations/${payload.conversationId}`;

test("a handed-off conversation stays the customer's Classic conversation", async () => {
  const { path, tasks, requests } = await message({ HandoffData });

  expect(path).toEqual([
    "Trigger",
    "get_participants",
    "get_conversation",
    "resume_conversation",
    "send_conversation_to_flex",
  ]);
  expect(requests).toMatchObject([
    { method: "GET", url: `${conversation}/Participants`, twilioAuth: true },
    { method: "GET", url: conversation, twilioAuth: true },
  ]);
  expect(tasks).toMatchObject([
    {
      kind: "conversation",
      conversationSid: classic.sid,
      workflowSid: options.workflowSid,
      taskChannelSid: options.messagingTaskChannelSid,
    },
  ]);
  expect(tasks[0]?.attributes).toEqual(handedOff);
});

test("a customer whose type is still UNKNOWN in the Orchestrator, as in a chat, is found as well", async () => {
  const chat = (type: string, channelId: string) => ({
    type,
    addresses: [{ channel: "CHAT", address: type, channelId }],
  });
  const participants = [chat("AI_AGENT", `CH${"8".repeat(32)}`), chat("UNKNOWN", classic.sid)];
  const http = ({ url }: { url: string }) => ({
    body: url.endsWith("/Participants") ? { participants } : bridged,
  });

  const { tasks } = await message({ HandoffData }, undefined, { http });

  expect(tasks).toMatchObject([{ kind: "conversation", conversationSid: classic.sid }]);
});

test("a conversation whose attributes are too long for Flex still reaches a Flex agent, with the ids", async () => {
  const tooLong = { ...payload, attributes: { ...payload.attributes, department: "x".repeat(1_000) } };

  const { path, tasks } = await message({ HandoffData: tooLong });

  expect(path.slice(-2)).toEqual(["send_conversation_to_flex", "send_conversation_briefly"]);
  expect(tasks[0]?.attributes).toEqual(briefly);
});

test.each([
  ["the Orchestrator responds with an error", { http: () => ({ status: 500 }) }],
  ["the Orchestrator responds only once", { http: onlyOnce() }],
  ["no participant has a Classic conversation", { http: () => ({ body: { participants: [], ...bridged } }) }],
  ["the Orchestrator is not bridged to a service", { http: unbridged }],
  ["its Classic conversation is gone", { conversations: [] }],
  ["Flex rejects the task", { flex: refuse }],
])("the customer gets an apology if %s", async (_, fault) => {
  const { path, messages, tasks } = await message({ HandoffData }, undefined, fault);

  expect(path.at(-1)).toBe("tell_nobody_there");
  expect(tasks).toEqual([]);
  expect(messages).toMatchObject([
    {
      to: "+15557770002",
      from: "+15551230100",
      body: "We are sorry, nobody can answer right now. Please write to us again later.",
    },
  ]);
});

test("the apology can be in any language", async () => {
  const flow = agentHandoff(variants["apologies in another language"]);

  const { messages } = await message({ HandoffData }, flow, { flex: refuse });

  expect(messages).toMatchObject([{ body: inGerman.message }]);
});

function onlyOnce() {
  let answered = 0;
  return (request: { url: string }) => (answered++ === 0 ? orchestrator(request) : { status: 503 });
}

function unbridged({ url }: { url: string }) {
  return url.endsWith("/Participants") ? orchestrator({ url }) : { body: { configuration: {} } };
}
