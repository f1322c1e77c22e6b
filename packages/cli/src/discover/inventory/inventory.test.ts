import { createApi } from "@pulumi/twilio/client";
import { accountBeforeHandoff, seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { localAccount } from "../../account/testing/localAccount.ts";
import { readInventory } from "./inventory.ts";

test("every type is read, and only GET requests are sent", async () => {
  const { twilio, api } = await localAccount();

  const found = await readInventory(api);

  expect(found).toMatchObject({
    accountSid: seed.accountSid,
    phoneNumbers: [{ phone_number: seed.phoneNumber }],
    addresses: [{ type: "sms" }, { type: "whatsapp" }, { type: "rcs" }, { type: "chat" }],
    rcsSenders: [seed.rcsSender],
    classicServices: [{ sid: seed.flexServiceSid }],
    flex: { chat_service_instance_sid: seed.flexServiceSid },
    workflows: [{ friendly_name: "Assign to Anyone" }],
    orchestratorConfigurations: [{ id: seed.orchestratorConfigurationId }],
    intelligenceConfigurations: [],
    memoryStores: [{ id: seed.memoryStoreId, status: "ACTIVE" }],
    flows: [{ sid: seed.oldFlowSid }],
    refused: [],
  });
  expect(found.taskChannels).toHaveLength(6);
  expect(new Set(twilio.requests().map(({ method }) => method))).toEqual(new Set(["GET"]));
});

test("passwords are removed from webhook URLs before anything is printed", async () => {
  const state = accountBeforeHandoff();
  const number = state.phoneNumbers[seed.phoneNumberSid];
  const configuration = state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  if (!number || !configuration) throw new Error("the account has lost its number or its configuration");
  number.voice_url = "https://user:pa55@ivr.example.com/answer?token=pa55";
  number.sms_url = "https://ivr.example.com/sms?token=pa55";
  configuration.statusCallbacks = [{ url: "https://agent.example.com/webhook?token=pa55", method: "POST" }];
  const { api } = await localAccount(state);

  const found = await readInventory(api);

  expect(JSON.stringify(found)).not.toContain("pa55");
  expect(found.phoneNumbers[0]?.voice_url).toBe("https://ivr.example.com/answer?…");
  expect(found.orchestratorConfigurations[0]?.statusCallbacks?.[0]?.url).toBe(
    "https://agent.example.com/webhook?…",
  );
});

test("a type that cannot be read is reported with the reason, and the rest is read", async () => {
  const { api } = await localAccount();
  const find: typeof api.find = async (call) => {
    if (call.host === "memory") throw new Error("GET memory.twilio.com returned 403: not for you.");
    if (call.host === "intelligence") return { items: [{ id: 7 }] };
    return api.find(call);
  };

  const found = await readInventory({ ...api, find });

  expect(found.refused).toEqual([
    {
      kind: "intelligenceConfigurations",
      reason: `Twilio's response is not as documented:
✖ Invalid input: expected string, received number
  → at [0].id`,
    },
    { kind: "memoryStores", reason: "GET memory.twilio.com returned 403: not for you." },
  ]);
  expect(found.phoneNumbers).toHaveLength(1);
});

test("an account without Flex has neither workflows nor task channels", async () => {
  const { api } = await localAccount({ ...accountBeforeHandoff(), flexConfiguration: null });

  expect(await readInventory(api)).toMatchObject({
    flex: undefined,
    workflows: [],
    taskChannels: [],
    refused: [],
  });
});

test("an account in which every request is refused cannot be read", async () => {
  const { credentials } = await localAccount();
  const api = createApi({ ...credentials, apiSecret: "wrong" }, new AbortController().signal);

  await expect(readInventory(api)).rejects.toThrow(
    expect.objectContaining({
      name: "AccountUnreadableError",
      message: expect.stringMatching(
        new RegExp(`^Account ${seed.accountSid} cannot be read: GET .* answered 401 \\(20003\\): `),
      ),
    }),
  );
});
