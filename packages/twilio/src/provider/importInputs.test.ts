import { seed } from "@tac-handoff/emulator";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import type { Api } from "../client/api.ts";
import { isError, type Resource } from "../declare/resource.ts";
import { addressConfiguration } from "../resources/conversations/addressConfiguration.ts";
import { service } from "../resources/conversations/service.ts";
import { configuration as intelligence } from "../resources/intelligence/configuration.ts";
import { store } from "../resources/memory/store.ts";
import { phoneNumber } from "../resources/numbers/phoneNumber.ts";
import { configuration as orchestrator } from "../resources/orchestrator/configuration.ts";
import { flowResource } from "../resources/studio/flow.ts";
import { check } from "./check.ts";
import { read } from "./lifecycle.ts";

const flow: Resource = flowResource({ checkFlow, fromCanonical, toCanonical });

/** Imports an object that Twilio returns like this. */
async function imported(resource: Resource, id: string, row: object) {
  const api = { accountSid: seed.accountSid, find: async () => row } as unknown as Api;
  const found = await read(resource, api, id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
}

const configuration = {
  id: seed.orchestratorConfigurationId,
  displayName: "My Demo",
  description: "An agent",
  conversationGroupingType: "GROUP_BY_PROFILE",
  memoryStoreId: seed.memoryStoreId,
};
const rule = { operators: [{ id: seed.summaryOperatorId }], triggers: [{ on: "CONVERSATION_END" }] };
const intelligenceId = `intelligence_configuration_${"1".repeat(26)}`;
const summary = { id: intelligenceId, displayName: "Summary of calls", rules: [rule] };
const address = {
  sid: seed.chatAddressSid,
  type: "chat",
  address: "webchat",
  auto_creation: { enabled: true, type: "default" },
};
const number = { sid: seed.phoneNumberSid, phone_number: seed.phoneNumber };
const revision = {
  sid: seed.oldFlowSid,
  friendly_name: "Support, after hours (2026)",
  status: "published",
  revision: 1,
  webhook_url: "https://webhooks.twilio.com/v1/x",
  definition: {
    states: [{ name: "Trigger", type: "trigger", transitions: [], properties: { offset: { x: 0, y: 0 } } }],
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    description: "",
  },
};

test.each<[string, Resource, string, object, object]>([
  [
    "an Orchestrator configuration with blanks",
    orchestrator,
    configuration.id,
    configuration,
    { displayName: "My Demo" },
  ],
  [
    "an Intelligence configuration with blanks",
    intelligence,
    intelligenceId,
    summary,
    { displayName: "Summary of calls" },
  ],
  [
    "a flow with punctuation",
    flow,
    seed.oldFlowSid,
    revision,
    { friendlyName: "Support, after hours (2026)" },
  ],
  [
    "a service with an umlaut",
    service,
    seed.flexServiceSid,
    { sid: seed.flexServiceSid, friendly_name: "Größer" },
    { friendlyName: "Größer" },
  ],
])("the name of %s is imported", async (_, resource, id, row, expected) => {
  const { inputs, warnings } = await imported(resource, id, row);
  expect(inputs).toMatchObject(expected);
  expect(inputs).not.toHaveProperty("adopt");
  expect(warnings).toBeUndefined();
});

const refusals: [string, Resource, string, object, string, string][] = [
  [
    "a name that TAC refuses",
    orchestrator,
    configuration.id,
    { ...configuration, displayName: "größer" },
    "displayName",
    'expected 1 to 32 letters, digits, blanks, _ and -, found "größer"',
  ],
  [
    "a name longer than Twilio's documents allow",
    intelligence,
    intelligenceId,
    { ...summary, displayName: "x".repeat(129) },
    "displayName",
    `Too big: expected string to have <=128 characters, found "${"x".repeat(129)}"`,
  ],
  [
    "a store's name with a blank",
    store,
    seed.memoryStoreId,
    { id: seed.memoryStoreId, displayName: "my store" },
    "displayName",
    'expected 1 to 64 letters, digits and -, found "my store"',
  ],
  [
    "a trigger that is not known yet",
    intelligence,
    intelligenceId,
    { ...summary, rules: [{ ...rule, triggers: [{ on: "TASK_COMPLETED" }] }] },
    "rules",
    'Invalid option: expected one of "COMMUNICATION"|"CONVERSATION_END"|"CONVERSATION_INACTIVE", found "TASK_COMPLETED"',
  ],
  [
    "a grouping that is not known yet",
    orchestrator,
    configuration.id,
    { ...configuration, conversationGroupingType: "GROUP_BY_MOOD" },
    "conversationGroupingType",
    'Invalid option: expected one of "GROUP_BY_PROFILE"|"GROUP_BY_PARTICIPANT_ADDRESSES"|"GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE", found "GROUP_BY_MOOD"',
  ],
  [
    "timeouts that Twilio should not have accepted",
    orchestrator,
    configuration.id,
    { ...configuration, channelSettings: { SMS: { statusTimeouts: { inactive: 9, closed: 5 } } } },
    "channelSettings",
    "inactive must be less than closed, found inactive: 9 and closed: 5 (minutes). Lower inactive, or omit it to go from ACTIVE straight to CLOSED",
  ],
  [
    "an auto-creation that is not known yet",
    addressConfiguration,
    seed.chatAddressSid,
    { ...address, auto_creation: { enabled: true, type: "assistant" } },
    "autoCreation",
    'Invalid option: expected one of "default"|"studio"|"webhook", found "assistant"',
  ],
  [
    "a status that is not known yet",
    flow,
    seed.oldFlowSid,
    { ...revision, status: "archived" },
    "status",
    'Invalid option: expected one of "published"|"draft", found "archived"',
  ],
  [
    "a URL that is none",
    phoneNumber,
    seed.phoneNumberSid,
    { ...number, voice_url: "ivr" },
    "voiceUrl",
    'Invalid URL, found "ivr"',
  ],
];

test.each(refusals)(
  "%s is left out of an import with a warning, and check accepts the rest",
  async (_, resource, id, row, key, reason) => {
    const { inputs, warnings = [] } = await imported(resource, id, row);

    expect(inputs).not.toHaveProperty(key);
    expect(check(resource, inputs).problems.filter(isError)).toEqual([]);
    expect(warnings).toEqual([
      {
        path: expect.arrayContaining([key]),
        message: `${reason}. The provider does not accept this value of ${id}: ${key} is left out of the import and stays unchanged at Twilio`,
        severity: "warning",
      },
    ]);
  },
);

test("a flow that the check refuses is imported without its definition, with what is wrong in it", async () => {
  const definition = { ...revision.definition, initial_state: "Tirgger" };

  const { inputs, warnings = [] } = await imported(flow, seed.oldFlowSid, { ...revision, definition });

  expect(inputs).toEqual({
    friendlyName: revision.friendly_name,
    status: "published",
    adopt: seed.oldFlowSid,
  });
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('"Tirgger"')]);
});

test("an object that lacks what a new one needs is imported by its ID", async () => {
  const { displayName: _, memoryStoreId: __, ...row } = configuration;
  const { inputs, warnings } = await imported(orchestrator, configuration.id, row);
  expect(inputs).toMatchObject({ adopt: configuration.id, description: "An agent" });
  expect(warnings).toBeUndefined();
});

test("an object that cannot be managed without the refused value is not imported, and the error says why", async () => {
  await expect(
    imported(addressConfiguration, seed.chatAddressSid, { ...address, type: "fax" }),
  ).rejects.toThrow(
    new Error(
      `${seed.chatAddressSid} cannot be imported: this provider does not accept its type: Invalid option: expected one of "sms"|"whatsapp"|"messenger"|"gbm"|"email"|"rcs"|"apple"|"chat", found "fax".`,
    ),
  );
});
