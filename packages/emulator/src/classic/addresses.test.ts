import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const addresses = "https://conversations.twilio.com/v1/Configuration/Addresses";

const sms = `${addresses}/${seed.smsAddressSid}`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("a change of type removes the keys of the old type and keeps the service", async () => {
  const { body } = await call(`POST ${sms}`, { form: { "AutoCreation.Type": "default" } });
  expect(body.auto_creation).toEqual({
    enabled: true,
    type: "default",
    conversation_service_sid: seed.flexServiceSid,
  });
  expect(body.friendly_name).toBe("Support SMS");
});

test("an update without auto-creation parameters leaves it unchanged", async () => {
  const { body } = await call(`POST ${sms}`, { form: { FriendlyName: "renamed" } });
  expect([body.friendly_name, body.auto_creation.studio_flow_sid]).toEqual(["renamed", seed.oldFlowSid]);
});

test("webhook filters are given by repeating the key", async () => {
  const form = {
    "AutoCreation.Type": "webhook",
    "AutoCreation.WebhookUrl": "https://a.example/hook",
    "AutoCreation.WebhookFilters": ["onMessageAdded", "onParticipantAdded"],
  };
  const { body } = await call(`POST ${sms}`, { form });
  expect(body.auto_creation).toMatchObject({
    webhook_url: "https://a.example/hook",
    webhook_method: "POST",
    webhook_filters: ["onMessageAdded", "onParticipantAdded"],
  });
});

test("the address itself is a key, with its plus sign literal or encoded", async () => {
  for (const key of ["whatsapp:+15551230101", "whatsapp:%2B15551230101"]) {
    expect((await call(`GET ${addresses}/${key}`)).body.sid).toBe(seed.whatsappAddressSid);
  }
});

test("an address can have one configuration", async () => {
  const answer = await call(`POST ${addresses}`, { form: { Type: "sms", Address: seed.phoneNumber } });
  expect([answer.status, answer.body.code, answer.body.message]).toEqual([
    409,
    50438,
    `Address ${seed.phoneNumber} already has configuration ${seed.smsAddressSid}`,
  ]);
});

test("a chat address must have auto-creation", async () => {
  const chat = `${addresses}/${seed.chatAddressSid}`;
  const answer = await call(`POST ${chat}`, { form: { "AutoCreation.Enabled": "false" } });
  expect([answer.status, answer.body.code]).toEqual([400, 45761]);
  expect((await call(`GET ${chat}`)).body.auto_creation.enabled).toBe(true);
});

test("the list is filtered by type and has at most 50 on a page", async () => {
  const { body } = await call(`GET ${addresses}?Type=chat`);
  expect(body.address_configurations.map((row: { sid: string }) => row.sid)).toEqual([seed.chatAddressSid]);
  expect(body.meta).toEqual({
    page: 0,
    page_size: 50,
    first_page_url: `${addresses}?Type=chat&PageSize=50&Page=0`,
    previous_page_url: null,
    url: `${addresses}?Type=chat&PageSize=50&Page=0`,
    next_page_url: null,
    key: "address_configurations",
  });
  expect((await call(`GET ${addresses}?PageSize=51`)).body.message).toBe(
    "Invalid parameter PageSize: expected 1 to 50",
  );
});

const mistakes: [string, Record<string, string>, string][] = [
  [
    "a flow that does not exist",
    { "AutoCreation.StudioFlowSid": `FW${"0".repeat(32)}` },
    `Invalid parameter AutoCreation.StudioFlowSid: FW${"0".repeat(32)} does not exist`,
  ],
  [
    "a webhook without a URL",
    { "AutoCreation.Type": "webhook" },
    "Missing required parameter AutoCreation.WebhookUrl in the post body",
  ],
  [
    "four retries",
    { "AutoCreation.StudioRetryCount": "4" },
    "Invalid parameter AutoCreation.StudioRetryCount: ",
  ],
  ["a different type", { Type: "whatsapp" }, "Unknown parameter Type"],
];

test.each(mistakes)("%s is refused", async (_, form, message) => {
  const answer = await call(`POST ${sms}`, { form });
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("an address must look like one of its type", async () => {
  const answer = await call(`POST ${addresses}`, { form: { Type: "whatsapp", Address: "+15551230155" } });
  expect(answer.body.message).toBe(
    "Invalid parameter Address: +15551230155 is not an address of type whatsapp",
  );
});
