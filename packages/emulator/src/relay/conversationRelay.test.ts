import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineFlow, sendToFlex, setVariables, split } from "@tac-handoff/studio";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import type { WebSocket } from "ws";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { type AgentParts, type AgentServer, startAgentServer } from "../testing/agentServer.ts";
import { ask, askUntil, type EmulatorRequest } from "../testing/ask.ts";

const customer = "+15557654321";

const host = "agent.example.com";

/** What the agent's side notices a little later than ours. */
const patience = { timeout: 4_000 };

const handoffData = JSON.stringify({
  conversationId: "conv_conversation_1",
  attributes: { reason: "refund – café" },
});

const handoffFlow = defineFlow({
  description: "hand-off of calls",
  trigger: { incomingCall: "gate" },
  widgets: {
    gate: split({
      input: "{{trigger.call.HandoffData}}",
      match: [{ contains: "conversationId", next: "parse" }],
      noMatch: undefined,
    }),
    parse: setVariables({
      variables: { handoff: { json_object: "{{trigger.call.HandoffData}}" } },
      next: "to_flex",
    }),
    to_flex: sendToFlex({
      workflow: seed.workflowSid,
      channel: seed.taskChannelSids.voice,
      attributes: { reason: "{{flow.variables.handoff.attributes.reason | to_json}}" },
      on: { callComplete: undefined, failedToEnqueue: undefined, callFailure: undefined },
    }),
  },
});

let emulator: Emulator;

let flowUrl: string;

beforeEach(async () => {
  emulator = await startEmulator();
  const form = { FriendlyName: "voice", Status: "published", Definition: JSON.stringify(handoffFlow) };
  const { webhook_url } = (await call("POST https://studio.twilio.com/v2/Flows", { form })).body;
  flowUrl = `${webhook_url}?Trigger=incomingCall`;
  // What the stack declares: no capture rules for calls, closed on hang-up.
  delete emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId]?.channelSettings.VOICE;
});

afterEach(() => emulator.close());

const call = (what: string, question?: EmulatorRequest) => ask(emulator, what, question);

const send = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message));

/** Answers as TAC does: a streamed reply, or by what the caller says. */
function replies(socket: WebSocket, { type, voicePrompt }: Record<string, unknown>): void {
  if (type !== "prompt") return;
  const text = (token: string, last: boolean) => send(socket, { type: "text", token, last });
  if (voicePrompt === "human") {
    text("One moment please.", true);
    send(socket, { type: "end", handoffData });
  } else if (voicePrompt === "bye") {
    send(socket, { type: "end" });
  } else if (voicePrompt === "crash") {
    socket.terminate();
  } else if (voicePrompt === "nothing") {
    text("", true);
  } else if (voicePrompt !== "silence") {
    for (const token of ["You said ", String(voicePrompt), "."]) text(token, false);
    text("", true);
  }
}

const connect = ({ attributes = "", inside = "", action = `action="${flowUrl}"` } = {}) =>
  `<Connect ${action.replaceAll("&", "&amp;")}><ConversationRelay url="wss://${host}/ws?tenant=a%20b" conversationConfiguration="${seed.orchestratorConfigurationId}" ${attributes}>${inside}</ConversationRelay></Connect>`;

/** An agent whose number rings it. */
async function agent({
  twiml = connect(),
  talk = replies,
  answer = () => "",
}: {
  twiml?: string;
  talk?: AgentParts["talk"];
  answer?: AgentParts["answer"];
} = {}): Promise<AgentServer> {
  const server = await startAgentServer({
    host,
    answer: (path, form) => (path === "/twiml" ? `<Response>${twiml}</Response>` : answer(path, form)),
    talk,
  });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host, url: server.url } });
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, {
    voice_url: `https://${host}/twiml`,
  });
  return server;
}

const place = async () =>
  (await call("POST /local/calls", { json: { from: customer, to: seed.phoneNumber } })).body;

const say = (callSid: string, text: string) => call(`POST /local/calls/${callSid}/say`, { json: { text } });

const look = async (callSid: string) => (await call(`GET /local/calls/${callSid}`)).body;

