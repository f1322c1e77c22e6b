import { seed } from "@tac-handoff/emulator";
import { beforeEach, expect, test, vi } from "vitest";
import { HandoffError } from "../handoffError.ts";
import { localTwilio } from "../testing/localTwilio.ts";
import { isWithFlex } from "./isWithFlex.ts";

beforeEach(() => vi.stubEnv("TWILIO_FLEX_WORKSPACE_SID", ""));

const sid = `WT${"0a".repeat(16)}`;

/** A customer who has written, and a task with these attributes. */
async function withTask(attributesOf: (ids: { conversationId: string; conversationSid: string }) => object) {
  const scene = await localTwilio();
  const ids = await scene.write();
  const setTask = (assignment_status: "pending" | "assigned" | "wrapping" | "completed") => {
    scene.twilio.state.tasks[sid] = {
      sid,
      workspace_sid: seed.workspaceSid,
      workflow_sid: seed.workflowSid,
      workflow_friendly_name: "Assign to Anyone",
      task_queue_sid: "",
      task_queue_friendly_name: "",
      task_channel_sid: seed.taskChannelSids.chat,
      task_channel_unique_name: "chat",
      attributes: JSON.stringify(attributesOf(ids)),
      priority: 0,
      timeout: 3_600,
      assignment_status,
      date_created: "2026-01-06T12:00:00Z",
      date_updated: "2026-01-06T12:00:00Z",
    };
  };
  setTask("pending");
  return { ...scene, ...ids, setTask };
}

test("a conversation without a task and without a Flex agent is the agent's", async () => {
  const { access, write, sent, twilio } = await localTwilio();
  const { conversationId, conversationSid } = await write();

  expect(await isWithFlex({ conversationId, ...access })).toBe(false);

  expect(sent().map(([what]) => what)).toEqual([
    `GET conversations.twilio.com/v2/Conversations/${conversationId}/Participants`,
    "GET flex-api.twilio.com/v1/Configuration",
    `GET taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}/Tasks`,
  ]);
  expect(new URLSearchParams(twilio.requests().at(-1)?.query).get("EvaluateTaskAttributes")).toBe(
    `conversationId == "${conversationId}" OR conversationSid == "${conversationSid}"`,
  );
});

test.each([
  ["its conversation", ({ conversationId }: { conversationId: string }) => ({ conversationId })],
  ["its Classic conversation", ({ conversationSid }: { conversationSid: string }) => ({ conversationSid })],
])("a conversation is with Flex while a task with %s is open", async (_, attributesOf) => {
  const { access, conversationId, setTask } = await withTask(attributesOf);
  const workspaceSid = seed.workspaceSid;

  expect(await isWithFlex({ conversationId, workspaceSid, ...access })).toBe(true);
  setTask("assigned");
  expect(await isWithFlex({ conversationId, workspaceSid, ...access })).toBe(true);
  for (const status of ["wrapping", "completed"] as const) {
    setTask(status);
    expect(await isWithFlex({ conversationId, workspaceSid, ...access })).toBe(false);
  }
});

test("the task of another customer does not matter", async () => {
  const { access, conversationId } = await withTask(() => ({
    conversationId: "conv_conversation_other",
    conversationSid: `CH${"0b".repeat(16)}`,
  }));

  expect(await isWithFlex({ conversationId, ...access })).toBe(false);
});

test("a conversation in which a Flex agent participates is with Flex", async () => {
  const { access, write, local } = await localTwilio();
  const { conversationId } = await write();
  const url = `https://conversations.twilio.com/v2/Conversations/${conversationId}/Participants`;
  await local(`POST ${url}`, {
    name: "Ada",
    type: "HUMAN_AGENT",
    addresses: [{ channel: "CHAT", address: "Ada" }],
  });

  expect(await isWithFlex({ conversationId, ...access })).toBe(true);
});

test("the workspace of the environment saves a request", async () => {
  const { access, write, sent } = await localTwilio();
  const { conversationId } = await write();
  vi.stubEnv("TWILIO_FLEX_WORKSPACE_SID", seed.workspaceSid);

  expect(await isWithFlex({ conversationId, ...access })).toBe(false);

  expect(sent()).toHaveLength(2);
});

test("if Twilio cannot be asked, the agent answers, and the error is reported", async () => {
  const { access, write } = await localTwilio();
  const { conversationId } = await write();
  const errors: HandoffError[] = [];
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const options = { conversationId, ...access, workspaceSid: `WS${"0c".repeat(16)}` };

  expect(await isWithFlex({ ...options, onError: (error) => errors.push(error) })).toBe(false);
  expect(await isWithFlex(options)).toBe(false);

  expect(errors.map(({ code, status }) => [code, status])).toEqual([["request_refused", 404]]);
  expect(warn.mock.calls).toEqual([[errors[0]?.message]]);
});

test("the error of a request without a response in time shows the limit", async () => {
  const fetch = (_: unknown, init?: RequestInit) =>
    new Promise<Response>((_resolve, reject) =>
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
    );
  const errors: HandoffError[] = [];
  const onError = (error: HandoffError) => errors.push(error);
  const options = {
    conversationId: "conv_conversation_1",
    apiKey: "SK",
    apiSecret: "sesame",
    fetch,
    onError,
  };

  expect(await isWithFlex({ ...options, timeoutMs: 1 })).toBe(false);

  expect(errors.map(({ message }) => message)).toEqual([
    "GET https://conversations.twilio.com/v2/Conversations/conv_conversation_1/Participants: no response (none within 1 ms)",
  ]);
});

test("what the caller can correct is thrown", async () => {
  const options = { conversationId: 'c" OR 1 == 1', apiKey: "SK", apiSecret: "sesame" };

  await expect(isWithFlex(options)).rejects.toMatchObject({ code: "invalid_option" });
  await expect(isWithFlex({ ...options, apiSecret: "" })).rejects.toBeInstanceOf(HandoffError);
});
