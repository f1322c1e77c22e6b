import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { describeProblems } from "./configProblems.ts";
import { channelSettings } from "./conversations.ts";

const account = {
  "twilio:accountSid": `AC${"a".repeat(32)}`,
  "twilio:apiKey": `SK${"b".repeat(32)}`,
  "twilio:apiSecret": "not a real one",
};
const voiceOnly = {
  ...account,
  "tac-handoff:agentDomain": "agent.example.com",
  "tac-handoff:channels": '["voice"]',
  "tac-handoff:phoneNumber": "+15551230100",
};

test("omitted keys have defaults", () => {
  const { config } = readConfig(voiceOnly, {}, { contract });

  expect(config).toEqual({
    accountSid: account["twilio:accountSid"],
    agentDomain: "agent.example.com",
    channels: ["voice"],
    phoneNumber: "+15551230100",
    phoneNumbers: [{ number: "+15551230100", channels: ["voice"] }],
    whatsappSenders: [],
    rcsSenders: [],
    chatAddresses: [],
    listedKeys: [],
    name: "tac-handoff",
    adopt: { lists: "keep" },
    flex: {
      workflow: "Assign to Anyone",
      defaultQueue: "Everyone",
      queues: {},
      voiceTaskChannel: "voice",
      messagingTaskChannel: "chat",
      priority: 0,
      timeoutSeconds: 3600,
      attributes: {},
    },
    timeouts: {
      voice: "onHangup",
      sms: { inactive: 10, closed: 60 },
      whatsapp: { inactive: 10, closed: 60 },
      rcs: { inactive: 10, closed: 60 },
      chat: { inactive: 15, closed: 60 },
    },
    onFailedSession: "person",
    onAgentDown: "person",
    onOtherEnd: "end",
    handoffSigns: [],
    apologies: {},
  });
});

test("timeouts are set for one channel and one status alone", () => {
  const timeouts = (value: object) =>
    readConfig({ ...voiceOnly, "tac-handoff:timeouts": JSON.stringify(value) }, {}, { contract });

  const { config } = timeouts({ voice: { closed: 30 }, sms: { closed: 120 } });
  const { problems } = timeouts({ voice: "after 5 minutes", chat: { inactive: 0 } });

  expect(config && channelSettings({ ...config, channels: ["voice", "sms"] })).toEqual({
    VOICE: { statusTimeouts: { closed: 30 } },
    SMS: { statusTimeouts: { inactive: 10, closed: 120 } },
  });
  expect(problems).toEqual([
    {
      key: "tac-handoff:timeouts.voice",
      message:
        'expected onHangup, or minutes as closed and, if you like, inactive, found "after 5 minutes". When the conversation of a call ends: `onHangup`, or after minutes.',
      example: "pulumi config set --path 'tac-handoff:timeouts.voice' onHangup",
    },
    {
      key: "tac-handoff:timeouts.chat.inactive",
      message:
        "expected number to be >=1, found 0. Minutes from the last communication until the conversation is INACTIVE.",
      example: "pulumi config set --path 'tac-handoff:timeouts.chat.inactive' 15",
    },
  ]);
});

test.each([
  ["sms", { inactive: 60 }, "closed (60), found 60"],
  ["voice", { inactive: 9, closed: 5 }, "closed (5), found 9"],
])("a conversation by %s cannot be INACTIVE after it is CLOSED: %o", (channel, minutes, found) => {
  const { problems } = readConfig(
    { ...voiceOnly, "tac-handoff:timeouts": JSON.stringify({ [channel]: minutes }) },
    {},
    { contract },
  );
  expect(problems).toMatchObject([
    {
      key: `tac-handoff:timeouts.${channel}.inactive`,
      message: expect.stringContaining(`expected fewer minutes than ${found}`),
    },
  ]);
});

test("credentials can be in the environment instead", () => {
  const { "twilio:apiKey": _, "twilio:apiSecret": __, ...without } = voiceOnly;

  expect(readConfig(without, {}, { contract }).problems).toEqual([
    {
      key: "twilio:apiKey",
      message: "expected apiKey with apiSecret, or authToken, here or as TWILIO_API_KEY in the environment.",
      example: "pulumi config set twilio:apiKey SK0123456789abcdef0123456789abcdef",
    },
  ]);
  expect(readConfig(without, { TWILIO_AUTH_TOKEN: "t" }, { contract }).problems).toEqual([]);
});

