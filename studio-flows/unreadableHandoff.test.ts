// HandoffData that is not a payload: a caller still reaches an agent, and the sender of a message gets an apology.

import type { SimulatedRun } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import {
  briefly,
  call,
  caller,
  handedOff,
  message,
  options,
  payload,
  refuse,
  session,
} from "./testing/handoffRuns.ts";

const text = JSON.stringify(payload);
const unread = { ...caller, sessionError: "the agent's hand-off could not be read" };

/** Longer than a value in Studio may be. */
const endless = { ...payload, attributes: { reason: "é".repeat(10_000) } };

function codes({ warnings }: SimulatedRun): number[] {
  return warnings.map(({ code }) => code);
}

test.each([
  ["is not valid JSON", "conversationId=conv_conversation_01abc", [81027]],
  ["is half of a payload", text.slice(0, 60), [81027]],
  ["is two consecutive payloads", text + text, [81027]],
  ["is JSON null", "null", [81027]],
  ["is a number", "5", [81027]],
  ["is true", "true", [81027]],
  ["is a JSON string", JSON.stringify(text), [81027]],
  ["is a list", "[]", []],
  ["is a list with the payload", `[${text}]`, []],
  ["is an empty object", "{}", []],
  ["has the payload one level too deep", JSON.stringify({ HandoffData: payload }), []],
  ["has no conversation", JSON.stringify({ ...payload, conversationId: undefined }), []],
  ["has null for the conversation", JSON.stringify({ ...payload, conversationId: null }), []],
  ["has an empty conversation", JSON.stringify({ ...payload, conversationId: "" }), []],
])("a caller whose HandoffData %s reaches an agent, without the payload", async (_, HandoffData, warned) => {
  const run = await call({ SessionStatus: "ended", HandoffData });

  expect(run.path).toEqual([
    "Trigger",
    "is_handoff",
    "parse_handoff",
    "is_handoff_read",
    "send_unread_call_to_flex",
  ]);
  expect(run.tasks.map(({ attributes }) => attributes)).toEqual([unread]);
  expect(codes(run)).toEqual(warned);
});

test.each([
  ["20 kB of a payload", JSON.stringify(endless), [81018]],
  ["20 kB that are not JSON", "x".repeat(20_000), [81018]],
  // The sender is unknown; the Flex agent may find out.
  ["a blank", " ", []],
])("a caller whose HandoffData is %s reaches an agent as well", async (_, HandoffData, warned) => {
  const run = await call({ SessionStatus: "ended", HandoffData });

  expect(run.path).toEqual([
    "Trigger",
    "is_handoff",
    "is_session_failed",
    "is_handoff_too_long",
    "send_unread_call_to_flex",
  ]);
  expect(run.tasks.map(({ attributes }) => attributes)).toEqual([unread]);
  expect(codes(run)).toEqual(warned);
});

test("such a caller hears the apology if Flex rejects the task as well", async () => {
  const { path, said } = await call({ HandoffData: "null" }, undefined, { flex: refuse });

  expect(path.slice(-2)).toEqual(["send_unread_call_to_flex", "say_nobody_there"]);
  expect(said).toEqual(["We are sorry, nobody can take your call right now. Please call again later."]);
});

test("such a caller reaches an agent even if the team apologises for failed sessions", async () => {
  const flow = agentHandoff({ ...options, onFailedSession: "apology" });

  const { tasks } = await call({ SessionStatus: "failed", HandoffData: "{" }, flow);

  expect(tasks.map(({ attributes }) => attributes)).toEqual([unread]);
});

test("an empty HandoffData is not a hand-off", async () => {
  const { path, tasks } = await call({ SessionStatus: "completed", HandoffData: "" });

  expect(path).toEqual(["Trigger", "is_handoff", "is_session_failed", "is_handoff_too_long"]);
  expect(tasks).toEqual([]);
});

test.each([
  ["is absent", {}],
  ["is null", { HandoffData: null }],
  ["is a number", { HandoffData: 5 }],
  ["is a string, as on a call", { HandoffData: text }],
  ["is a list with the payload", { HandoffData: [payload] }],
  ["is an empty object", { HandoffData: {} }],
  ["has null for the conversation", { HandoffData: { ...payload, conversationId: null } }],
  ["has 20 kB for the conversation", { HandoffData: { ...payload, conversationId: "x".repeat(20_000) } }],
  ["has a different name", { handoffData: payload }],
])("a message whose HandoffData %s gets the apology", async (_, parameters) => {
  const { path, tasks, messages } = await message(parameters);

  expect(path).toEqual(["Trigger", "get_participants", "tell_nobody_there"]);
  expect(tasks).toEqual([]);
  expect(messages).toHaveLength(1);
});

test("a message with 20 kB of reason reaches an agent, with the ids", async () => {
  const { path, tasks } = await message({ HandoffData: endless });

  expect(path.slice(-2)).toEqual(["send_conversation_to_flex", "send_conversation_briefly"]);
  expect(tasks.map(({ attributes }) => attributes)).toEqual([briefly]);
});

test.each([
  ["no attributes", {}],
  ["null for its attributes", { attributes: null }],
  ["a list for its attributes", { attributes: ["refund"] }],
  ["a string for its attributes", { attributes: "refund" }],
])("a payload with %s is handed off with its ids, and null for the reason", async (_, others) => {
  const given = { ...session, profileId: "", ...others };

  const ofCall = await call({ HandoffData: JSON.stringify(given) });
  const ofMessage = await message({ HandoffData: given });

  const task = { ...session, profileId: "", reason: null };
  expect(ofCall.tasks.map(({ attributes }) => attributes)).toEqual([{ ...caller, ...task }]);
  expect(ofMessage.tasks.map(({ attributes }) => attributes)).toEqual([task]);
});

const other = JSON.stringify({ ...payload, conversationId: "conv_conversation_02xyz" });

test("if HandoffData occurs twice, one is handed off completely, or none; they are never mixed", async () => {
  // How Twilio passes on a form field that occurs twice is not documented.
  const run = async (HandoffData: string) => (await call({ HandoffData })).tasks[0]?.attributes;

  expect(await run(text)).toEqual({ ...caller, ...handedOff });
  expect(await run(other)).toEqual({ ...caller, ...handedOff, conversationId: "conv_conversation_02xyz" });
  expect(await run(`${text},${other}`)).toEqual(unread);
  expect(await run(`[${text},${other}]`)).toEqual(unread);
});

test("if a member of a payload occurs twice, the last one counts, as usual in JSON", async () => {
  const twice = `{"HandoffData":${other},"HandoffData":${text.replace("{", '{"storeId":"mem_store_02",')}}`;

  const ofMessage = await message(JSON.parse(twice));
  const ofCall = await call({ HandoffData: text.replace("{", '{"storeId":"mem_store_02",') });

  expect(ofMessage.tasks.map(({ attributes }) => attributes)).toEqual([handedOff]);
  expect(ofCall.tasks.map(({ attributes }) => attributes)).toEqual([{ ...caller, ...handedOff }]);
});
