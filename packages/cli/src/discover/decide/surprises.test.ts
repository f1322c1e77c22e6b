import { expect, test } from "vitest";
import type { Inventory } from "../inventory/inventory.ts";
import { account, address, capturing, configuration, ids, number } from "../testing/testAccount.ts";
import { propose } from "./propose.ts";

const surprisesOf = (changes: Partial<Inventory>) => propose(account(changes)).surprises;
const trunk = `TK${"1".repeat(32)}`;
const application = `AP${"1".repeat(32)}`;
const onlyNumber = (wiring: Parameters<typeof number>[1]) => ({ phoneNumbers: [number(ids.number, wiring)] });
const flexUi = (ui_version: string) => ({ flex: { ...account().flex, ui_version } });
const withConfiguration = (changes: Partial<typeof configuration>) => ({
  orchestratorConfigurations: [{ ...configuration, ...changes }],
});
const bridged = {
  ...configuration,
  id: ids.otherConfiguration,
  displayName: "other",
  statusCallbacks: [],
  conversationsV1Bridge: { serviceId: ids.service },
};
const webhookOf = (flowSid: string) =>
  `https://webhooks.twilio.com/v1/Accounts/${ids.accountSid}/Flows/${flowSid}`;
const title = 'Orchestrator configuration "support-agent"';

test.each<[string, Partial<Inventory>, string]>([
  [
    "a number on a trunk",
    onlyNumber({ trunk_sid: trunk }),
    `Calls to ${ids.number} currently go to trunk ${trunk}. They will go to the agent; destroy restores this.`,
  ],
  [
    "a number on an application",
    onlyNumber({ voice_application_sid: application }),
    `Calls to ${ids.number} currently go to application ${application}. They will go to the agent; destroy restores this.`,
  ],
  [
    "a number that rings elsewhere",
    onlyNumber({ voice_url: "https://ivr.example.com/answer" }),
    `Calls to ${ids.number} currently go to https://ivr.example.com/answer. They will go to the agent; destroy restores this.`,
  ],
  [
    "a number that is connected to a flow",
    onlyNumber({ voice_url: webhookOf(ids.flow) }),
    `Calls to ${ids.number} currently go to the flow "Flex Messaging Flow". They will go to the agent; destroy restores this.`,
  ],
  [
    "a status callback that Studio has set",
    onlyNumber({ status_callback: webhookOf(ids.flow) }),
    `The status callback of ${ids.number} is the flow "Flex Messaging Flow": Studio sets it when the number is connected to the flow in the Console. The stack does not change it, so that flow is still notified of the agent's calls. Clear it in the Console (Phone Numbers > the number > Call status changes), and set it again if the number goes back to that flow.`,
  ],
  [
    "SMS that also go elsewhere",
    { ...onlyNumber({ sms_url: "https://ivr.example.com/sms" }), addresses: [address("sms", ids.number)] },
    `SMS to ${ids.number} also go to https://ivr.example.com/sms, in parallel with the conversation. The stack clears that; destroy restores it.`,
  ],
  [
    "an address that starts a flow",
    { addresses: [address("chat", "webchat", { enabled: true, type: "studio", studio_flow_sid: ids.flow })] },
    'Messages to webchat (chat) currently start the flow "Flex Messaging Flow". They will go to the agent; destroy restores this.',
  ],
  [
    "an address that calls a webhook",
    {
      addresses: [
        address("chat", "webchat", {
          enabled: true,
          type: "webhook",
          webhook_url: "https://a.example.com/in",
        }),
      ],
    },
    "Messages to webchat (chat) currently start the webhook https://a.example.com/in. They will go to the agent; destroy restores this.",
  ],
  [
    "another configuration's bridge",
    { orchestratorConfigurations: [configuration, bridged], addresses: [address("sms", ids.number)] },
    `Classic service ${ids.service} is bridged by Orchestrator configuration "other" (${ids.otherConfiguration}), and only one configuration can: pulumi up will fail. Adopt that one, remove its bridge, or choose another service.`,
  ],
  [
    "VOICE capture rules",
    { orchestratorConfigurations: [capturing(ids.number, "VOICE")] },
    `${title} captures calls that ConversationRelay also reports, so every call is transcribed and billed twice. The stack removes the VOICE capture rules.`,
  ],
  [
    "SMS capture rules",
    { orchestratorConfigurations: [capturing(ids.number, "SMS")] },
    `${title} has capture rules for SMS. The stack removes them, because messages arrive over the bridge; destroy restores them.`,
  ],
  [
    "a callback to others",
    withConfiguration({
      statusCallbacks: [
        { url: "https://agent.example.com/webhook" },
        { url: "https://log.example.com/in?token=s3cret" },
      ],
    }),
    `${title} also calls https://log.example.com/in?…, which stays beside the stack's https://agent.example.com/webhook.`,
  ],
  [
    "an Intelligence configuration that is linked",
    withConfiguration({ intelligenceConfigurationIds: ["intelligence_configuration_1"] }),
    `${title} is linked to intelligence_configuration_1. The stack links its own Intelligence configuration (Summary) beside it.`,
  ],
  [
    "a description that is null",
    withConfiguration({ description: null }),
    `${title} has no description, and TAC cannot start while it is null. The stack's first change writes an empty one.`,
  ],
  [
    "a name that TAC does not accept",
    withConfiguration({ displayName: "support.agent" }),
    'TAC cannot start with the name of Orchestrator configuration "support.agent": only letters, digits, blanks, _ and - are allowed. Rename it in the Console.',
  ],
  [
    "a store that is not active",
    { memoryStores: [{ id: ids.store, displayName: "customers", status: "FAILED" }] },
    'Memory store "customers" is FAILED, not ACTIVE: nothing is stored in it.',
  ],
  [
    "a Flex UI that is too old",
    flexUi("2.16.9"),
    "Flex UI is 2.16.9; the agent's summary needs 2.17.1. Update it in Flex's settings in the Console.",
  ],
  [
    "two workflows with the same name",
    {
      workflows: ["WW1", "WW2"].map((sid) => ({
        sid,
        workspace_sid: "WS1",
        friendly_name: "Assign to Anyone",
      })),
    },
    '2 workflows are named "Assign to Anyone" (WW1, WW2): pulumi up will fail. Rename all but one in the Console (TaskRouter > Workflows).',
  ],
])("%s is reported before pulumi up", (_, changes, expected) => {
  expect(surprisesOf(changes)).toEqual([expected]);
});

