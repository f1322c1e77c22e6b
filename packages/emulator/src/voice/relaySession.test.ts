// How a session with the agent ends, and how the call then continues.

import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { host, patience, payload, relayScene } from "../testing/relayScene.ts";

const scene = relayScene();

const { call, agent, place, say, look, connect } = scene;

test("a hand-off puts the call into Flex's queue, and its end reaches the flow", async () => {
  await agent();
  const { callSid, conversationId } = await place();

  const { body } = await say(callSid, "human");

  const [task] = Object.values(scene.emulator.state.tasks);
  expect(body.said).toEqual([{ who: "agent", text: "One moment please." }]);
  expect(body.call).toMatchObject({
    status: "in-progress",
    session: { status: "ended" },
    waitingIn: { taskSid: task?.sid, workflowSid: seed.workflowSid },
    warnings: [],
  });
  const { id, startedAt: _ } = body.call.session;
  expect(body.call.actionRequests).toEqual([
    {
      url: scene.flowUrl,
      status: 200,
      form: {
        AccountSid: seed.accountSid,
        ApiVersion: "2010-04-01",
        CallSid: callSid,
        CallStatus: "in-progress",
        Called: seed.phoneNumber,
        Caller: customer,
        Direction: "inbound",
        From: customer,
        To: seed.phoneNumber,
        SessionId: id,
        SessionStatus: "ended",
        SessionDuration: "0",
        HandoffData: payload,
      },
    },
  ]);
  expect(JSON.parse(task?.attributes ?? "")).toMatchObject({ call_sid: callSid, reason: "refund – café" });
  expect(scene.emulator.state.conversations[conversationId]?.status).toBe("ACTIVE");

  await call(`PUT https://conversations.twilio.com/v2/Conversations/${conversationId}`, {
    json: { status: "INACTIVE" },
  });
  const hungUp = (await call(`POST /local/calls/${callSid}/hangup`)).body;
  expect(hungUp).toMatchObject({ status: "completed", waitingIn: null });
  expect(hungUp.actionRequests[1]).toMatchObject({
    url: expect.stringContaining("?FlowEvent=enqueueComplete"),
    form: { CallStatus: "completed", QueueResult: "hangup" },
    status: 200,
  });
  const [execution] = Object.values(scene.emulator.state.executions);
  expect([execution?.status, execution?.run?.steps.at(-1)?.event]).toEqual(["ended", "callComplete"]);
  expect(scene.emulator.state.conversations[conversationId]?.status).toBe("CLOSED");
});

test("an end without a hand-off payload ends the call", async () => {
  await agent();
  const { callSid } = await place();
  const { body } = await say(callSid, "bye");
  expect([body.said, body.call.status, body.call.session.status]).toEqual([[], "completed", "ended"]);
  expect(body.call.actionRequests[0].form).not.toHaveProperty("HandoffData");
  expect(scene.emulator.state.tasks).toEqual({});
});

test("a caller who hangs up between two sessions leaves neither open", async () => {
  let hungUp: Promise<unknown> | undefined;
  const again = connect({ action: "" });
  const server = await agent({
    twiml: connect({ action: 'action="/next"' }),
    answer: (_path, { CallSid }) => {
      hungUp ??= call(`POST /local/calls/${CallSid}/hangup`);
      // The caller's request arrives before this response.
      return look(CallSid ?? "").then(() => `<Response>${again}</Response>`);
    },
  });
  const { callSid } = await place();

  await say(callSid, "bye");
  await hungUp;

  expect(await look(callSid)).toMatchObject({ status: "completed", session: { status: "completed" } });
  await expect.poll(() => server.closeCodes, patience).toHaveLength(2);
});

test("a caller who hangs up completes the session and the call, and closes the conversation", async () => {
  const server = await agent();
  const { callSid, conversationId } = await place();

  const { body } = await call(`POST /local/calls/${callSid}/hangup`);

  expect(body).toMatchObject({ status: "completed", session: { status: "completed" }, waitingIn: null });
  expect(body.actionRequests).toMatchObject([
    { url: scene.flowUrl, form: { CallStatus: "completed", SessionStatus: "completed" }, status: 200 },
  ]);
  expect(scene.emulator.state.conversations[conversationId]?.status).toBe("CLOSED");
  await expect.poll(() => server.closeCodes, patience).toEqual([1000]);
  // A call that is over does not change any more.
  expect((await call(`POST /local/calls/${callSid}/hangup`)).body).toEqual(body);
  expect((await say(callSid, "hello")).body.message).toBe(
    `call ${callSid} has no open session with an agent`,
  );
});

