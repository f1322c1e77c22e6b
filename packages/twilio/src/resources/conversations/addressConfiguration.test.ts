import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { create, destroy, previewCreate, update } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { removeSecretMarks, unknownValue } from "../../values/unknown.ts";
import { addressConfiguration as definition } from "./addressConfiguration.ts";

const addressConfiguration: Resource = definition;
const studio = {
  enabled: true,
  type: "studio",
  conversationServiceSid: seed.flexServiceSid,
  studioFlowSid: seed.oldFlowSid,
  studioRetryCount: 2,
} as const;
const sms = { type: "sms", address: seed.shortCode } as const;

resourceContract(definition, {
  inputs: { ...sms, friendlyName: "Second line", autoCreation: studio },
  change: { friendlyName: "Renamed", autoCreation: { ...studio, studioRetryCount: 3 } },
  replace: { type: "rcs", address: "+15551230198", addressCountry: "US" },
  drop: { friendlyName: "", autoCreation: { enabled: false, type: "default" } },
  drift: {
    change: ({ addressConfigurations }, sid) => {
      const row = addressConfigurations[sid];
      if (row) row.auto_creation = { enabled: true, type: "webhook", conversation_service_sid: null };
    },
    seen: [
      "autoCreation.type",
      "autoCreation.conversationServiceSid",
      "autoCreation.studioFlowSid",
      "autoCreation.studioRetryCount",
    ],
  },
  present: {
    id: seed.smsAddressSid,
    inputs: {
      type: "sms",
      address: seed.phoneNumber,
      friendlyName: "Agent",
      autoCreation: { enabled: true, type: "default" },
    },
  },
  onDestroy: "delete",
  object,
});

function object({ addressConfigurations }: State, sid: string): unknown {
  if (!addressConfigurations[sid]) return undefined;
  const { date_updated: _, ...row } = addressConfigurations[sid];
  return structuredClone(row);
}

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

test("a new address is created by one form with Twilio's dotted names", async () => {
  await create(addressConfiguration, twilio.api, {
    ...sms,
    friendlyName: "Second line",
    autoCreation: studio,
  });

  expect(twilio.writes().map(({ path, form }) => [path, form])).toEqual([
    [
      "/v1/Configuration/Addresses",
      {
        Type: "sms",
        Address: seed.shortCode,
        FriendlyName: "Second line",
        "AutoCreation.Enabled": "true",
        "AutoCreation.Type": "studio",
        "AutoCreation.ConversationServiceSid": seed.flexServiceSid,
        "AutoCreation.StudioFlowSid": seed.oldFlowSid,
        "AutoCreation.StudioRetryCount": "2",
      },
    ],
  ]);
});

test("a webhook's filters and method come back as they were declared", async () => {
  const autoCreation = {
    enabled: true,
    type: "webhook",
    webhookUrl: "https://agent.example.com/conversation",
    webhookMethod: "GET",
    webhookFilters: ["onMessageAdded", "onConversationRemoved"],
  };
  const { id } = await create(addressConfiguration, twilio.api, { ...sms, autoCreation });
  expect(twilio.writes().at(-1)?.form).toMatchObject({ "AutoCreation.WebhookMethod": "get" });
  const live = await addressConfiguration.fetch(twilio.api, id);
  expect(live?.inputs.autoCreation).toEqual(autoCreation);
});

test("Twilio's spelling of a webhook's method is not a difference", async () => {
  const body = {
    sid: seed.smsAddressSid,
    type: "sms",
    address: seed.phoneNumber,
    auto_creation: { type: "webhook", webhook_url: "https://agent.example.com/", webhook_method: "get" },
  };
  const live = await addressConfiguration.fetch({ ...twilio.api, find: async () => body }, body.sid);
  expect(live?.inputs.autoCreation).toEqual({
    type: "webhook",
    webhookUrl: "https://agent.example.com/",
    webhookMethod: "GET",
  });
});

test("an address that exists is found by the address itself, a WhatsApp sender with its prefix too", async () => {
  const inputs = {
    type: "whatsapp",
    address: seed.whatsappSender,
    autoCreation: { enabled: true, type: "default" },
  };
  const { id, state } = await create(addressConfiguration, twilio.api, inputs);
  expect([id, state.adopted]).toEqual([seed.whatsappAddressSid, true]);
  expect(twilio.writes().map(({ path, form }) => [path, form])).toEqual([
    [
      `/v1/Configuration/Addresses/${seed.whatsappAddressSid}`,
      { "AutoCreation.Enabled": "true", "AutoCreation.Type": "default" },
    ],
  ]);
});

