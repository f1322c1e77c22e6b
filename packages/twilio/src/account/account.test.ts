import { accountBeforeHandoff, ask, type State, seed, withNumbers } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";
import {
  addresses,
  classicServices,
  fetchAccount,
  fetchFlexConfiguration,
  fetchPublishedRevision,
  findPhoneNumber,
  flows,
  intelligenceConfigurations,
  intelligenceOperators,
  listMemoryStores,
  listOpenConversations,
  listParticipants,
  listTaskChannels,
  listWorkflows,
  memoryStores,
  orchestratorConfigurations,
  phoneNumbers,
} from "../account.ts";
import { startLocalTwilio } from "../testing/localTwilio.ts";

async function localAccount(state: State = accountBeforeHandoff()) {
  const twilio = await startLocalTwilio({ state });
  onTestFinished(() => twilio.close());
  return { twilio, api: twilio.api };
}

test("every reader returns what the account has, and none writes", async () => {
  const { twilio, api } = await localAccount();

  expect((await phoneNumbers.list(api)).map((row) => row.phone_number)).toEqual([seed.phoneNumber]);
  expect((await addresses.list(api)).map((row) => row.type)).toEqual(["sms", "whatsapp", "rcs", "chat"]);
  expect((await classicServices.list(api)).map((row) => row.sid)).toEqual([seed.flexServiceSid]);
  expect((await fetchFlexConfiguration(api))?.ui_version).toBe("2.17.1");
  expect((await listWorkflows(api, seed.workspaceSid)).map((row) => row.sid)).toEqual([seed.workflowSid]);
  expect((await listTaskChannels(api, seed.workspaceSid)).map((row) => row.unique_name)).toContain("voice");
  expect((await orchestratorConfigurations.list(api)).map((row) => row.id)).toEqual([
    seed.orchestratorConfigurationId,
  ]);
  expect((await orchestratorConfigurations.fetch(api, seed.orchestratorConfigurationId))?.memoryStoreId).toBe(
    seed.memoryStoreId,
  );
  expect(await intelligenceConfigurations.list(api)).toEqual([]);
  expect((await listMemoryStores(api)).map((row) => row.status)).toEqual(["ACTIVE"]);
  expect((await flows.list(api)).map((row) => row.sid)).toEqual([seed.oldFlowSid]);
  expect((await fetchPublishedRevision(api, seed.oldFlowSid))?.definition).toHaveProperty("states");
  expect(await flows.fetch(api, `FW${"f".repeat(32)}`)).toBeUndefined();
  expect((await findPhoneNumber(api, seed.phoneNumber))?.sid).toBe(seed.phoneNumberSid);
  expect(await findPhoneNumber(api, seed.phoneNumber.slice(0, -1))).toBeUndefined();
  expect(
    (await intelligenceOperators.list(api)).find((row) => row.id === seed.summaryOperatorId),
  ).toMatchObject({ displayName: "Summary", author: "TWILIO" });
  expect(await listOpenConversations(api, seed.orchestratorConfigurationId)).toEqual([]);
  expect(twilio.requests().filter(({ method }) => method !== "GET")).toEqual([]);
});

// Source: the documents in @twilio/cli-core 9.0.0
test.each([
  ["Classic services", classicServices, "PageSize", 100],
  ["addresses", addresses, "PageSize", 50],
  ["flows", flows, "PageSize", 1_000],
  ["phone numbers", phoneNumbers, "PageSize", 1_000],
  ["memory stores", memoryStores, "pageSize", 100],
  ["Orchestrator configurations", orchestratorConfigurations, "pageSize", 1_000],
  ["Intelligence configurations", intelligenceConfigurations, "pageSize", 1_000],
  ["operators", intelligenceOperators, "pageSize", 1_000],
])("%s are requested in the largest pages that Twilio allows", async (_, rows, name, largest) => {
  const { twilio, api } = await localAccount();

  await rows.list(api);
  expect(twilio.requests().map(({ query }) => new URLSearchParams(query).toString())).toEqual([
    `${name}=${largest}`,
  ]);

  await expect(rows.list(api, { [name]: largest + 1 })).rejects.toMatchObject({ status: 400 });
});

test("every number is read of an account that has more than one page of them", async () => {
  const { api } = await localAccount(withNumbers(accountBeforeHandoff(), 1_100));

  expect((await phoneNumbers.list(api)).length).toBeGreaterThan(1_100 - 1);
});

test("a standard key may not read the account itself, and the error says so", async () => {
  const { api } = await localAccount();

  await expect(fetchAccount(api)).rejects.toMatchObject({ status: 401, code: 20003 });
});

test("open conversations are returned newest first, with their participants", async () => {
  const { twilio, api } = await localAccount();
  for (const from of ["+15557770001", "+15557770002"]) {
    await ask(twilio, "POST /local/messages", { json: { from, to: seed.phoneNumber, body: "Hello" } });
  }
  const [older, newer] = Object.values(twilio.state.conversations);
  if (older) Object.assign(older, { createdAt: "2026-01-01T00:00:00.000Z", status: "INACTIVE" });

  const rows = await listOpenConversations(api, seed.orchestratorConfigurationId);

  expect(rows.map(({ id, status }) => [id, status])).toEqual([
    [newer?.id, "ACTIVE"],
    [older?.id, "INACTIVE"],
  ]);
  const participants = await listParticipants(api, String(newer?.id));
  expect(participants.flatMap((row) => row.addresses?.map(({ address }) => address))).toContain(
    "+15557770002",
  );
  expect(await listOpenConversations(api, "conv_configuration_other")).toEqual([]);
});