function texts(conversationId: string): string[] {
  const { communications = [] } = emulator.state.conversations[conversationId] ?? {};
  return communications.map(({ author, content }) => `${author.address}: ${content.text}`);
}

test("the agent gets the setup after its one ACTIVE conversation is there", async () => {
  const seen: unknown[] = [];
  const server = await agent({
    twiml: connect({ inside: '<Parameter name="tier" value="gold"/>' }),
    async talk(_socket, { callSid }) {
      const url = `https://conversations.twilio.com/v2/Conversations?status=ACTIVE&channelId=${callSid}`;
      seen.push((await call(`GET ${url}`)).body.conversations);
    },
  });

  const { callSid, conversationId, configurationId, call: row } = await place();

  expect(row.session).toMatchObject({ id: expect.stringMatching(/^VX/), status: "open" });
  await expect.poll(() => seen, patience).toMatchObject([[{ id: conversationId }]]);
  expect(server.messages).toEqual([
    {
      type: "setup",
      sessionId: row.session.id,
      accountSid: seed.accountSid,
      parentCallSid: "",
      callSid,
      from: customer,
      to: seed.phoneNumber,
      forwardedFrom: "",
      callerName: "",
      direction: "inbound",
      callType: "PSTN",
      callStatus: "RINGING",
      customParameters: { tier: "gold" },
    },
  ]);
  expect(configurationId).toBe(seed.orchestratorConfigurationId);
  const url = `https://conversations.twilio.com/v2/Conversations/${conversationId}/Participants`;
  expect((await call(`GET ${url}`)).body.participants).toMatchObject([
    {
      name: customer,
      type: "CUSTOMER",
      addresses: [{ channel: "VOICE", address: customer, channelId: callSid }],
    },
    {
      name: "AI agent",
      type: "AI_AGENT",
      addresses: [{ channel: "VOICE", address: seed.phoneNumber, channelId: callSid }],
    },
  ]);
});

test("the words of both are heard, joined from what was streamed, and in the conversation", async () => {
  await agent({ twiml: connect({ attributes: 'welcomeGreeting="Welcome!" language="de-DE"' }) });
  const { callSid, conversationId } = await place();

  const { body } = await say(callSid, "hello");

  expect(body.said).toEqual([{ who: "agent", text: "You said hello." }]);
  expect(body.call.transcript).toEqual([
    { who: "agent", text: "Welcome!" },
    { who: "caller", text: "hello" },
    { who: "agent", text: "You said hello." },
  ]);
  expect(texts(conversationId)).toEqual([
    `${seed.phoneNumber}: Welcome!`,
    `${customer}: hello`,
    `${seed.phoneNumber}: You said hello.`,
  ]);
  const [, prompt] = body.call.frames;
  expect(prompt).toEqual({
    direction: "to-agent",
    text: '{"type":"prompt","voicePrompt":"hello","lang":"de-DE","last":true}',
  });
});

test("an agent that hands off leaves the call in Flex's queue, and its end reaches the flow", async () => {
  await agent();
  const { callSid, conversationId } = await place();

  const { body } = await say(callSid, "human");

  const [task] = Object.values(emulator.state.tasks);
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
      url: flowUrl,
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
        HandoffData: handoffData,
      },
    },
  ]);
  expect(JSON.parse(task?.attributes ?? "")).toMatchObject({ call_sid: callSid, reason: "refund – café" });
  expect(emulator.state.conversations[conversationId]?.status).toBe("ACTIVE");

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
  const [execution] = Object.values(emulator.state.executions);
  expect([execution?.status, execution?.run?.steps.at(-1)?.event]).toEqual(["ended", "callComplete"]);
  expect(emulator.state.conversations[conversationId]?.status).toBe("CLOSED");
});

test("an end without handoffData ends the call, for the flow has nothing to do", async () => {
  await agent();
  const { callSid } = await place();
  const { body } = await say(callSid, "bye");
  expect([body.said, body.call.status, body.call.session.status]).toEqual([[], "completed", "ended"]);
  expect(body.call.actionRequests[0].form).not.toHaveProperty("HandoffData");
  expect(emulator.state.tasks).toEqual({});
});

