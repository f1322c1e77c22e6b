import { describe, expect, test } from "vitest";
import type { Inventory } from "../inventory/inventory.ts";
import { decided, refusedKind, summarize } from "../testing/decided.ts";
import { account, address, capturing, ids, number } from "../testing/testAccount.ts";
import { type Choices, proposedKeys } from "./keys.ts";
import { openKeys, propose } from "./propose.ts";

test("in an account with one object of each type, everything is decided", () => {
  const { answers, surprises } = propose(account());

  expect(Object.fromEntries(proposedKeys.map((key) => [key, summarize(answers[key])]))).toEqual({
    phoneNumber: "+15551230100: its calls go to TAC's /twiml",
    agentDomain:
      'agent.example.com: status callback of Orchestrator configuration "support-agent"; calls of +15551230100 go there',
    channels: "voice: voice: the number can receive calls",
    whatsappSender: "omit: the channel is not used",
    rcsSender: "omit: the channel is not used",
    chatAddress: "omit: the channel is not used",
    "adopt.orchestratorConfiguration": `${ids.configuration}: "support-agent", calls agent.example.com/webhook`,
    "adopt.memoryStore": `${ids.store}: memory store of Orchestrator configuration "support-agent"`,
    "adopt.classicService": "omit: no channel in use needs it",
    "flex.workflow": `omit: Flex's workflow is "Assign to Anyone"`,
    "flex.voiceTaskChannel": 'omit: the workspace has "voice"',
    "flex.messagingTaskChannel": "omit: no channel in use needs it",
  });
  expect(surprises).toEqual([]);
  expect(openKeys({ answers, surprises })).toEqual([]);
});

describe("the channels", () => {
  test.each<[string, Partial<Inventory>, string]>([
    [
      "are those of the addresses, and voice",
      {
        addresses: [
          address("sms", ids.number),
          address("whatsapp", "whatsapp:+15551230101"),
          address("rcs", "rcs:brand_support_agent"),
          address("chat", "webchat"),
        ],
      },
      "voice,sms,whatsapp,rcs,chat: voice: the number can receive calls; sms: SMS address in Conversations; whatsapp: WhatsApp sender in Conversations; rcs: the account has an RCS sender; chat: chat address in Conversations",
    ],
    [
      "include RCS because of a sender without an address",
      { rcsSenders: ["rcs:brand_support_agent"] },
      "voice,rcs: voice: the number can receive calls; rcs: the account has an RCS sender",
    ],
    [
      "include SMS because of a capture rule",
      { orchestratorConfigurations: [capturing(ids.number)] },
      "voice,sms: voice: the number can receive calls; sms: captured by the Orchestrator configuration",
    ],
    [
      "do not include SMS because of another number's address",
      { addresses: [address("sms", ids.otherNumber)] },
      "voice: voice: the number can receive calls",
    ],
    [
      "do not include voice if the number cannot receive calls",
      {
        phoneNumbers: [number(ids.number, { capabilities: { voice: false, sms: true } })],
        addresses: [address("sms", ids.number)],
      },
      "sms: sms: SMS address in Conversations",
    ],
    [
      "are a question without a number",
      { phoneNumbers: [], addresses: [address("chat", "webchat")] },
      "? chat",
    ],
    ["are a question if there are none", { phoneNumbers: [number(ids.number, { capabilities: null })] }, "?"],
    ["are a question if addresses cannot be read", { refused: refusedKind("addresses") }, "? voice"],
  ])("%s", (_, changes, expected) => {
    expect(decided("channels", account(changes))).toBe(expected);
  });

  test.each<[string, Inventory["addresses"], string]>([
    [
      "of several senders the one with the agent's number is chosen",
      [address("whatsapp", "whatsapp:+15550000001"), address("whatsapp", `whatsapp:${ids.number}`)],
      `whatsapp:${ids.number}: address in Conversations`,
    ],
    [
      "of several senders without the agent's number none is chosen",
      [address("whatsapp", "whatsapp:+15550000001"), address("whatsapp", "whatsapp:+15550000002")],
      "? whatsapp:+15550000001 whatsapp:+15550000002",
    ],
  ])("%s", (_, addresses, expected) => {
    expect(decided("whatsappSender", account({ addresses }))).toBe(expected);
  });

  const [support, sales] = ["rcs:brand_support_agent", "rcs:brand_sales_agent"];
  test.each<[string, Partial<Inventory>, string]>([
    ["the only one of the account", { rcsSenders: [support] }, `${support}: RCS sender of the account`],
    [
      "the one with an address",
      { rcsSenders: [sales, support], addresses: [address("rcs", support)] },
      `${support}: address in Conversations`,
    ],
    [
      "the one that the configuration captures",
      { rcsSenders: [sales, support], orchestratorConfigurations: [capturing(sales, "RCS")] },
      `${sales}: RCS sender of the account`,
    ],
    ["a question if there are several", { rcsSenders: [sales, support] }, `? ${sales} ${support}`],
  ])("the RCS sender is %s", (_, changes, expected) => {
    expect(decided("rcsSender", account(changes))).toBe(expected);
  });

  test("of several chat addresses none is chosen", () => {
    const addresses = [address("chat", "webchat"), address("chat", "shop")];
    expect(decided("chatAddress", account({ addresses }))).toBe("? webchat shop");
  });
});

