import { validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";
import { type ReceivedRequest, startTeamServer, type TeamServer } from "../testing/teamServer.ts";

const conversations = "https://conversations.twilio.com/v2/Conversations";

const present = new Date("2026-01-06T12:00:00.000Z");

const sms = { from: "+15557654321", to: seed.phoneNumber };

async function withAgent(agent: TeamServer): Promise<Emulator> {
  const emulator = await startEmulator({
    state: accountBridged(),
    hosts: { "agent.example.com": agent.url },
    now: () => present,
  });
  onTestFinished(() => emulator.close());
  return emulator;
}

async function write(emulator: Emulator, body: string, more = {}) {
  return (await ask(emulator, "POST /local/messages", { json: { ...sms, body, ...more } })).body;
}

const types = (got: ReceivedRequest[]) => got.map(({ body }) => JSON.parse(body).eventType);

test("a first message posts four events, in order, each signed and with its own token", async () => {
  const agent = await startTeamServer();
  const emulator = await withAgent(agent);

  const { conversationId } = await write(emulator, "Hello");
  await vi.waitFor(() => expect(agent.got).toHaveLength(4));

  expect(types(agent.got)).toEqual([
    "CONVERSATION_CREATED",
    "PARTICIPANT_ADDED",
    "PARTICIPANT_ADDED",
    "COMMUNICATION_CREATED",
  ]);
  const tokens = agent.got.map(({ headers }) => headers["i-twilio-idempotency-token"]);
  expect(new Set(tokens).size).toBe(4);
  const message = agent.got.at(-1);
  const { data, timestamp } = JSON.parse(message?.body ?? "");
  expect(data).toMatchObject({
    conversationId,
    accountId: seed.accountSid,
    author: { address: sms.from, channel: "SMS" },
    content: { type: "TEXT", text: "Hello" },
    channelId: expect.stringMatching(/^CH/),
  });
  expect(data).not.toHaveProperty("deliveredTo");
  expect([timestamp, data.createdAt]).toEqual(["2026-01-06T12:00:00Z", "2026-01-06T12:00:00Z"]);
  const signature = String(message?.headers["x-twilio-signature"]);
  const url = `https://agent.example.com${message?.url}`;
  expect(validateRequestWithBody(seed.authToken, signature, url, message?.body ?? "")).toBe(true);
});

test("a slow agent receives the events of a conversation one after another", async () => {
  const waiting: (() => void)[] = [];
  const agent = await startTeamServer(() => new Promise((answer) => waiting.push(() => answer(200))));
  const emulator = await withAgent(agent);

  await write(emulator, "Hello");
  for (const expected of [1, 2, 3, 4]) {
    await vi.waitFor(() => expect(waiting).toHaveLength(expected));
    expect(agent.got).toHaveLength(expected);
    waiting.at(-1)?.();
  }

  expect(types(agent.got).at(-1)).toBe("COMMUNICATION_CREATED");
});

test("a callback that is not a URL does not affect the others", async () => {
  const agent = await startTeamServer();
  const emulator = await withAgent(agent);
  const { statusCallbacks } =
    emulator.state.orchestratorConfigurations[seed.orchestratorConfigurationId] ?? {};
  statusCallbacks?.unshift({ url: "https://[", method: "POST" });

  await write(emulator, "Hello");

  await vi.waitFor(() => expect(agent.got).toHaveLength(4));
});

test("once callbacks are removed, nothing more is posted, not even events that were waiting", async () => {
  const waiting: (() => void)[] = [];
  const agent = await startTeamServer(() => new Promise((answer) => waiting.push(() => answer(200))));
  const emulator = await withAgent(agent);
  const { conversationId } = await write(emulator, "Hello");
  await vi.waitFor(() => expect(waiting).toHaveLength(1));

  const json = { configuration: { statusCallbacks: [] } };
  await ask(emulator, `PATCH ${conversations}/${conversationId}`, { json });
  waiting[0]?.();
  await write(emulator, "Anybody?");
  await emulator.close();

  expect(types(agent.got)).toEqual(["CONVERSATION_CREATED"]);
});

test("a change of status is posted once, and the agent's own messages are posted too", async () => {
  const agent = await startTeamServer();
  const emulator = await withAgent(agent);
  const { conversationId, participants } = await write(emulator, "Hello");
  const url = `${conversations}/${conversationId}`;

  const payload = {
    from: { participantId: participants[1].id, channel: "SMS" },
    to: [{ participantId: participants[0].id, channel: "SMS" }],
    content: { text: "One moment" },
  };
  await ask(emulator, `POST ${url}/Actions`, { json: { type: "SEND_MESSAGE", payload } });
  await ask(emulator, `PUT ${url}`, { json: { status: "INACTIVE" } });
  await ask(emulator, `PUT ${url}`, { json: { status: "INACTIVE" } });
  await ask(emulator, `PATCH ${url}`, { json: { status: "CLOSED" } });
  await emulator.close();

  const events = agent.got.slice(4).map(({ body }) => JSON.parse(body));
  expect(events.map(({ eventType, data }) => [eventType, data.status ?? data.content.text])).toEqual([
    ["COMMUNICATION_CREATED", "One moment"],
    ["CONVERSATION_UPDATED", "INACTIVE"],
    ["CONVERSATION_UPDATED", "CLOSED"],
  ]);
  expect(events[1].data).toMatchObject({
    id: conversationId,
    configurationId: seed.orchestratorConfigurationId,
  });
});

test("a GET callback has the event in its query", async () => {
  const agent = await startTeamServer();
  const emulator = await withAgent(agent);
  const { conversationId } = await write(emulator, "Hello");
  const statusCallbacks = [{ url: "https://agent.example.com/events?v=1", method: "GET" }];
  const json = { configuration: { statusCallbacks } };
  await vi.waitFor(() => expect(agent.got).toHaveLength(4));

  await ask(emulator, `PATCH ${conversations}/${conversationId}`, { json });
  await ask(emulator, `PUT ${conversations}/${conversationId}`, { json: { status: "INACTIVE" } });
  await emulator.close();

  const { method, url = "" } = agent.got[4] ?? {};
  const query = new URL(url, agent.url).searchParams;
  expect([method, query.get("v"), query.get("eventType")]).toEqual(["GET", "1", "CONVERSATION_UPDATED"]);
  expect(JSON.parse(query.get("data") ?? "").status).toBe("INACTIVE");
});

test("a message makes an INACTIVE conversation ACTIVE again", async () => {
  const emulator = await withAgent(await startTeamServer());
  const { conversationId } = await write(emulator, "Hello");
  await ask(emulator, `PUT ${conversations}/${conversationId}`, { json: { status: "INACTIVE" } });

  const second = await write(emulator, "Still there?");

  expect(second.conversationId).toBe(conversationId);
  expect((await ask(emulator, `GET ${conversations}/${conversationId}`)).body.status).toBe("ACTIVE");
});

test("a CLOSED conversation stays CLOSED, and a message starts another one", async () => {
  const emulator = await withAgent(await startTeamServer());
  const { conversationId, participants } = await write(emulator, "Hello");
  const url = `${conversations}/${conversationId}`;
  await ask(emulator, `PUT ${url}`, { json: { status: "CLOSED" } });

  expect((await ask(emulator, `PUT ${url}`, { json: { status: "ACTIVE" } })).body.message).toBe(
    `Invalid parameter status: conversation ${conversationId} is CLOSED and cannot be ACTIVE again`,
  );
  const payload = {
    from: { participantId: participants[1].id },
    to: [{ participantId: participants[0].id }],
    content: { text: "Late" },
  };
  const late = await ask(emulator, `POST ${url}/Actions`, { json: { type: "SEND_MESSAGE", payload } });
  expect(late.body.message).toBe(`Conversation ${conversationId} is CLOSED and does not accept messages`);
  expect((await write(emulator, "Hello again")).conversationId).not.toBe(conversationId);
});

test("participants that the Orchestrator has not identified are UNKNOWN on both sides", async () => {
  const emulator = await withAgent(await startTeamServer());

  const { participants } = await write(emulator, "Hello", { customerType: "UNKNOWN" });

  expect(participants).toMatchObject([
    { type: "UNKNOWN", name: sms.from },
    { type: "UNKNOWN", name: seed.phoneNumber },
  ]);
});

test("an address belongs to one participant", async () => {
  const emulator = await withAgent(await startTeamServer());
  const { conversationId, participants } = await write(emulator, "Hello");
  const addresses = [{ channel: "SMS", address: seed.phoneNumber }];

  const answer = await ask(emulator, `POST ${conversations}/${conversationId}/Participants`, {
    json: { type: "AI_AGENT", addresses },
  });

  expect([answer.status, answer.body.message, answer.headers.get("X-Conflicting-Resource-Id")]).toEqual([
    409,
    `Address mapping already exists on conversation ${conversationId}`,
    participants[1].id,
  ]);
});

test("a chat message must name its Classic conversation, and reaches it once", async () => {
  const emulator = await withAgent(await startTeamServer());
  const visitor = { from: "visitor-1", to: seed.chatAddress };
  const { conversationId, conversationSid, participants } = await write(emulator, "Hello", visitor);
  const url = `${conversations}/${conversationId}`;
  const added = await ask(emulator, `POST ${url}/Participants`, {
    json: {
      type: "AI_AGENT",
      addresses: [{ channel: "CHAT", address: "ai-assistant", channelId: conversationSid }],
    },
  });
  const send = (channelSettings?: unknown) =>
    ask(emulator, `POST ${url}/Actions`, {
      json: {
        type: "SEND_MESSAGE",
        payload: {
          from: { participantId: added.body.id, channel: "CHAT" },
          to: [{ participantId: participants[0].id, channel: "CHAT" }],
          content: { text: "Hi" },
          ...(channelSettings !== undefined && { channelSettings }),
        },
      },
    });

  expect((await send()).body.message).toBe(
    "Missing required parameter payload.channelSettings.channelId in the post body",
  );
  expect((await send({ channelId: "CHx" })).body.message).toBe(
    "Invalid parameter payload.channelSettings.channelId: CHx does not exist",
  );
  expect((await send({ channelId: conversationSid })).status).toBe(202);

  const classic = `https://conversations.twilio.com/v1/Services/${seed.flexServiceSid}/Conversations/${conversationSid}`;
  const { messages } = (await ask(emulator, `GET ${classic}/Messages`)).body;
  expect(messages).toMatchObject([
    { author: "visitor-1", body: "Hello" },
    { author: "ai-assistant", body: "Hi" },
  ]);
  expect(messages[0]).not.toHaveProperty("communicationId");
});