test("a caller who hangs up between two sessions leaves none of them open", async () => {
  let hungUp: Promise<unknown> | undefined;
  const again = connect({ action: "" });
  const server = await agent({
    twiml: connect({ action: 'action="/next"' }),
    answer: (_path, { CallSid }) => {
      hungUp ??= call(`POST /local/calls/${CallSid}/hangup`);
      // The caller's request is here before the answer is.
      return look(CallSid ?? "").then(() => `<Response>${again}</Response>`);
    },
  });
  const { callSid } = await place();

  await say(callSid, "bye");
  await hungUp;

  expect(await look(callSid)).toMatchObject({ status: "completed", session: { status: "completed" } });
  await expect.poll(() => server.closeCodes, patience).toHaveLength(2);
});

test("of an agent that streams for long the latest thousand frames are kept, and all that was said", async () => {
  await agent({
    talk: (socket, { type }) => {
      if (type !== "prompt") return;
      for (let count = 1; count <= 1_200; count += 1) send(socket, { type: "text", token: `${count} ` });
      send(socket, { type: "text", token: "", last: true });
    },
  });
  const { callSid } = await place();

  const { said, call: row } = (await say(callSid, "count")).body;

  expect(row.frames).toHaveLength(1_000);
  expect(row.frames[0].text).toContain('"202 "');
  expect(said[0].text).toMatch(/^1 2 3 .* 1200 $/);
});

test("of the warnings about an agent the latest thousand are kept", async () => {
  await agent({
    talk: (socket, { type }) => {
      if (type !== "prompt") return;
      for (let count = 1; count <= 1_200; count += 1) send(socket, { type: `unknown-${count}` });
      send(socket, { type: "text", token: "", last: true });
    },
  });
  const { callSid } = await place();

  await say(callSid, "go on");

  expect((await look(callSid)).warnings).toHaveLength(1_000);
});

test("a caller who hangs up completes session and call, and the conversation closes", async () => {
  const server = await agent();
  const { callSid, conversationId } = await place();

  const { body } = await call(`POST /local/calls/${callSid}/hangup`);

  expect(body).toMatchObject({ status: "completed", session: { status: "completed" }, waitingIn: null });
  expect(body.actionRequests).toMatchObject([
    { url: flowUrl, form: { CallStatus: "completed", SessionStatus: "completed" }, status: 200 },
  ]);
  expect(emulator.state.conversations[conversationId]?.status).toBe("CLOSED");
  await expect.poll(() => server.closeCodes, patience).toEqual([1000]);
  // Once over, it stays so.
  expect((await call(`POST /local/calls/${callSid}/hangup`)).body).toEqual(body);
  expect((await say(callSid, "hello")).body.message).toBe(
    `call ${callSid} has no open session with an agent`,
  );
});

test("a conversation with time-outs for calls outlives the hang-up", async () => {
  const row = emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (row) row.channelSettings.VOICE = { statusTimeouts: { inactive: 5, closed: 30 }, captureRules: [] };
  await agent();
  const { callSid, conversationId } = await place();
  await call(`POST /local/calls/${callSid}/hangup`);
  expect(emulator.state.conversations[conversationId]?.status).toBe("ACTIVE");
});

