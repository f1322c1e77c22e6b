// Largest page of each classic list, as documented in twilio-oai. One beyond it is 20007.

import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

let emulator: Emulator;

let conversation: string;

beforeAll(async () => {
  emulator = await startEmulator();
  const json = { from: "+15557654321", to: seed.phoneNumber, body: "Hi" };
  const { conversationSid } = (await ask(emulator, "POST /local/messages", { json })).body;
  conversation = `Services/${seed.flexServiceSid}/Conversations/${conversationSid}`;
});

afterAll(() => emulator.close());

const classic = "https://conversations.twilio.com/v1";

const account = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}`;

const lists: [string, () => string, number][] = [
  ["addresses", () => `${classic}/Configuration/Addresses`, 50],
  ["Classic services", () => `${classic}/Services`, 100],
  ["Classic conversations", () => `${classic}/Services/${seed.flexServiceSid}/Conversations`, 100],
  ["Classic participants", () => `${classic}/${conversation}/Participants`, 100],
  ["Classic messages", () => `${classic}/${conversation}/Messages`, 100],
  ["flows", () => "https://studio.twilio.com/v2/Flows", 1000],
  ["workspaces", () => "https://taskrouter.twilio.com/v1/Workspaces", 1000],
  ["numbers", () => `${account}/IncomingPhoneNumbers.json`, 1000],
];

test.each(lists)("a page has at most the documented number of %s", async (_, url, maximum) => {
  const full = await ask(emulator, `GET ${url()}?PageSize=${maximum}`);
  const tooMany = await ask(emulator, `GET ${url()}?PageSize=${maximum + 1}`);
  expect(full.status).toBe(200);
  expect([tooMany.status, tooMany.body.code, tooMany.body.message]).toEqual([
    400,
    20007,
    `Invalid parameter PageSize: expected 1 to ${maximum}`,
  ]);
});
