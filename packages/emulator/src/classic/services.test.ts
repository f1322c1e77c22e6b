import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const classic = "https://conversations.twilio.com/v1";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("the configuration always has a closed timer, and Flex's service by default", async () => {
  expect((await call(`GET ${classic}/Configuration`)).body).toEqual({
    account_sid: seed.accountSid,
    default_chat_service_sid: seed.flexServiceSid,
    default_messaging_service_sid: null,
    default_inactive_timer: null,
    default_closed_timer: "P30D",
    url: `${classic}/Configuration`,
    links: {
      service: `${classic}/Services/${seed.flexServiceSid}/Configuration`,
      webhooks: `${classic}/Configuration/Webhooks`,
    },
  });
});

test("the configuration can be changed, and new conversations then begin in the default service", async () => {
  const { sid } = (await call(`POST ${classic}/Services`, { form: { FriendlyName: "other" } })).body;
  const form = { DefaultChatServiceSid: sid, DefaultClosedTimer: "PT10M" };
  const { status, body } = await call(`POST ${classic}/Configuration`, { form });
  expect([status, body.default_chat_service_sid, body.default_closed_timer]).toEqual([200, sid, "PT10M"]);

  const address = `${classic}/Configuration/Addresses/${seed.smsAddressSid}`;
  const toDefault = { "AutoCreation.Type": "default", "AutoCreation.ConversationServiceSid": "" };
  await call(`POST ${address}`, { form: toDefault });
  const json = { from: "+15557654321", to: seed.phoneNumber, body: "Hi" };
  const { conversationSid } = (await call("POST /local/messages", { json })).body;
  expect(emulator.state.classicConversations[conversationSid]?.chat_service_sid).toBe(sid);
});

test.each([
  [
    { DefaultChatServiceSid: `IS${"0".repeat(31)}9` },
    `Invalid parameter DefaultChatServiceSid: IS${"0".repeat(31)}9 does not exist`,
  ],
  [
    { DefaultClosedTimer: "10 minutes" },
    "Invalid parameter DefaultClosedTimer: expected an ISO 8601 duration",
  ],
  [{ DefaultInactiveTimer: "PT" }, "Invalid parameter DefaultInactiveTimer: expected an ISO 8601 duration"],
])("%j is refused", async (form: Record<string, string>, message) => {
  const { status, body } = await call(`POST ${classic}/Configuration`, { form });
  expect([status, body.code, body.message]).toEqual([400, 20001, message]);
});

test("a service links all that is documented below it", async () => {
  const url = `${classic}/Services/${seed.flexServiceSid}`;
  expect((await call(`GET ${url}`)).body.links).toEqual({
    conversations: `${url}/Conversations`,
    users: `${url}/Users`,
    roles: `${url}/Roles`,
    bindings: `${url}/Bindings`,
    configuration: `${url}/Configuration`,
    participant_conversations: `${url}/ParticipantConversations`,
    conversation_with_participants: `${url}/ConversationWithParticipants`,
  });
});