test.each(["drop", "crash"])(
  "a connection that breaks (%s) fails the session, and the caller is still there",
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

test("an agent that refuses the connection, as one does to a wrong signature, fails the session", async () => {
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
    'elsewhere.example.com is not served on this machine. Say where it is: PUT /local/hosts {"host":"elsewhere.example.com","url":"http://127.0.0.1:8000"}',
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
  "a session that cannot start fails, and what follows Connect is played: %s",
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

test("an unknown configuration is told to the action URL as a failed session", async () => {
  await agent({
    twiml: connect().replace(seed.orchestratorConfigurationId, "conv_configuration_x"),
  });
  const { call: row } = await place();
  expect(row.actionRequests).toMatchObject([
    {
      url: flowUrl,
      form: {
        CallStatus: "in-progress",
        SessionStatus: "failed",
        ErrorCode: "64106",
        ErrorMessage: "conversationConfiguration: conv_configuration_x does not exist",
      },
    },
  ]);
});

test("without an action the TwiML after Connect goes on", async () => {
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
    [`11200: https://${host}/after answered 500`],
  ]);
});

test("an empty reply is a turn, and nothing is heard", async () => {
  await agent();
  const { callSid, conversationId } = await place();
  const { body } = await say(callSid, "nothing");
  expect([body.said, body.call.session.status]).toEqual([[], "open"]);
  expect(texts(conversationId)).toEqual([`${customer}: nothing`]);
});

test("a message that is not ConversationRelay's is noted and answered, and the session goes on", async () => {
  const server = await agent({
    talk(socket, message) {
      if (message.type === "setup") send(socket, { foo: "bar" });
      replies(socket, message);
    },
  });
  const { callSid } = await place();
  const { body } = await say(callSid, "hello");
  expect(body.call.warnings).toEqual([
    "64107: the agent sent a message that is not ConversationRelay's (type: Invalid discriminator value. Expected 'text' | 'play' | 'sendDigits' | 'language' | 'end')",
  ]);
  expect(server.messages).toContainEqual({
    type: "error",
    description: 'Invalid message received: {"foo":"bar"}',
  });
  expect(body.said).toEqual([{ who: "agent", text: "You said hello." }]);
});

test("recordings and digits of the agent are heard in words, and its language is spoken from then on", async () => {
  await agent({
    talk(socket, { type }) {
      if (type !== "prompt") return;
      send(socket, { type: "play", source: "https://example.com/a.mp3" });
      send(socket, { type: "sendDigits", digits: "12" });
      send(socket, { type: "language", transcriptionLanguage: "fr-FR" });
      send(socket, { type: "text", token: "", last: true });
    },
  });
  const { callSid } = await place();
  const { body } = await say(callSid, "hello");
  expect(body.said).toEqual([
    { who: "agent", text: "(plays https://example.com/a.mp3)" },
    { who: "agent", text: "(sends the digits 12)" },
  ]);
  const { frames } = (await say(callSid, "bonjour")).body.call;
  expect(frames.map(({ text }: { text: string }) => text)).toContain(
    '{"type":"prompt","voicePrompt":"bonjour","lang":"fr-FR","last":true}',
  );
});

test("a capture rule beside the TwiML's configuration doubles every message", async () => {
  const row = emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (row)
    row.channelSettings.VOICE = {
      statusTimeouts: null,
      captureRules: [{ from: "*", to: seed.phoneNumber, metadata: {} }],
    };
  await agent();
  const { callSid, conversationId, transcribedTwice } = await place();
  await say(callSid, "hello");
  expect(transcribedTwice).toBe(true);
  expect(texts(conversationId)).toEqual([
    `${customer}: hello`,
    `${customer}: hello`,
    `${seed.phoneNumber}: You said hello.`,
    `${seed.phoneNumber}: You said hello.`,
  ]);
});

test("an agent that does not finish is not waited for, and its words count when they come", async () => {
  await emulator.close();
  emulator = await startEmulator({ turnLimitMs: 50 });
  let late = () => {};
  await agent({
    twiml: connect({ action: "" }),
    talk(socket, { type }) {
      if (type === "prompt") late = () => send(socket, { type: "text", token: "Late.", last: true });
    },
  });
  const { callSid } = await place();

  const { status, body } = await say(callSid, "silence");
  expect([status, body.message]).toEqual([
    504,
    'the agent did not finish its turn within 0.05 s: it must send a text with "last": true, or "end"',
  ]);

  late();
  await askUntil(emulator, `GET /local/calls/${callSid}`, ({ body }) =>
    body.transcript.some(({ text }: { text: string }) => text === "Late."),
  );
});

test("a caller who speaks before the agent has finished is refused", async () => {
  let asked = () => {};
  const first = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let finish = () => {};
  await agent({
    talk(socket, { type }) {
      if (type !== "prompt") return;
      finish = () => send(socket, { type: "text", token: "Done.", last: true });
      asked();
    },
  });
  const { callSid } = await place();
  const answering = say(callSid, "hello");
  await first;
  const second = await say(callSid, "hello?");
  expect([second.status, second.body.message]).toEqual([
    409,
    "the agent is still answering what was said before",
  ]);
  finish();
  expect((await answering).body.said).toEqual([{ who: "agent", text: "Done." }]);
});

test("keys and interruptions reach the agent; keys only where the TwiML asks for them", async () => {
  const server = await agent({ twiml: connect({ attributes: 'dtmfDetection="true"' }) });
  const { callSid } = await place();
  await call(`POST /local/calls/${callSid}/dtmf`, { json: { digit: "#" } });
  await call(`POST /local/calls/${callSid}/interrupt`, { json: { utteranceUntilInterrupt: "You sa" } });
  await say(callSid, "hello");
  expect(server.messages.slice(1, 3)).toEqual([
    { type: "dtmf", digit: "#" },
    { type: "interrupt", utteranceUntilInterrupt: "You sa", durationUntilInterruptMs: 0 },
  ]);

  await agent();
  const other = await place();
  const { status, body } = await call(`POST /local/calls/${other.callSid}/dtmf`, { json: { digit: "1" } });
  expect([status, body.message]).toEqual([409, 'the TwiML does not say dtmfDetection="true"']);
});

test("the API ends a call, as TAC's end_call does", async () => {
  await agent();
  const { callSid } = await place();
  const url = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls/${callSid}.json`;
  const { status, body } = await call(`POST ${url}`, { form: { Status: "completed" } });
  expect([status, body.sid]).toEqual([200, callSid]);
  await askUntil(emulator, `GET ${url}`, ({ body }) => body.status === "completed");
  const { actionRequests } = (
    await askUntil(emulator, `GET /local/calls/${callSid}`, ({ body }) => body.actionRequests.length > 0)
  ).body;
  expect(actionRequests).toMatchObject([{ form: { SessionStatus: "completed" } }]);
  expect((await call(`POST ${url}`, { form: { Status: "ringing" } })).status).toBe(400);
});

test("a local Twilio that stops hangs up, and the flow is told", async () => {
  const server = await agent();
  const { callSid } = await place();

  await emulator.close();

  await expect.poll(() => server.closeCodes, patience).toEqual([1000]);
  const { status, course } = emulator.state.calls[callSid] ?? {};
  expect([status, course?.session?.status]).toEqual(["completed", "completed"]);
  expect(course?.actionRequests).toMatchObject([{ form: { CallStatus: "completed" }, status: 200 }]);
});

test("a call that still rings when the local Twilio stops is hung up as well", async () => {
  let closing = Promise.resolve();
  const server = await startAgentServer({
    host,
    answer() {
      closing = emulator.close();
      return `<Response>${connect()}</Response>`;
    },
  });
  onTestFinished(() => server.close());
  await call("PUT /local/hosts", { json: { host, url: server.url } });
  Object.assign(emulator.state.phoneNumbers[seed.phoneNumberSid] ?? {}, {
    voice_url: `https://${host}/twiml`,
  });

  await place().catch(() => "the server has gone before it could answer");
  await closing;

  expect(Object.values(emulator.state.calls)).toMatchObject([
    { status: "completed", course: { session: { status: "completed" } } },
  ]);
});

test("a call that a killed process left with its agent is over at the next start; one in the queue still waits", async () => {
  const directory = mkdtempSync(join(tmpdir(), "calls-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  await agent();
  const open = await place();
  const queued = await place();
  await say(queued.callSid, "human");
  const state = structuredClone(emulator.state);

  const next = await startEmulator({ state, stateFile: join(directory, "state.json") });
  onTestFinished(() => next.close());

  const { body } = await ask(next, `GET /local/calls/${open.callSid}`);
  expect(body).toMatchObject({
    status: "completed",
    session: {
      status: "failed",
      error: { code: 39001, message: "the local Twilio was stopped during the session" },
    },
  });
  expect(next.state.conversations[open.conversationId]?.status).toBe("CLOSED");
  expect((await ask(next, `GET /local/calls/${queued.callSid}`)).body).toMatchObject({
    status: "in-progress",
    waitingIn: { workflowSid: seed.workflowSid },
  });
  const hungUp = await ask(next, `POST /local/calls/${queued.callSid}/hangup`);
  expect(hungUp.body.actionRequests[1]).toMatchObject({ form: { QueueResult: "hangup" }, status: 200 });
});
