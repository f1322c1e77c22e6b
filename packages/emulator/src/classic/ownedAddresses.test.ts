import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const addresses = "https://conversations.twilio.com/v1/Configuration/Addresses";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ state: seed.withNumbers(seed.accountBeforeHandoff(), 1) });
});

afterEach(() => emulator.close());

const create = (Type: string, Address: string) =>
  ask(emulator, `POST ${addresses}`, { form: { Type, Address, "AutoCreation.Enabled": "true" } });

test.each([
  ["sms", "+15551230199"],
  ["sms", "12345"],
  ["whatsapp", "whatsapp:+15552000000"],
  ["rcs", "rcs:brand_agent"],
  ["messenger", "messenger:1234"],
  ["email", "team@example.com"],
])("a configuration for %s %s, which is not in the account, is refused", async (type, address) => {
  const { status, body } = await create(type, address);
  expect([status, body.code, body.message]).toEqual([
    400,
    20001,
    `Invalid parameter Address: ${address} does not belong to this account`,
  ]);
});

test.each([
  ["sms", "+15552000000"],
  ["sms", seed.shortCode],
  ["chat", "webchat-2"],
  ["chat", `CV${"0".repeat(32)}`],
])("a configuration for %s %s is created", async (type, address) => {
  const { status, body } = await create(type, address);
  expect([status, body.type, body.address]).toEqual([201, type, address]);
});

test("a sender's address becomes free when its configuration is deleted", async () => {
  await ask(emulator, `DELETE ${addresses}/${seed.whatsappAddressSid}`);
  expect((await create("whatsapp", seed.whatsappSender)).status).toBe(201);
});