test("what is kept beside the stack's is reported when it prevents pulumi up, or replies to customers as well", () => {
  const linked = [1, 2, 3, 4, 5].map((n) => `intelligence_configuration_${n}`);
  const statusCallbacks = [
    { url: "https://agent.example.com/webhook" },
    { url: "https://old.example.com/webhook" },
  ];

  const found = account(withConfiguration({ statusCallbacks, intelligenceConfigurationIds: linked }));
  const chosen = { agentDomain: { value: "agent.example.com", by: "--domain" } };

  expect(propose(found, chosen).surprises).toEqual([
    `${title} also calls https://old.example.com/webhook, which stays beside the stack's https://agent.example.com/webhook.`,
    `https://old.example.com/webhook has the path of a TAC agent. If an agent listens there, two agents will reply to each customer: remove it from ${title}, or set tac-handoff:adopt.lists to replace.`,
    `${title} is linked to ${linked.join(" and ")}. The stack links its own Intelligence configuration (Summary) beside them.`,
    `${title} has 5 Intelligence configurations, and Twilio allows 5: pulumi up will fail. Remove one, or set tac-handoff:adopt.lists to replace.`,
  ]);
});

test.each(["2.17.1", "2.18.0", "~2.17", "^2.0.0", "2"])("Flex UI %s may be new enough", (version) => {
  expect(surprisesOf(flexUi(version))).toEqual([]);
});

test.each(["1.35.0", "~2.16.0", "2.17.0"])("Flex UI %s is too old", (version) => {
  expect(surprisesOf(flexUi(version))).toEqual([expect.stringContaining(`Flex UI is ${version};`)]);
});

test("with only voice, nothing about messages is reported", () => {
  expect(
    surprisesOf({
      ...onlyNumber({ sms_url: "https://ivr.example.com/sms" }),
      orchestratorConfigurations: [bridged],
    }),
  ).toEqual([]);
});

test("a configuration that captures the number without being adopted is reported before pulumi up", () => {
  const other = { ...capturing(ids.number), id: ids.otherConfiguration, displayName: "other" };
  const found = account({ orchestratorConfigurations: [configuration, other] });
  const chosen = { "adopt.orchestratorConfiguration": { value: ids.configuration, by: "--configuration" } };

  expect(propose(found, chosen).surprises).toEqual([
    `Orchestrator configuration "other" (${ids.otherConfiguration}) captures ${ids.number} and calls agent.example.com; the stack does not change it, so conversations may be captured twice.`,
  ]);
});