test("every problem is reported with its key, what was found, what is expected and an example", () => {
  const { problems } = readConfig(
    {
      ...voiceOnly,
      "tac-handoff:agentDomain": "https://agent.example.com/",
      "tac-handoff:phoneNumber": "555-123",
      "tac-handoff:channels": '["voice", "fax", "chat"]',
      "tac-handoff:flex": '{"priority": "high", "colour": 1}',
      "tac-handoff:adopt":
        '{"orchestratorConfiguration": "conv_configuration_00000000000000000000000001", "classicService": "IS1"}',
    },
    {},
    { contract },
  );

  expect(
    describeProblems("prod", problems),
  ).toBe(`The configuration of stack prod has 8 problems. Nothing was sent to Twilio.

  tac-handoff:agentDomain: expected a public host name, without https:// and without a path, found "https://agent.example.com/". Public host name of the agent, where Twilio reaches TAC.
    for example: pulumi config set tac-handoff:agentDomain agent.example.com

  tac-handoff:channels[1]: expected one of "voice", "sms", "whatsapp", "rcs", "chat", found "fax". Channels the agent serves.
    for example: tac-handoff:channels: ["voice", "sms"] in Pulumi.<stack>.yaml

  tac-handoff:phoneNumber: expected a number in E.164 form, found "555-123". The agent's number, for calls and SMS, or a list of numbers. TAC uses the first as the sender on every channel.
    for example: pulumi config set tac-handoff:phoneNumber +15551230100

  tac-handoff:adopt.classicService: expected IS and 32 hexadecimal digits, found "IS1". Conversations (Classic) service. Omit it for Flex's own.
    for example: pulumi config set --path 'tac-handoff:adopt.classicService' IS…

  tac-handoff:adopt.memoryStore: expected the memory store that the adopted Orchestrator configuration names. Memory store with the profiles of customers.
    for example: pulumi config set --path 'tac-handoff:adopt.memoryStore' mem_store_…

  tac-handoff:flex.priority: expected number, found "high". Priority of the tasks, higher first.
    for example: pulumi config set --path 'tac-handoff:flex.priority' 10

  tac-handoff:flex.colour: is not a key of this project. Keys here are workflow, routing, defaultQueue, queues, voiceTaskChannel, messagingTaskChannel, priority, timeoutSeconds, attributes.

  tac-handoff:chatAddress: is missing, but tac-handoff:channels has "chat".
    for example: pulumi config set tac-handoff:chatAddress webchat`);
});

test("the example for an object sets a member, since the command would read the object as a string", () => {
  const { problems } = readConfig(
    { ...voiceOnly, "tac-handoff:flex": '{"attributes": "gold"}' },
    {},
    { contract },
  );

  expect(problems?.[0]?.example).toBe("pulumi config set --path 'tac-handoff:flex.attributes.team' support");
});

test("a secret is never shown", () => {
  const { problems } = readConfig(
    { ...voiceOnly, "twilio:apiKey": "sesame", "twilio:apiSecret": "open sesame" },
    {},
    { contract },
  );

  expect(JSON.stringify(problems)).not.toContain("sesame");
});

test("an unknown key is reported with the most similar key and all keys, including those below twilio: and nested ones", () => {
  const { problems } = readConfig(
    {
      ...voiceOnly,
      "twilio:apiSceret": "sesame",
      "tac-handoff:chanels": "[]",
      "tac-handoff:flex": '{"work_flow": "Support", "colour": "red"}',
      "tac-handoff:adopt": '{"memorystore": "mem_store_1"}',
    },
    {},
    { contract },
  );

  expect(problems).toEqual([
    {
      key: "twilio:apiSceret",
      message:
        "is not a key. Did you mean twilio:apiSecret? Keys here are accountSid, apiKey, apiSecret, authToken, region, edge, endpoint.",
    },
    {
      key: "tac-handoff:adopt.memorystore",
      message:
        "is not a key of this project. Did you mean tac-handoff:adopt.memoryStore? Keys here are orchestratorConfiguration, memoryStore, classicService, lists.",
    },
    {
      key: "tac-handoff:flex.work_flow",
      message:
        "is not a key of this project. Did you mean tac-handoff:flex.workflow? Keys here are workflow, routing, defaultQueue, queues, voiceTaskChannel, messagingTaskChannel, priority, timeoutSeconds, attributes.",
    },
    {
      key: "tac-handoff:flex.colour",
      message:
        "is not a key of this project. Keys here are workflow, routing, defaultQueue, queues, voiceTaskChannel, messagingTaskChannel, priority, timeoutSeconds, attributes.",
    },
    {
      key: "tac-handoff:chanels",
      message:
        "is not a key of this project. Did you mean tac-handoff:channels? Keys here are agentDomain, channels, phoneNumber, whatsappSender, rcsSender, chatAddress, name, adopt, flex, timeouts, onFailedSession, onAgentDown, onOtherEnd, handoffSigns, apologies.",
    },
  ]);
});

