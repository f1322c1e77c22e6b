// The hand-off of SMS, WhatsApp and chat: the conversation in Flex, and the message that the customer gets.

import { describe, expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import {
  bridged,
  classic,
  handedOff,
  inGerman,
  message,
  options,
  payload,
  refuse,
  twilio,
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
    "get_open_task",
    "is_with_flex",
    "resume_conversation",
    "send_conversation_to_flex",
  ]);
  expect(requests).toMatchObject([
    { method: "GET", url: `${conversation}/Participants`, twilioAuth: true },
    { method: "GET", url: conversation, twilioAuth: true },
    {
      method: "GET",
      url: expect.stringContaining(`/Workspaces/${options.workspaceSid}/Tasks?`),
      twilioAuth: true,
    },
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

describe("a conversation that is already with Flex", () => {
  /** TaskRouter lists its open task, from the given request on. */
  const listed = (from: number) => {
    let lists = 0;
    return (request: { url: string }) =>
      request.url.includes("/Tasks?") && ++lists >= from
        ? { body: { tasks: [{ sid: `WT${"1".repeat(32)}`, assignment_status: "assigned" }] } }
        : twilio(request);
  };

  test("gets no second task, and its customer no message", async () => {
    const { path, tasks, messages, requests } = await message({ HandoffData }, undefined, {
      http: listed(1),
    });

    expect(path.at(-1)).toBe("is_with_flex");
    expect([tasks, messages]).toEqual([[], []]);
    const { searchParams } = new URL(requests.at(-1)?.url ?? "");
    expect(searchParams.getAll("AssignmentStatus")).toEqual(["pending", "reserved", "assigned"]);
    expect(searchParams.get("EvaluateTaskAttributes")).toBe(
      `conversationId == "${payload.conversationId}" OR conversationSid == "${classic.sid}"`,
    );
  });

  test.each([
    ["its conversation cannot be resumed", { http: listed(2), conversations: [] }],
    ["the Orchestrator does not respond", { http: notFrom("conversations.twilio.com", listed(1)) }],
  ])("gets no apology if a second hand-off fails because %s", async (_, fault) => {
    const { path, tasks, messages } = await message({ HandoffData }, undefined, fault);

    expect(path.at(-1)).toBe("is_waiting_for_flex");
    expect([tasks, messages]).toEqual([[], []]);
  });

  test("is handed off if TaskRouter does not respond, since two tasks are better than none", async () => {
    const { tasks } = await message({ HandoffData }, undefined, {
      http: notFrom("taskrouter.twilio.com", twilio),
    });

    expect(tasks.map(({ attributes }) => attributes)).toEqual([handedOff]);
  });
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

/** Responds to all hosts but one. */
function notFrom(host: string, respond: typeof twilio) {
  return (request: { url: string }) =>
    new URL(request.url).host === host ? { status: 503 } : respond(request);
}

function onlyOnce() {
  let answered = 0;
  return (request: { url: string }) => (answered++ === 0 ? twilio(request) : { status: 503 });
}

function unbridged({ url }: { url: string }) {
  return /Participants$|Tasks/.test(url) ? twilio({ url }) : { body: { configuration: {} } };
}
