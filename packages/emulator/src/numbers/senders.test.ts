import { expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startedEmulator } from "../testing/startedEmulator.ts";

const senders = "https://messaging.twilio.com/v2/Channels/Senders";
const shortCodes = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/SMS/ShortCodes.json`;

test.each([
  ["whatsapp", [seed.whatsappSender]],
  ["rcs", [seed.rcsSender, "rcs:brand_agent"]],
])("the senders of %s are listed, with the same SIDs each time", async (channel, expected) => {
  const emulator = await startedEmulator();
  await ask(emulator, "PUT /local/owned", { json: { address: "rcs:brand_agent" } });

  const { status, body } = await ask(emulator, `GET ${senders}?Channel=${channel}`);

  expect([status, body.senders.map((sender: { sender_id: string }) => sender.sender_id)]).toEqual([
    200,
    expected,
  ]);
  expect(body.senders[0]).toMatchObject({ sid: expect.stringMatching(/^XE[0-9a-f]{32}$/), status: "ONLINE" });
  expect((await ask(emulator, `GET ${senders}?Channel=${channel}`)).body.senders).toEqual(body.senders);
});

test("senders are listed by channel only", async () => {
  const emulator = await startedEmulator();
  expect((await ask(emulator, `GET ${senders}`)).status).toBe(400);
  expect((await ask(emulator, `GET ${senders}?Channel=sms`)).status).toBe(400);
});

test("short codes are listed, and filtered by a part of the code", async () => {
  const emulator = await startedEmulator();
  const found = async (query = "") => {
    const { body } = await ask(emulator, `GET ${shortCodes}${query}`);
    return body.short_codes.map((row: { short_code: string }) => row.short_code);
  };
  expect(await found()).toEqual([seed.shortCode]);
  expect(await found(`?ShortCode=${seed.shortCode.slice(1, 3)}`)).toEqual([seed.shortCode]);
  expect(await found(`?ShortCode=${seed.shortCode.slice(0, 2)}*`)).toEqual([seed.shortCode]);
  expect(await found("?ShortCode=0000000")).toEqual([]);
  expect(await found("?FriendlyName=none")).toEqual([]);
});
