import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

let emulator: Emulator;

let conversation: string;

beforeEach(async () => {
  emulator = await startEmulator();
  const json = {
    from: "+15557654321",
    to: seed.phoneNumber,
    configurationId: seed.orchestratorConfigurationId,
  };
  const { conversationId } = (await call("POST /local/calls", { json })).body;
  conversation = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("TAC's two steps make a conversation INACTIVE and remove its callbacks", async () => {
  const inactive = await call(`PUT ${conversation}`, { json: { status: "INACTIVE" } });
  expect(inactive.body).toMatchObject({ accountId: seed.accountSid, status: "INACTIVE" });
  const { body } = await call(`PATCH ${conversation}`, { json: { configuration: { statusCallbacks: [] } } });
  expect([body.status, body.configuration.statusCallbacks]).toEqual(["INACTIVE", []]);
  const url = "https://conversations.twilio.com/v2/Conversations";
  expect((await call(`GET ${url}?status=ACTIVE`)).body.conversations).toEqual([]);
  expect((await call(`GET ${url}?status=ACTIVE&status=INACTIVE`)).body.conversations).toHaveLength(1);
});

test("a PATCH changes only the callbacks of the configuration", async () => {
  const json = { configuration: { memoryStoreId: seed.memoryStoreId } };
  expect((await call(`PATCH ${conversation}`, { json })).body.message).toBe(
    "Unknown parameter configuration.memoryStoreId",
  );
});

test("metadata is merged by PATCH and replaced by PUT", async () => {
  await call(`PATCH ${conversation}`, { json: { metadata: { a: "1", b: "2" } } });
  const merged = await call(`PATCH ${conversation}`, { json: { metadata: { a: null, c: "3" } } });
  expect(merged.body.metadata).toEqual({ b: "2", c: "3" });
  const tooMany = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, "v"]));
  expect((await call(`PATCH ${conversation}`, { json: { metadata: tooMany } })).status).toBe(400);
  expect((await call(`PUT ${conversation}`, { json: { status: "CLOSED" } })).body.metadata).toEqual({});
});

test("a participant without a name gets its address as name, and PUT replaces the whole participant", async () => {
  const addresses = [{ channel: "VOICE", address: "+15550001111" }];
  const created = await call(`POST ${conversation}/Participants`, { json: { addresses } });
  expect([created.status, created.body.name, created.body.type]).toEqual([201, "+15550001111", "UNKNOWN"]);
  const json = { name: "Ann", type: "HUMAN_AGENT" };
  const replaced = await call(`PUT ${conversation}/Participants/${created.body.id}`, { json });
  expect(replaced.body).toMatchObject({ name: "Ann", type: "HUMAN_AGENT", addresses: [] });
  const listed = await call(`GET ${conversation}/Participants`);
  expect([listed.body.participants.length, listed.body.meta.key]).toEqual([3, "participants"]);
});

test("SEND_MESSAGE becomes a communication", async () => {
  const { participants } = (await call(`GET ${conversation}/Participants`)).body;
  const [customer, agent] = participants;
  const json = {
    type: "SEND_MESSAGE",
    payload: {
      from: { participantId: agent.id, channel: "VOICE" },
      to: [{ participantId: customer.id, channel: "VOICE" }],
      content: { text: "One moment please." },
    },
  };
  const sent = await call(`POST ${conversation}/Actions`, { json });
  expect([sent.status, sent.body.type, sent.body.status]).toEqual([202, "SEND_MESSAGE", "COMPLETED"]);
  const { communications } = (await call(`GET ${conversation}/Communications`)).body;
  expect(communications).toMatchObject([
    { author: { participantId: agent.id }, content: { type: "TEXT", text: "One moment please." } },
  ]);
});

test("a message from an unknown participant is rejected", async () => {
  const json = {
    type: "SEND_MESSAGE",
    payload: {
      from: { participantId: "conv_participant_x" },
      to: [{ address: "+1" }],
      content: { text: "" },
    },
  };
  const answer = await call(`POST ${conversation}/Actions`, { json });
  expect(answer.body.message).toBe("Invalid parameter payload: no participant conv_participant_x");
});

test("an unknown conversation is 404", async () => {
  const answer = await call("GET https://conversations.twilio.com/v2/Conversations/conv_conversation_x");
  expect([answer.status, answer.body.code]).toEqual([404, 20404]);
});
