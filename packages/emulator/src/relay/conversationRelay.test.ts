// The conversation between an agent and a caller in a ConversationRelay session.

import { expect, test } from "vitest";
import { askUntil } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { customer } from "../testing/emulatorScene.ts";
import { patience, relayScene, replies, send } from "../testing/relayScene.ts";

const scene = relayScene();

const { call, agent, place, say, look, texts, connect } = scene;

test("the agent receives the setup once the call's one ACTIVE conversation exists", async () => {
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

test("what both say is in the transcript, joined from the streamed tokens, and in the conversation", async () => {
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

test("the latest thousand frames of an agent are kept, and everything it said", async () => {
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

test("the latest thousand warnings about an agent are kept", async () => {
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

test("an empty reply is a turn without speech", async () => {
  await agent();
  const { callSid, conversationId } = await place();
  const { body } = await say(callSid, "nothing");
  expect([body.said, body.call.session.status]).toEqual([[], "open"]);
  expect(texts(conversationId)).toEqual([`${customer}: nothing`]);
});

test("a message that is not ConversationRelay's adds a warning and gets an error, and the session continues", async () => {
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

test("recordings and digits of the agent are in the transcript in words, and its language applies from then on", async () => {
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

test("a capture rule in addition to the TwiML's configuration doubles every message", async () => {
  const row = scene.emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
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

test("an agent that does not finish its turn is a timeout, and its words count when they arrive", async () => {
  await scene.restart({ turnLimitMs: 50 });
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
  await askUntil(scene.emulator, `GET /local/calls/${callSid}`, ({ body }) =>
    body.transcript.some(({ text }: { text: string }) => text === "Late."),
  );
});

test("a caller cannot speak before the agent has finished", async () => {
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
  expect([second.status, second.body.message]).toEqual([409, "the agent has not finished its turn yet"]);
  finish();
  expect((await answering).body.said).toEqual([{ who: "agent", text: "Done." }]);
});

test("keys and interruptions reach the agent, keys only if the TwiML sets dtmfDetection", async () => {
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
  expect([status, body.message]).toEqual([409, 'the TwiML does not set dtmfDetection="true"']);
});