test("a conversation with timeouts for calls stays open after the hang-up", async () => {
  const row = scene.emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (row) row.channelSettings.VOICE = { statusTimeouts: { inactive: 5, closed: 30 }, captureRules: [] };
  await agent();
  const { callSid, conversationId } = await place();
  await call(`POST /local/calls/${callSid}/hangup`);
  expect(scene.emulator.state.conversations[conversationId]?.status).toBe("ACTIVE");
});

test.each(["drop", "crash"])(
  "a connection that breaks (%s) fails the session, and the call continues",
  async (how) => {
    await agent({
      answer: () => "<Response><Say>Sorry.</Say></Response>",
      twiml: connect({ action: 'action="/after"' }),
    });
    const { callSid } = await place();
    if (how === "drop") await call(`POST /local/calls/${callSid}/drop`);
    else await say(callSid, "crash");

    const body = await look(callSid);
    const reason = how === "drop" ? "broken on purpose" : 'closed by the agent without "end" (code 1006)';
    const message = `Network connection to WebSocket server failed: ${reason}`;
    expect(body.session).toMatchObject({ status: "failed", error: { code: 39001, message } });
    expect(body.actionRequests).toMatchObject([
      {
        url: `https://${host}/after`,
        form: {
          CallStatus: "in-progress",
          SessionStatus: "failed",
          ErrorCode: "39001",
          ErrorMessage: message,
        },
      },
    ]);
    expect(body.transcript.at(-1)).toEqual({ who: "flow", text: "Sorry." });
    expect([body.status, body.warnings]).toEqual(["completed", [`39001: ${message}`]]);
  },
);

test("an agent that rejects the connection, for example because of a wrong signature, fails the session", async () => {
  const server = await agent({ twiml: connect({ action: "" }).replace(host, "other.example.com") });
  await call("PUT /local/hosts", { json: { host: "other.example.com", url: server.url } });
  const { call: row } = await place();
  const message = "Network connection to WebSocket server failed: Unexpected server response: 403";
  expect(row).toMatchObject({
    status: "completed",
    session: { status: "failed", error: { code: 39001, message } },
  });
});

test.each([
  [
    `<Connect><ConversationRelay url="wss://elsewhere.example.com/ws"/></Connect>`,
    39001,
    'elsewhere.example.com is not served on this machine. Set the local server that stands in for it: PUT /local/hosts {"host":"elsewhere.example.com","url":"http://127.0.0.1:8000"}',
  ],
  [
    `<Connect><ConversationRelay url="wss://${host}/ws" conversationConfiguration="conv_configuration_x"/></Connect>`,
    64106,
    "conversationConfiguration: conv_configuration_x does not exist",
  ],
  [
    `<Connect><ConversationRelay url="https://${host}/ws"/></Connect>`,
    64106,
    `url of ConversationRelay: expected wss://…, found "https://${host}/ws"`,
  ],
])(
  "a session that cannot start fails, and the TwiML after Connect runs: %s",
  async (twiml, code, message) => {
    const server = await agent({ twiml: `${twiml}<Say>Sorry.</Say>` });
    const { conversationId, call: row } = await place();
    expect(row).toMatchObject({
      status: "completed",
      session: { status: "failed", error: { code, message } },
      transcript: [{ who: "flow", text: "Sorry." }],
      warnings: [`${code}: ${message}`],
    });
    expect(server.messages).toEqual([]);
    expect(conversationId).toBeNull();
  },
);

test("an unknown configuration is reported to the action URL as a failed session", async () => {
  await agent({
    twiml: connect().replace(seed.orchestratorConfigurationId, "conv_configuration_x"),
  });
  const { call: row } = await place();
  expect(row.actionRequests).toMatchObject([
    {
      url: scene.flowUrl,
      form: {
        CallStatus: "in-progress",
        SessionStatus: "failed",
        ErrorCode: "64106",
        ErrorMessage: "conversationConfiguration: conv_configuration_x does not exist",
      },
    },
  ]);
});

test("without an action the TwiML after Connect runs", async () => {
  await agent({ twiml: `${connect({ action: "" })}<Say>Goodbye.</Say>` });
  const { callSid } = await place();
  const { body } = await say(callSid, "bye");
  expect(body.said).toEqual([{ who: "flow", text: "Goodbye." }]);
  expect([body.call.status, body.call.actionRequests]).toEqual(["completed", []]);
});

test("an action that fails ends the call", async () => {
  await agent({ twiml: connect({ action: 'action="/after"' }), answer: () => ({ status: 500, text: "" }) });
  const { callSid } = await place();
  const { body } = await say(callSid, "bye");
  expect([body.call.status, body.call.warnings]).toEqual([
    "completed",
    [`11200: https://${host}/after responded with 500`],
  ]);
});