test("a key that is set as a secret is rejected, because its value would not stay secret", () => {
  const { problems } = readConfig(
    voiceOnly,
    {},
    { contract, isSecret: (key) => key === "tac-handoff:agentDomain" },
  );

  expect(problems).toEqual([
    {
      key: "tac-handoff:agentDomain",
      message:
        "is set as a secret, but its value is readable at Twilio and in Flex. Set it without --secret.",
    },
  ]);
});

test("attributes of the team that the agent or Twilio writes, or that leave no room for the agent, are reported by key", () => {
  const attributes = { team: "t".repeat(120), department: "support", type: "outbound" };
  const { problems } = readConfig(
    { ...voiceOnly, "tac-handoff:flex": JSON.stringify({ attributes }) },
    {},
    { contract },
  );

  const about =
    "Attributes that every task gets in addition to the hand-off: at most the contract's `teamCharacters` of JSON in all (128 by default), and no names that the agent or Twilio uses.";
  const example = "pulumi config set --path 'tac-handoff:flex.attributes.team' support";
  expect(problems).toEqual([
    {
      key: "tac-handoff:flex.attributes.department",
      message: `the agent sends an attribute of this name. Choose another name. ${about}`,
      example,
    },
    {
      key: "tac-handoff:flex.attributes.type",
      message: `the hand-off flow writes an attribute of this name itself. Choose another name. ${about}`,
      example,
    },
    {
      key: "tac-handoff:flex.attributes",
      message: `takes 170 characters, and 128 of the 1,024 that Flex accepts are reserved for it. Shorten them, or set a larger teamCharacters in studio-flows/attributes.ts. ${about}`,
      example,
    },
  ]);
});

test("wrong Liquid in a text of the flow is reported with its key and the reason, and right Liquid is accepted", () => {
  const { problems } = readConfig(
    {
      ...voiceOnly,
      "tac-handoff:apologies": '{"call": "Sorry {{name", "message": "Sorry {{ trigger.name | capitalise }}"}',
      "tac-handoff:flex":
        '{"attributes": {"a": "{% if x %}1", "b": {"c": ["{{ 1 | plus: }"]}, "d": "{{x}}"}}',
    },
    {},
    { contract },
  );
  expect(problems.map(({ key, message }) => [key, message.replace(/ Studio would.*/, "")])).toEqual([
    [
      "tac-handoff:flex.attributes.a",
      'expected valid Liquid, found "{% if x %}1": tag {% if x %} not closed.',
    ],
    [
      "tac-handoff:flex.attributes.b.c[0]",
      'expected valid Liquid, found "{{ 1 | plus: }": output "{{ 1 | plus: }" not closed.',
    ],
    [
      "tac-handoff:apologies.call",
      'expected valid Liquid, found "Sorry {{name": output "{{name" not closed.',
    ],
    [
      "tac-handoff:apologies.message",
      'expected valid Liquid, found "Sorry {{ trigger.name | capitalise }}": undefined filter: capitalise.',
    ],
  ]);
  expect(problems.at(-1)?.message).toMatch(/What a sender reads/);

  const right = '{"call": "Sorry {{ trigger.name | default: \'you\' }}", "message": "{ not {Liquid} }"}';
  expect(readConfig({ ...voiceOnly, "tac-handoff:apologies": right }, {}, { contract }).problems).toEqual([]);
});
