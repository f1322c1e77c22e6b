import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const addresses = "https://conversations.twilio.com/v1/Configuration/Addresses";

const number = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/IncomingPhoneNumbers/${seed.phoneNumberSid}.json`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

test("a sender that is added can get an address configuration", async () => {
  const address = "whatsapp:+15551230177";
  const { status, body } = await ask(emulator, "PUT /local/owned", { json: { address } });
  expect([status, body.addresses]).toEqual([200, expect.arrayContaining([seed.whatsappSender, address])]);
  const form = { Type: "whatsapp", Address: address };
  expect((await ask(emulator, `POST ${addresses}`, { form })).status).toBe(201);
});

test("an application that is added can be named by a number", async () => {
  const sid = `AP${"0".repeat(31)}9`;
  await ask(emulator, "PUT /local/owned", { json: { sid } });
  expect((await ask(emulator, "GET /local/owned")).body.sids).toContain(sid);
  const { body } = await ask(emulator, `POST ${number}`, { form: { VoiceApplicationSid: sid } });
  expect(body.voice_application_sid).toBe(sid);
});

test.each([{}, { sid: seed.oldFlowSid }, { address: "" }])("%j is refused", async (json) => {
  expect((await ask(emulator, "PUT /local/owned", { json })).status).toBe(400);
});
