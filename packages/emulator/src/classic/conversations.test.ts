import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("a Classic service cannot be updated, and deleting it deletes its conversations", async () => {
  const service = `https://conversations.twilio.com/v1/Services/${seed.flexServiceSid}`;
  expect((await call(`POST ${service}`, { form: { FriendlyName: "x" } })).status).toBe(404);
  const address = emulator.state.addressConfigurations[seed.chatAddressSid];
  if (address) address.auto_creation.type = "default";
  const json = { from: "visitor", to: seed.chatAddress, body: "Hi" };
  const { conversationSid } = (await call("POST /local/messages", { json })).body;
  expect((await call(`GET ${service}/Conversations`)).body.conversations).toMatchObject([
    { sid: conversationSid },
  ]);
  await call(`DELETE ${service}`);
  expect(emulator.state.classicConversations).toEqual({});
  expect(
    (await call("GET https://conversations.twilio.com/v1/Configuration")).body.default_chat_service_sid,
  ).toBe(seed.flexServiceSid);
});

test("a Classic service needs a name", async () => {
  const answer = await call("POST https://conversations.twilio.com/v1/Services", {
    form: { FriendlyName: "" },
  });
  expect(answer.body.message).toBe("Missing required parameter FriendlyName in the post body");
});
