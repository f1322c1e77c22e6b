import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { startEmulator } from "../server.ts";
import { accountBridged } from "../testing/bridgedAccount.ts";
import { normalizePhone } from "./profiles.ts";

const profiles = `https://memory.twilio.com/v1/Stores/${seed.memoryStoreId}/Profiles`;

const phone = "+15557654321";

async function started({ phoneIsIdentifier = true } = {}) {
  const state = accountBridged();
  const store = state.memoryStores[seed.memoryStoreId];
  if (store) store.phoneIsIdentifier = phoneIsIdentifier;
  const emulator = await startEmulator({ state });
  onTestFinished(() => emulator.close());
  const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);
  const make = async (traits: unknown = { Contact: { phone } }) =>
    call(`POST ${profiles}`, { json: { traits } });
  return { emulator, call, make };
}

test.each([
  ["+1 (555) 765-4321", "+15557654321"],
  ["whatsapp:+15557654321", "+15557654321"],
  ["rcs:+15557654321", "+15557654321"],
  ["(555) 765-4321", "+15557654321"],
  ["15557654321", "+15557654321"],
  ["+44 20 7946 0000", "+442079460000"],
])("the phone number %s is %s in memory", (written, stored) => {
  expect(normalizePhone(written)).toBe(stored);
});

test("a normalized phone number is not changed", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (number) => {
      expect(normalizePhone(number)).toBe(number);
    }),
  );
});

test("the same phone number in any notation is the same profile", async () => {
  const { call, make } = await started();

  const first = await make({ Contact: { phone: "(555) 765-4321", firstName: "Ann" } });
  const second = await make({ Contact: { phone, email: "ann@example.com" }, Orders: { last: 1234 } });

  expect([first.status, second.body.id]).toEqual([202, first.body.id]);
  const { body } = await call(`POST ${profiles}/Lookup`, {
    json: { idType: "phone", value: "555-765-4321" },
  });
  expect(body).toEqual({ normalizedValue: phone, profiles: [first.body.id] });
  expect((await call(`GET ${profiles}/${first.body.id}`)).body).toMatchObject({
    id: first.body.id,
    traits: { Contact: { phone, firstName: "Ann", email: "ann@example.com" }, Orders: { last: 1234 } },
  });
  const some = await call(`GET ${profiles}/${first.body.id}?traitGroups=Orders`);
  expect(some.body.traits).toEqual({ Orders: { last: 1234 } });
});

test("a lookup by an unknown number finds no profile", async () => {
  const { call } = await started();
  const { status, body } = await call(`POST ${profiles}/Lookup`, { json: { idType: "phone", value: phone } });
  expect([status, body]).toEqual([200, { normalizedValue: phone, profiles: [] }]);
});

test("a store whose phone is not promoted rejects profiles and lookups", async () => {
  const { call, make } = await started({ phoneIsIdentifier: false });

  const made = await make();
  const looked = await call(`POST ${profiles}/Lookup`, { json: { idType: "phone", value: phone } });

  expect([made.status, made.body.message]).toEqual([
    400,
    `Invalid parameter traits: no trait in it is promoted to an identifier of store ${seed.memoryStoreId} (Contact.phone can be)`,
  ]);
  expect([looked.status, looked.body.message]).toEqual([
    400,
    `Invalid parameter idType: phone is not an identifier of store ${seed.memoryStoreId}`,
  ]);
});

test("a profile without a phone number is rejected", async () => {
  const { make } = await started();
  expect((await make({ Contact: { firstName: "Ann" } })).status).toBe(400);
});

test("a store can be used once it is ACTIVE, and a missing one is Memory's 404", async () => {
  const { emulator, make, call } = await started();
  const store = emulator.state.memoryStores[seed.memoryStoreId];
  if (store) store.activeAt = "2999-01-01T00:00:00.000Z";
  const early = await make();
  expect([early.status, early.body.code]).toEqual([409, 520042]);
  const missing = profiles.replace(seed.memoryStoreId, seed.memoryStoreId.replace(/1$/, "9"));
  const nowhere = await call(`POST ${missing}/Lookup`, { json: { idType: "phone", value: phone } });
  expect([nowhere.status, nowhere.body.code]).toEqual([404, 520041]);
  const other = await call(`GET ${missing}/mem_profile_x`);
  expect(other.status).toBe(404);
});

test("recall returns the newest observations, summaries and messages, up to the limits", async () => {
  const { call, make } = await started();
  const profile = `${profiles}/${(await make()).body.id}`;
  const occurredAt = "2026-01-06T12:00:00.000Z";
  const observation = (content: string) => ({ content, source: "test", occurredAt });
  await call(`POST ${profile}/Observations`, {
    json: { observations: [observation("one"), observation("two")] },
  });
  const { conversationId } = (
    await call("POST /local/messages", { json: { from: phone, to: seed.phoneNumber, body: "Hello" } })
  ).body;
  const summaries = [{ content: "called before", conversationId, occurredAt }];
  await call(`POST ${profile}/ConversationSummaries`, { json: { summaries } });

  const { body } = await call(`POST ${profile}/Recall`, {
    json: { observationsLimit: 1, communicationsLimit: 5, query: "orders" },
  });

  expect(body).toMatchObject({
    observations: [{ content: "two", source: "test", conversationIds: [] }],
    summaries: [{ content: "called before", conversationId }],
    communications: [
      {
        author: { name: phone, address: phone, channel: "SMS", type: "CUSTOMER" },
        content: { text: "Hello" },
        recipients: [{ type: "AI_AGENT", deliveryStatus: "DELIVERED" }],
      },
    ],
    meta: { queryTime: 0 },
  });
  const plain = (await call(`POST ${profile}/Recall`, { json: {} })).body;
  expect([plain.observations.length, plain.summaries.length, plain.communications]).toEqual([2, 1, []]);
  const later = await call(`POST ${profile}/Recall`, { json: { beginDate: "2026-01-07T00:00:00Z" } });
  expect(later.body).toMatchObject({ observations: [], summaries: [] });
});

test("a customer whose phone is in memory starts a conversation with that profile", async () => {
  const { call, make } = await started();
  const { id } = (await make()).body;
  const write = async (from: string, to: string) =>
    (await call("POST /local/messages", { json: { from, to, body: "Hello" } })).body.participants[0]
      .profileId;

  expect(await write(phone, seed.phoneNumber)).toBe(id);
  expect(await write(`whatsapp:${phone}`, seed.whatsappSender)).toBe(id);
  expect(await write(`rcs:${phone}`, seed.rcsSender)).toBe(id);
  expect(await write("+15550009999", seed.phoneNumber)).toBeUndefined();
  expect(await write("visitor-1", seed.chatAddress)).toBeUndefined();
});
