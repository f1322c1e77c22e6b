import { expect, onTestFinished, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type EmulatorOptions, startEmulator } from "../server.ts";
import { writtenFields } from "./newerApis.ts";

const configuration = `https://conversations.twilio.com/v2/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`;

async function read(what: string, options: EmulatorOptions) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return (await ask(emulator, what)).body;
}

test("a field without a value is absent by default, and null if wanted", async () => {
  const omitted = await read(`GET ${configuration}`, {});
  expect(omitted).not.toHaveProperty("conversationsV1Bridge");
  expect(omitted).not.toHaveProperty("intelligenceConfigurationIds");

  const sent = await read(`GET ${configuration}`, { nulls: "sent" });
  expect([sent.conversationsV1Bridge, sent.intelligenceConfigurationIds]).toEqual([null, null]);
});

test("an unknown field can be added to every object, but not to a map of names", async () => {
  const body = await read(`GET ${configuration}`, { unknownField: true });
  const field = { since: "2026-12" };
  expect(body.addedByTwilio).toEqual(field);
  expect(body.channelSettings.VOICE.addedByTwilio).toEqual(field);
  expect(Object.keys(body.channelSettings)).not.toContain("addedByTwilio");
});

test.each([
  [
    "a required field stays null",
    "https://memory.twilio.com/v1/ControlPlane/Stores/",
    "intelligenceServiceId",
  ],
])("%s", async (_, url, field) => {
  expect(await read(`GET ${url}${seed.memoryStoreId}`, {})).toHaveProperty(field, null);
});

test("what belongs to the customer is returned as it was sent", () => {
  const value = { result: { refund: null }, traits: { vip: null }, parameters: { a: [null] } };
  expect(writtenFields({ nulls: "omitted", unknownField: true }, value)).toEqual({
    ...value,
    addedByTwilio: { since: "2026-12" },
  });
});

test("the classic products are left alone", async () => {
  const flow = await read(`GET https://studio.twilio.com/v2/Flows/${seed.oldFlowSid}`, {
    unknownField: true,
  });
  expect([flow.sid, flow.addedByTwilio]).toEqual([seed.oldFlowSid, undefined]);
});
