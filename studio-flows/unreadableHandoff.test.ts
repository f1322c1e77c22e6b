// HandoffData that is not a payload: a caller still reaches an agent, and the sender of a message gets an apology.

import type { SimulatedRun } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import { agentHandoff } from "./agent-handoff.ts";
import { unreadHandoff } from "./callEnds.ts";
import {
  call,
  caller,
  handedOff,
  message,
  ofTheCall,
  options,
  payload,
  refuse,
  session,
} from "./testing/handoffRuns.ts";

const text = JSON.stringify(payload);
/** What the task has instead of the payload. */
const unread = (conversationId: string) => ({ ...caller, conversationId, sessionError: unreadHandoff });
const { conversationId } = payload;

/** Longer than a value in Studio may be. */
const endless = { ...payload, attributes: { reason: "é".repeat(10_000) } };

function codes({ warnings }: SimulatedRun): number[] {
  return warnings.map(({ code }) => code);
}

test.each([
  ["is not valid JSON", "conversationId=conv_conversation_01abc", ofTheCall, [81027]],
  ["is half of a payload", text.slice(0, 60), conversationId, [81027]],
  ["is cut in the id", text.slice(0, 30), text.slice(19, 30), [81027]],
  ["is two consecutive payloads", text + text, conversationId, [81027]],
  ["is a JSON string", JSON.stringify(text), ofTheCall, [81027]],
  ["is a list with the payload", `[${text}]`, conversationId, []],
  ["has the payload one level too deep", JSON.stringify({ HandoffData: payload }), conversationId, []],
  ["has null for the conversation", JSON.stringify({ ...payload, conversationId: null }), ofTheCall, []],
  ["has an empty conversation", JSON.stringify({ ...payload, conversationId: "" }), ofTheCall, []],
  ["is written with blanks and breaks off", '{ "conversationId" : "conv_1" , ', "conv_1", [81027]],
  ["is 20 kB of a payload", JSON.stringify(endless), conversationId, [81018, 81027]],
])(
  "a caller whose HandoffData %s reaches an agent, with the conversation",
  async (_, HandoffData, id, warned) => {
    const run = await call({ SessionStatus: "ended", HandoffData });

    expect(run.path.slice(2)).toEqual([
      "how_it_ended",
      "parse_handoff",
      "is_handoff_read",
      "find_conversation",
      "describe_call",
      "send_unread_call_to_flex",
    ]);
    expect(run.tasks.map(({ attributes }) => attributes)).toEqual([unread(id)]);
    expect(codes(run)).toEqual(warned);
  },
);

test("such a caller hears the apology if Flex rejects the task as well", async () => {
  const { path, said } = await call({ HandoffData: "conversationId" }, undefined, { flex: refuse });

  expect(path.slice(-2)).toEqual(["send_unread_call_to_flex", "say_nobody_there"]);
  expect(said).toEqual(["We are sorry, nobody can take your call right now. Please call again later."]);
});

test("such a caller reaches an agent even if the team apologises for failed sessions", async () => {
  const flow = agentHandoff({ ...options, onFailedSession: "apology" });

  const { tasks } = await call({ SessionStatus: "failed", HandoffData: text.slice(0, -1) }, flow);

  expect(tasks.map(({ attributes }) => attributes)).toEqual([unread(conversationId)]);
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

  expect(path.slice(0, 3)).toEqual(["Trigger", "get_participants", "get_waiting_task"]);
  expect(path.at(-1)).toBe("tell_nobody_there");
  expect(tasks).toEqual([]);
  expect(messages).toHaveLength(1);
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
  expect(await run(`${text},${other}`)).toEqual(unread(conversationId));
  expect(await run(`[${other},${text}]`)).toEqual(unread("conv_conversation_02xyz"));
});

test("if a member of a payload occurs twice, the last one counts, as usual in JSON", async () => {
  const twice = `{"HandoffData":${other},"HandoffData":${text.replace("{", '{"storeId":"mem_store_02",')}}`;

  const ofMessage = await message(JSON.parse(twice));
  const ofCall = await call({ HandoffData: text.replace("{", '{"storeId":"mem_store_02",') });

  expect(ofMessage.tasks.map(({ attributes }) => attributes)).toEqual([handedOff]);
  expect(ofCall.tasks.map(({ attributes }) => attributes)).toEqual([{ ...caller, ...handedOff }]);
});