test("an adopted address is disconnected from its flow and keeps its service", async () => {
  const inputs = { type: "sms", address: seed.phoneNumber, autoCreation: { enabled: true, type: "default" } };
  await create(addressConfiguration, twilio.api, inputs);
  expect(twilio.state.addressConfigurations[seed.smsAddressSid]?.auto_creation).toEqual({
    enabled: true,
    type: "default",
    conversation_service_sid: seed.flexServiceSid,
  });
});

test("a Classic service that was not set before is taken off again on destroy", async () => {
  const address = twilio.state.addressConfigurations[seed.smsAddressSid];
  if (address) address.auto_creation = { enabled: true, type: "default", conversation_service_sid: null };
  const autoCreation = { enabled: true, type: "default", conversationServiceSid: seed.flexServiceSid };
  const inputs = { type: "sms", address: seed.phoneNumber, autoCreation };

  const { id, state } = await create(addressConfiguration, twilio.api, inputs);
  expect(address?.auto_creation.conversation_service_sid).toBe(seed.flexServiceSid);
  await destroy(addressConfiguration, twilio.api, {
    id,
    inputs,
    state: removeSecretMarks(state) as typeof state,
  });

  expect(address?.auto_creation).toEqual({
    enabled: true,
    type: "default",
    conversation_service_sid: null,
  });
});

test("a Classic service that is no longer declared goes back to the account's default", async () => {
  const autoCreation = { enabled: true, type: "default" };
  const before = { ...sms, autoCreation: { ...autoCreation, conversationServiceSid: seed.flexServiceSid } };
  const { id, state } = await create(addressConfiguration, twilio.api, before);

  await update(addressConfiguration, twilio.api, { id, olds: before, state, news: { ...sms, autoCreation } });

  expect(twilio.writes().at(-1)?.form).toEqual({
    "AutoCreation.Enabled": "true",
    "AutoCreation.Type": "default",
    "AutoCreation.ConversationServiceSid": "",
  });
  expect(twilio.state.addressConfigurations[id]?.auto_creation.conversation_service_sid).toBeNull();
});

test("a chat address whose auto-creation is no longer declared stays enabled, as Twilio demands (45761)", async () => {
  const chat = { type: "chat", address: "second-webchat" };
  const { id, state } = await create(addressConfiguration, twilio.api, { ...chat, autoCreation: studio });

  await update(addressConfiguration, twilio.api, {
    id,
    olds: { ...chat, autoCreation: studio },
    state,
    news: chat,
  });

  expect(twilio.state.addressConfigurations[id]?.auto_creation).toEqual({
    enabled: true,
    type: "default",
    conversation_service_sid: null,
  });
});

test("an address that is configured for another channel is not adopted", async () => {
  const inputs = { type: "rcs", address: seed.phoneNumber, autoCreation: { enabled: true, type: "default" } };
  const refusal = new Error(
    `type: ${seed.smsAddressSid} has a different value, and Twilio cannot change it. Declare the value it has.`,
  );
  await expect(previewCreate(addressConfiguration, twilio.api, inputs)).rejects.toThrow(refusal);
  await expect(create(addressConfiguration, twilio.api, inputs)).rejects.toThrow(refusal);
  expect(twilio.writes()).toEqual([]);
});

test("an address that preview does not know yet is neither looked up nor called new", async () => {
  const { id, state } = await previewCreate(addressConfiguration, twilio.api, {
    type: "sms",
    address: unknownValue,
  });
  expect([id, state, twilio.requests()]).toEqual([
    "",
    { type: "sms", address: unknownValue, sid: unknownValue, adopted: unknownValue },
    [],
  ]);
});

test('destroy does not change an address with "keep"', async () => {
  const inputs = { ...sms, autoCreation: studio, onDestroy: "keep" };
  const { id, state } = await create(addressConfiguration, twilio.api, inputs);
  await destroy(addressConfiguration, twilio.api, { id, inputs, state });
  expect(object(twilio.state, id)).toMatchObject({ auto_creation: { type: "studio" } });
});
