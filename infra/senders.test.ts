import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { senderProblems } from "./senders.ts";

const [first, second] = ["+15551230100", "+15551230102"];

function read(keys: Record<string, unknown>) {
  const configured = {
    agentDomain: "agent.example.com",
    channels: ["voice", "sms"],
    phoneNumber: first,
    ...keys,
  };
  const values = Object.entries(configured).map(([key, value]) => [
    `tac-handoff:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const account = { "twilio:accountSid": `AC${"a".repeat(32)}`, "twilio:authToken": "not a real one" };
  return readConfig({ ...account, ...Object.fromEntries(values) }, {}, { contract });
}

const keysAndMessages = (keys: Record<string, unknown>) =>
  read(keys).problems?.map(({ key, message }) => [key, message]);

test("a single number serves the channels of the stack that are a number's, and the first of a list is TAC's", () => {
  expect(read({ channels: ["sms", "chat"], chatAddress: "webchat" }).config).toMatchObject({
    phoneNumber: first,
    phoneNumbers: [{ number: first, channels: ["sms"] }],
    chatAddress: "webchat",
    chatAddresses: ["webchat"],
    listedKeys: [],
  });
  expect(
    read({
      channels: ["voice", "sms", "whatsapp", "rcs"],
      phoneNumber: [{ number: second, channels: ["voice"] }, first],
      whatsappSender: ["whatsapp:+15551230101", "whatsapp:+15551230103"],
      rcsSender: "rcs:brand_support_agent",
    }).config,
  ).toMatchObject({
    phoneNumber: second,
    phoneNumbers: [
      { number: second, channels: ["voice"] },
      { number: first, channels: ["voice", "sms"] },
    ],
    whatsappSender: "whatsapp:+15551230101",
    whatsappSenders: ["whatsapp:+15551230101", "whatsapp:+15551230103"],
    rcsSenders: ["rcs:brand_support_agent"],
    chatAddress: undefined,
    listedKeys: ["phoneNumber", "whatsappSender"],
  });
});

test("a listed number without quotation marks, which YAML reads as an integer, is the same number", () => {
  const listed = (phoneNumber: unknown) => read({ phoneNumber }).config?.phoneNumbers;
  const channels = ["voice"];
  expect(listed([15551230100, { number: 15551230102, channels }])).toEqual(
    listed([first, { number: second, channels }]),
  );
});

test("numbers of a stack without calls and SMS serve no channel", () => {
  const { config } = read({ channels: ["chat"], chatAddress: "webchat", phoneNumber: [first, second] });
  expect(config?.phoneNumbers.map(({ channels }) => channels)).toEqual([[], []]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  [
    "a number listed twice",
    { phoneNumber: [first, { number: first, channels: ["voice"] }] },
    "tac-handoff:phoneNumber[1]",
    `${first} is listed twice. Remove one.`,
  ],
  [
    "a sender listed twice",
    { whatsappSender: ["whatsapp:+15551230101", "whatsapp:+15551230101"] },
    "tac-handoff:whatsappSender[1]",
    "whatsapp:+15551230101 is listed twice. Remove one.",
  ],
  [
    "a listed value that is not a number",
    { phoneNumber: [first, true] },
    "tac-handoff:phoneNumber[1]",
    "expected a number in E.164 form, found true.",
  ],
  [
    "a listed number in another form",
    { phoneNumber: [first, "555-123"] },
    "tac-handoff:phoneNumber[1]",
    'expected a number in E.164 form, found "555-123".',
  ],
  [
    "a number with its channels in another form",
    { phoneNumber: [{ number: "555-123" }] },
    "tac-handoff:phoneNumber[0].number",
    'expected a number in E.164 form, found "555-123".',
  ],
  [
    "a channel that no number has",
    { phoneNumber: [first, { number: second, channels: ["fax"] }] },
    "tac-handoff:phoneNumber[1].channels[0]",
    'expected one of "voice", "sms", found "fax".',
  ],
  [
    "an unknown member",
    { phoneNumber: [first, { number: second, channel: "voice" }] },
    "tac-handoff:phoneNumber[1].channel",
    "is not a key of this project. Did you mean tac-handoff:phoneNumber[1].channels? Keys here are number, channels.",
  ],
  ["an empty list", { phoneNumber: [] }, "tac-handoff:phoneNumber", "expected array to have >=1 items."],
  [
    "an RCS sender without its prefix",
    { rcsSender: "brand_support_agent" },
    "tac-handoff:rcsSender",
    'expected rcs: and the identifier of the RCS sender, found "brand_support_agent".',
  ],
])("%s is a problem with the key and what was found", (_, keys, key, message) => {
  expect(keysAndMessages(keys)).toEqual([[key, expect.stringContaining(message)]]);
});

test("a problem in a list has a list as its example", () => {
  expect(read({ phoneNumber: [first, first] }).problems?.[0]?.example).toBe(
    'tac-handoff:phoneNumber: ["+15551230100", "+15551230102"] in Pulumi.<stack>.yaml',
  );
  expect(read({ phoneNumber: [{ number: first, channels: ["fax"] }] }).problems?.[0]?.example).toBe(
    "pulumi config set --path 'tac-handoff:phoneNumber[0].channels[0]' voice",
  );
  expect(read({ phoneNumber: "555-123" }).problems?.[0]?.example).toBe(
    "pulumi config set tac-handoff:phoneNumber +15551230100",
  );
});

test("a number's channel that the stack does not have is a problem", () => {
  const phoneNumber = [first, { number: second, channels: ["voice", "sms"] }];
  expect(read({ channels: ["voice"], phoneNumber }).problems).toEqual([
    {
      key: "tac-handoff:phoneNumber[1].channels",
      message: 'has "sms", but tac-handoff:channels has not.',
      example: 'tac-handoff:channels: ["voice", "sms"] in Pulumi.<stack>.yaml',
    },
  ]);
});

test("a channel of the stack that no number has is a problem", () => {
  const phoneNumber = [
    { number: first, channels: ["voice"] },
    { number: second, channels: ["voice"] },
  ];
  expect(read({ phoneNumber }).problems).toEqual([
    {
      key: "tac-handoff:channels",
      message:
        'has "sms", but none of the numbers in tac-handoff:phoneNumber has. Add it to the channels of a number.',
      example: `tac-handoff:phoneNumber: [{ number: "${first}", channels: [voice, sms] }, …] in Pulumi.<stack>.yaml`,
    },
  ]);
});

test("a sender is required for its channel, also if other keys are wrong", () => {
  expect(senderProblems({ channels: ["rcs", "whatsapp", "fax"], whatsappSender: "?" })).toEqual([
    {
      key: "tac-handoff:rcsSender",
      message: 'is missing, but tac-handoff:channels has "rcs".',
      example: "pulumi config set tac-handoff:rcsSender rcs:brand_support_agent",
    },
  ]);
});