describe("the workflow", () => {
  const workflows = [
    { sid: "WW1", workspace_sid: "WS1", friendly_name: "Assign to Anyone" },
    { sid: "WW2", workspace_sid: "WS1", friendly_name: "Support" },
  ];
  const flex = (target: string | null) => ({ flex: { taskrouter_target_workflow_sid: target } });

  test.each<[string, Partial<Inventory>, string]>([
    ["is Flex's target", { workflows, ...flex("WW2") }, "Support: Flex's target workflow"],
    [
      "is omitted if Flex's target is the default",
      { workflows, ...flex("WW1") },
      `omit: Flex's workflow is "Assign to Anyone"`,
    ],
    [
      "is omitted if Flex has no target and the default exists",
      { workflows, ...flex(null) },
      'omit: the workspace has "Assign to Anyone"',
    ],
    [
      "is the only one",
      { workflows: workflows.slice(1), ...flex(null) },
      "Support: the only workflow in Flex's workspace",
    ],
    [
      "is a question if the default does not exist",
      {
        workflows: [...workflows.slice(1), { sid: "WW3", workspace_sid: "WS1", friendly_name: "Sales" }],
        ...flex(null),
      },
      "? Support Sales",
    ],
    ["is a question if there is none", { workflows: [], ...flex(null) }, "?"],
    ["is a question without Flex", { workflows: [], flex: undefined }, "?"],
  ])("%s", (_, changes, expected) => {
    expect(decided("flex.workflow", account(changes))).toBe(expected);
  });
});

describe("the workflow that the stack manages", () => {
  const found = account({
    workflows: ["WW1", "WW2"].map((sid) => ({
      sid,
      workspace_sid: "WS1",
      friendly_name: "Assign to Anyone",
    })),
    flex: { taskrouter_target_workflow_sid: "WW1" },
  });
  const managed = (file: Choices) => propose(found, {}, file, { managesWorkflow: true });

  test("is not replaced by Flex's target", () => {
    const { answers, surprises } = managed({});
    expect(summarize(answers["flex.workflow"])).toBe("omit: the stack manages the workflow of flex.routing");
    expect(surprises).toEqual([]);
  });

  test("keeps the name in the stack file, also before it exists", () => {
    const { answers, surprises } = managed({ "flex.workflow": { value: "Routing", by: "the stack file" } });
    expect(summarize(answers["flex.workflow"])).toBe("Routing: the stack file");
    expect(surprises).toEqual([]);
  });
});

test("a task channel with another name is a question, by unique name", () => {
  const taskChannels = [{ sid: "TC1", friendly_name: "Calls", unique_name: "calls" }];
  expect(decided("flex.voiceTaskChannel", account({ taskChannels }))).toBe("? calls");
});

test("a flag decides if the account does not", () => {
  const found = account({ phoneNumbers: [number(ids.number), number(ids.otherNumber)] });
  expect(decided("phoneNumber", found, { phoneNumber: { value: ids.otherNumber, by: "--number" } })).toBe(
    "+15551230199: --number",
  );
});

test("a flag for an object that the account does not have is rejected with a list of what it has", () => {
  const flags: Choices = { phoneNumber: { value: "+15550000000", by: "--number" } };
  expect(() => propose(account(), flags)).toThrow(
    expect.objectContaining({
      message: `--number: account ${ids.accountSid} has no +15550000000. It has +15551230100.`,
    }),
  );
});

test("a flag is used if it is unknown whether the account has the object", () => {
  const found = account({ phoneNumbers: [], refused: refusedKind("phoneNumbers") });
  expect(decided("phoneNumber", found, { phoneNumber: { value: "+15550000000", by: "--number" } })).toBe(
    "+15550000000: --number",
  );
});

test("values in the file are kept, unless the account no longer has them", () => {
  const file: Choices = {
    agentDomain: { value: "kept.example.com", by: "the file" },
    phoneNumber: { value: "+15550000000", by: "the file" },
  };

  const { answers, surprises } = propose(account(), {}, file);

  expect(summarize(answers.agentDomain)).toBe("kept.example.com: the file");
  expect(summarize(answers.phoneNumber)).toBe("+15551230100: its calls go to TAC's /twiml");
  expect(surprises).toContain(
    "The stack file has tac-handoff:phoneNumber +15550000000, which the account does not have.",
  );
});
