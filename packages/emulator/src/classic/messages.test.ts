import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const customer = "+15557654321";

const conversations = `https://conversations.twilio.com/v1/Services/${seed.flexServiceSid}/Conversations`;

let emulator: Emulator;

let sid: string;

beforeEach(async () => {
  emulator = await startEmulator({ now: () => new Date("2026-02-03T04:05:06Z") });
  for (const body of ["Hi", "Hello?"]) {
    const json = { from: customer, to: seed.phoneNumber, body };
    sid = (await ask(emulator, "POST /local/messages", { json })).body.conversationSid;
  }
});

afterEach(() => emulator.close());

const read = async (path: string) => (await ask(emulator, `GET ${conversations}${path}`)).body;

test("a message has every documented property, and its author as a participant", async () => {
  const { participants } = await read(`/${sid}/Participants`);
  const { messages } = await read(`/${sid}/Messages`);
  const url = `${conversations}/${sid}/Messages/${messages[0].sid}`;
  const first = {
    sid: messages[0].sid,
    account_sid: seed.accountSid,
    chat_service_sid: seed.flexServiceSid,
    conversation_sid: sid,
    participant_sid: participants[0].sid,
    author: customer,
    body: "Hi",
    index: 0,
    attributes: "{}",
    media: null,
    content_sid: null,
    delivery: null,
    date_created: "2026-02-03T04:05:06Z",
    date_updated: "2026-02-03T04:05:06Z",
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
  expect(messages[0]).toEqual(first);
  expect(await read(`/${sid}/Messages/${messages[0].sid}`)).toEqual(first);
  expect(await read(`/${sid}/Participants/${participants[0].sid}`)).toEqual(participants[0]);
});

test("messages are listed oldest first, or newest first", async () => {
  const indexes = async (query: string) => {
    const { messages } = await read(`/${sid}/Messages?${query}`);
    return messages.map(({ index }: { index: number }) => index);
  };
  expect([await indexes(""), await indexes("Order=desc")]).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test("conversations are filtered by state and date, and link their export", async () => {
  const count = async (query: string) => (await read(`?${query}`)).conversations.length;
  expect([await count("State=active"), await count("State=closed")]).toEqual([1, 0]);
  expect([await count("StartDate=2026-02-03"), await count("StartDate=2026-02-04")]).toEqual([1, 0]);
  expect([await count("EndDate=2026-02-03"), await count("EndDate=2026-02-02")]).toEqual([1, 0]);
  expect((await read(`/${sid}`)).links.export).toBe(`${conversations}/${sid}/Export`);
});
