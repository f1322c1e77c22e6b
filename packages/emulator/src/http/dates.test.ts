import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";
import { timestamp } from "./dates.ts";

test("a date is in whole seconds, rounded down", () => {
  expect(timestamp(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026-12-31T23:59:59Z");
});

test("no date in a conversation, its results or its webhooks has fractions of a second", async () => {
  const present = new Date("2026-01-06T12:00:00.123Z");
  const emulator = await startEmulator({ state: accountBridged(), now: () => present });
  onTestFinished(() => emulator.close());
  const get = async (url: string) => JSON.stringify((await ask(emulator, `GET https://${url}`)).body);
  const sms = { from: "+15557654321", to: seed.phoneNumber };
  const { conversationId, conversationSid } = (
    await ask(emulator, "POST /local/messages", { json: { ...sms, body: "Hello" } })
  ).body;
  const url = `conversations.twilio.com/v2/Conversations/${conversationId}`;
  await ask(emulator, `PUT https://${url}`, { json: { status: "INACTIVE" } });
  const payload = { from: { address: sms.to }, to: [{ address: sms.from }], content: { text: "Hi" } };
  const action = await ask(emulator, `POST https://${url}/Actions`, {
    json: { type: "SEND_MESSAGE", payload },
  });
  const profiles = `memory.twilio.com/v1/Stores/${seed.memoryStoreId}/Profiles`;
  const traits = { Contact: { phone: sms.from } };
  const { id } = (await ask(emulator, `POST https://${profiles}`, { json: { traits } })).body;
  const classic = `conversations.twilio.com/v1/Services/${seed.flexServiceSid}/Conversations/${conversationSid}`;

  const bodies = [
    JSON.stringify(action.body),
    JSON.stringify(emulator.sent()),
    ...(await Promise.all(
      [
        url,
        `${url}/Participants`,
        `${url}/Communications`,
        `intelligence.twilio.com/v3/Conversations/${conversationId}`,
        "intelligence.twilio.com/v3/OperatorResults",
        `${profiles}/${id}`,
        classic,
        `${classic}/Participants`,
        `${classic}/Messages`,
      ].map(get),
    )),
  ];

  for (const body of bodies) {
    expect(body).toContain("2026-01-06T12:00:00Z");
    expect(body).not.toContain("12:00:00.");
  }
});
