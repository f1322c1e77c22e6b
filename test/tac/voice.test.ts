// Callers of an unmodified virtual agent on the real TAC, and the Flex agents who take their calls.

import { seed } from "@tac-handoff/emulator";
import { parseHandoffData, parseVoiceEndFrame } from "@tac-handoff/runtime";
import { expect, onTestFinished, test } from "vitest";
import { needPython } from "../realTac.ts";
import { scene } from "./scene.ts";

const { local, tasks, taskOf, summarised, executionOf, asked, doctor, twilioUrl, answerUnlikeDocuments } =
  scene();

const call = (from: string) => local("POST /local/calls", { from, to: seed.phoneNumber });

test("a caller who asks for a person reaches a Flex agent in the same call, with the summary and the attributes", async (context) => {
  needPython(context);
  const from = "+15557770001";
  const { callSid, conversationId } = await call(from);
  const first = await local(`POST /local/calls/${callSid}/say`, { text: "Where is my order?" });
  expect(first.said).toEqual([
    { who: "agent", text: 'You said "Where is my order?". Say "human" to reach a person.' },
  ]);

  const escalation = await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

  expect(escalation.said).toEqual([{ who: "agent", text: "One moment, a person will take over." }]);
  expect(escalation.call).toMatchObject({
    sid: callSid,
    status: "in-progress",
    session: { status: "ended" },
  });
  // The frame is TAC's own, and the flow received the same payload.
  const payload = parseVoiceEndFrame(escalation.call.frames.at(-1).text);
  expect(payload).toMatchObject({ conversationId, attributes: { department: "support" } });
  expect(parseHandoffData(escalation.call.actionRequests[0].form.HandoffData)).toEqual(payload);
  expect(
    asked(conversationId)
      .filter(({ method }) => method !== "GET")
      .map(({ method, path, json }) => [method, path, json]),
  ).toEqual(
    expect.arrayContaining([
      ["PUT", `/v2/Conversations/${conversationId}`, { status: "INACTIVE" }],
      ["PATCH", `/v2/Conversations/${conversationId}`, { configuration: { statusCallbacks: [] } }],
    ]),
  );
  const task = await taskOf(conversationId);
  expect(task).toMatchObject({ sid: escalation.call.waitingIn.taskSid, channel: "voice", callSid });
  expect(task.attributes).toMatchObject({
    type: "inbound",
    name: from,
    conversationId,
    storeId: seed.memoryStoreId,
    profileId: payload.profileId,
    reason: "The customer said: A human, please",
    department: "support",
    priority: "normal",
    call_sid: callSid,
  });
  expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE"]);

  const { context: seen } = await local(`POST /local/tasks/${task.sid}/accept`, { worker: "Ada" });

  expect(seen.summary).toEqual(expect.stringContaining("Where is my order?"));
  expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({ sid: callSid, connectedTo: "Ada" });
  await local(`POST /local/calls/${callSid}/hangup`);
  expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({ status: "completed" });
  expect((await executionOf(from)).path).toEqual([
    "Trigger",
    "read_end",
    "how_it_ended",
    "parse_handoff",
    "is_handoff_read",
    "send_call_to_flex",
  ]);
  expect(await summarised(conversationId)).toEqual(["CONVERSATION_INACTIVE", "CONVERSATION_END"]);
});

test("nulls and fields that TAC does not know change nothing about a hand-off", async (context) => {
  needPython(context);
  answerUnlikeDocuments(true);
  onTestFinished(() => answerUnlikeDocuments(false));
  const { callSid, conversationId } = await call("+15557770031");
  await local(`POST /local/calls/${callSid}/say`, { text: "Where is my order?" });

  await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

  const { sid, attributes } = await taskOf(conversationId);
  expect(attributes).toMatchObject({ reason: "The customer said: A human, please", department: "support" });
  const { context: seen } = await local(`POST /local/tasks/${sid}/accept`);
  expect(seen.summary).toEqual(expect.stringContaining("Where is my order?"));
});

test("a caller who hangs up without a hand-off creates no task", async (context) => {
  needPython(context);
  const before = (await tasks()).length;
  const from = "+15557770011";
  const { callSid, conversationId } = await call(from);
  await local(`POST /local/calls/${callSid}/say`, { text: "Thank you, goodbye" });

  await local(`POST /local/calls/${callSid}/hangup`);

  expect(await local(`GET /local/calls/${callSid}`)).toMatchObject({
    status: "completed",
    session: { status: "completed" },
  });
  // The flow ran, and its gate created no task.
  expect((await executionOf(from)).path).toEqual(["Trigger", "read_end", "how_it_ended"]);
  expect(await tasks()).toHaveLength(before);
  expect(await summarised(conversationId)).toEqual(["CONVERSATION_END"]);
});

test("the doctor reports that the account is ready and the agent accepts only what Twilio has signed, and a local Twilio confirms no assumption", async (context) => {
  needPython(context);
  const { callSid } = await call("+15557770021");
  await local(`POST /local/calls/${callSid}/say`, { text: "A human, please" });

  const { ready, statuses, found, confirming, localTwilio } = await doctor();

  expect(ready).toBe(true);
  expect([confirming, localTwilio]).toEqual([[], twilioUrl()]);
  // TAC has asked Twilio nothing about the made-up call and conversation.
  expect(asked("0d0c")).toEqual([]);
  expect(found).toMatchObject({
    "agent-twiml":
      "an unsigned POST is rejected with 403, a signed one gets TwiML with ConversationRelay whose action is this flow",
    "agent-webhook": "an unsigned POST is rejected with 403, a signed one is accepted",
  });
  expect(Object.values(statuses)).not.toContain("wrong");
  expect(statuses).toMatchObject({
    "agent-twiml": "ok",
    "agent-webhook": "ok",
    "env-agrees": "ok",
    "flow-same": "ok",
    "number-fallback": "ok",
    // Nobody is a worker of the local Twilio's account.
    "flex-queues": "warning",
    "call-handoff": "ok",
    "call-variables": "ok",
  });
});
