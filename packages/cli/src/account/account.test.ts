import { accountBeforeHandoff, ask, seed, withNumbers } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { read } from "./account.ts";
import { localAccount } from "./testing/localAccount.ts";

test("every reader tells what the account holds, and none writes", async () => {
  const { twilio, api } = await localAccount();

  expect((await read.phoneNumbers(api)).map((row) => row.phone_number)).toEqual([seed.phoneNumber]);
  expect((await read.addresses(api)).map((row) => row.type)).toEqual(["sms", "whatsapp", "chat"]);
  expect((await read.classicServices(api)).map((row) => row.sid)).toEqual([seed.flexServiceSid]);
  expect((await read.flexConfiguration(api))?.ui_version).toBe("2.17.1");
  expect((await read.workflows(api, seed.workspaceSid)).map((row) => row.sid)).toEqual([seed.workflowSid]);
  expect((await read.taskChannels(api, seed.workspaceSid)).map((row) => row.unique_name)).toContain("voice");
  expect((await read.orchestratorConfigurations(api)).map((row) => row.id)).toEqual([
    seed.orchestratorConfigurationId,
  ]);
  expect((await read.orchestratorConfiguration(api, seed.orchestratorConfigurationId))?.memoryStoreId).toBe(
    seed.memoryStoreId,
  );
  expect(await read.intelligenceConfigurations(api)).toEqual([]);
  expect((await read.memoryStores(api)).map((row) => row.status)).toEqual(["ACTIVE"]);
  expect((await read.flows(api)).map((row) => row.sid)).toEqual([seed.oldFlowSid]);
  expect((await read.publishedFlow(api, seed.oldFlowSid))?.definition).toHaveProperty("states");
  expect(await read.flow(api, `FW${"f".repeat(32)}`)).toBeUndefined();
  expect((await read.phoneNumber(api, seed.phoneNumber))?.sid).toBe(seed.phoneNumberSid);
  expect(await read.phoneNumber(api, seed.phoneNumber.slice(0, -1))).toBeUndefined();
  expect(
    (await read.intelligenceOperators(api)).find((row) => row.id === seed.summaryOperatorId),
  ).toMatchObject({ displayName: "Summary", author: "TWILIO" });
  expect(await read.conversations(api, "ACTIVE")).toEqual([]);
  expect(twilio.requests().filter(({ method }) => method !== "GET")).toEqual([]);
});

test("an account with more numbers than a page has is read whole", async () => {
  const { api } = await localAccount(withNumbers(accountBeforeHandoff(), 1_100));

  expect((await read.phoneNumbers(api)).length).toBeGreaterThan(1_100 - 1);
});

test("a standard key may not read the account itself, which is an error that says so", async () => {
  const { api } = await localAccount();

  await expect(read.account(api)).rejects.toMatchObject({ status: 401, code: 20003 });
});

test("conversations are told newest first, with their participants", async () => {
  const { twilio, api } = await localAccount();
  for (const from of ["+15557770001", "+15557770002"]) {
    await ask(twilio, "POST /local/messages", { json: { from, to: seed.phoneNumber, body: "Hello" } });
  }
  const [older, newer] = Object.values(twilio.state.conversations);
  if (older) older.createdAt = "2026-01-01T00:00:00.000Z";

  const found = await read.conversations(api, "ACTIVE");

  expect(found.map(({ id }) => id)).toEqual([newer?.id, older?.id]);
  const participants = await read.participants(api, String(newer?.id));
  expect(participants.flatMap(({ addresses }) => addresses?.map(({ address }) => address))).toContain(
    "+15557770002",
  );
  expect(await read.conversations(api, "INACTIVE")).toEqual([]);
});
