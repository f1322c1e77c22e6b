import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const conversations = "https://conversations.twilio.com/v2/Conversations";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const create = (json: object) => ask(emulator, `POST ${conversations}`, { json });

test("a conversation is created under a configuration, with participants and overridden settings", async () => {
  const { status, body } = await create({
    configurationId: seed.orchestratorConfigurationId,
    name: "By the team",
    configuration: {
      statusCallbacks: [],
      channelSettings: { SMS: { statusTimeouts: { inactive: 1, closed: 9 } } },
    },
    participants: [{ type: "CUSTOMER", addresses: [{ channel: "SMS", address: "+15557654321" }] }],
  });

  expect([status, body.status, body.name]).toEqual([201, "ACTIVE", "By the team"]);
  expect(body.configuration).toMatchObject({
    displayName: "support-agent",
    statusCallbacks: [],
    channelSettings: {
      SMS: { statusTimeouts: { inactive: 1, closed: 9 } },
      VOICE: { statusTimeouts: { inactive: 5 } },
    },
  });
  const { participants } = (await ask(emulator, `GET ${conversations}/${body.id}/Participants`)).body;
  expect(participants).toMatchObject([{ name: "+15557654321", type: "CUSTOMER" }]);
});

test("a conversation needs no configuration if its own settings say how it is grouped and where profiles are", async () => {
  const configuration = { conversationGroupingType: "GROUP_BY_PROFILE", memoryStoreId: seed.memoryStoreId };
  const { status, body } = await create({
    configuration,
    participants: [{ addresses: [{ channel: "EMAIL", address: "ann@example.com" }] }],
  });

  expect([status, body.configuration]).toMatchObject([201, configuration]);
  expect(body).not.toHaveProperty("configurationId");
  const { participants } = (await ask(emulator, `GET ${conversations}/${body.id}/Participants`)).body;
  expect(participants[0].addresses).toEqual([{ channel: "EMAIL", address: "ann@example.com" }]);
});

test.each([
  ["no configuration at all", {}, /Missing required parameter configurationId/],
  [
    "a configuration that does not exist",
    { configurationId: "conv_configuration_x" },
    /conv_configuration_x does not exist/,
  ],
  [
    "timeouts in the wrong order",
    {
      configurationId: seed.orchestratorConfigurationId,
      configuration: { channelSettings: { SMS: { statusTimeouts: { inactive: 10, closed: 10 } } } },
    },
    /SMS.statusTimeouts: inactive must be less than closed/,
  ],
])("%s is refused", async (_, json, message) => {
  const { status, body } = await create(json);
  expect([status, body.code, body.message]).toEqual([400, 20001, expect.stringMatching(message)]);
});
