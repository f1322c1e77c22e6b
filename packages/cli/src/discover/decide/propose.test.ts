import { describe, expect, test } from "vitest";
import type { Inventory } from "../inventory/inventory.ts";
import { account, address, capturing, configuration, ids, number } from "../testing/testAccount.ts";
import type { Decision } from "./decision.ts";
import { type Choices, type ProposedKey, proposedKeys } from "./keys.ts";
import { openKeys, propose } from "./propose.ts";

/** The decision for a key, on one line. */
function decided(key: ProposedKey, found: Inventory, flags: Choices = {}): string {
  return summarize(propose(found, flags).answers[key]);
}

function summarize(answer: Decision<unknown>): string {
  if (answer.kind === "omit") return `omit: ${answer.why}`;
  if (answer.kind === "value") return `${answer.value}: ${answer.why}`;
  return `? ${answer.candidates.map(({ value }) => value).join(" ")}`.trim();
}

const twiml = { voice_url: "https://agent.example.com/twiml" };
const refusedKind = (kind: "phoneNumbers" | "addresses" | "orchestratorConfigurations") => [
  { kind, reason: "no" },
];

test("in an account with one object of each type, everything is decided", () => {
  const { answers, surprises } = propose(account());

  expect(Object.fromEntries(proposedKeys.map((key) => [key, summarize(answers[key])]))).toEqual({
    phoneNumber: "+15551230100: its calls go to TAC's /twiml",
    agentDomain:
      'agent.example.com: status callback of Orchestrator configuration "support-agent"; calls of +15551230100 go there',
    channels: "voice: voice: the number can receive calls",
    whatsappSender: "omit: the channel is not used",
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

describe("the agent's number", () => {
  const [own, other] = [number(ids.number), number(ids.otherNumber)];

  test.each<[string, Partial<Inventory>, string]>([
    [
      "is the one whose calls go to TAC, even if another one is captured",
      {
        phoneNumbers: [number(ids.number, twiml), other],
        orchestratorConfigurations: [capturing(ids.otherNumber)],
      },
      "+15551230100: its calls go to TAC's /twiml",
    ],
    [
      "is the one in a capture rule, even if another one has an address",
      {
        phoneNumbers: [own, other],
        orchestratorConfigurations: [capturing(ids.number)],
        addresses: [address("sms", ids.otherNumber)],
      },
      '+15551230100: captured by Orchestrator configuration "support-agent"',
    ],
    [
      "is the one with an SMS address",
      { phoneNumbers: [own, other], addresses: [address("sms", ids.number)] },
      "+15551230100: has an SMS address",
    ],
    [
      "is the only one",
      { phoneNumbers: [own], orchestratorConfigurations: [] },
      "+15551230100: the only number in the account",
    ],
    [
      "is a question if several reach TAC",
      { phoneNumbers: [number(ids.number, twiml), number(ids.otherNumber, twiml)] },
      `? ${ids.number} ${ids.otherNumber}`,
    ],
    [
      "is a question if nothing identifies it",
      { phoneNumbers: [own, other] },
      `? ${ids.number} ${ids.otherNumber}`,
    ],
    ["is a question if there is none", { phoneNumbers: [] }, "?"],
    [
      "is a question if numbers cannot be read",
      { phoneNumbers: [], refused: refusedKind("phoneNumbers") },
      "?",
    ],
  ])("%s", (_, changes, expected) => {
    expect(decided("phoneNumber", account(changes))).toBe(expected);
  });
});

describe("the agent's domain", () => {
  test.each<[string, Partial<Inventory>, string]>([
    [
      "is the host of the status callback",
      { phoneNumbers: [number(ids.number)], orchestratorConfigurations: [capturing(ids.number)] },
      'agent.example.com: status callback of Orchestrator configuration "support-agent"',
    ],
    [
      "is the host to which calls go",
      { orchestratorConfigurations: [] },
      "agent.example.com: calls of +15551230100 go there",
    ],
    [
      "is a question if the two differ",
      {
        phoneNumbers: [number(ids.number, { voice_url: "https://other.example.com/twiml" })],
        orchestratorConfigurations: [capturing(ids.number)],
      },
      "? agent.example.com other.example.com",
    ],
    [
      "is a question if nothing identifies it",
      { phoneNumbers: [number(ids.number)], orchestratorConfigurations: [] },
      "?",
    ],
    [
      "is never a local address",
      {
        phoneNumbers: [number(ids.number, { voice_url: "http://localhost/twiml" })],
        orchestratorConfigurations: [],
      },
      "?",
    ],
  ])("%s", (_, changes, expected) => {
    expect(decided("agentDomain", account(changes))).toBe(expected);
  });
});

describe("the Orchestrator configuration", () => {
  const silent = { ...configuration, statusCallbacks: [] };
  const other = { ...configuration, id: ids.otherConfiguration, displayName: "other" };

  test.each<[string, Partial<Inventory>, string]>([
    [
      "is the one that captures the number, even if others have callbacks",
      {
        orchestratorConfigurations: [
          { ...silent, ...capturing(ids.number), statusCallbacks: [] },
          { ...other, statusCallbacks: [{ url: "https://b.example.com/webhook" }] },
        ],
      },
      `${ids.configuration}: "support-agent", captures +15551230100`,
    ],
    [
      "is the one that calls TAC, even if another one bridges Flex's service",
      {
        phoneNumbers: [number(ids.number)],
        orchestratorConfigurations: [
          configuration,
          { ...other, statusCallbacks: [], conversationsV1Bridge: { serviceId: ids.service } },
        ],
      },
      `${ids.configuration}: "support-agent", calls agent.example.com/webhook`,
    ],
    [
      "is the one that bridges Flex's service",
      {
        orchestratorConfigurations: [
          { ...silent, conversationsV1Bridge: { serviceId: ids.service } },
          { ...other, statusCallbacks: [] },
        ],
      },
      `${ids.configuration}: "support-agent", bridges Flex's Classic service`,
    ],
    [
      "is a question if several capture the number",
      {
        orchestratorConfigurations: [
          capturing(ids.number),
          { ...capturing(ids.number), id: ids.otherConfiguration },
        ],
      },
      `? ${ids.configuration} ${ids.otherConfiguration}`,
    ],
    [
      "is a question if none is an agent's",
      { orchestratorConfigurations: [silent] },
      `? ${ids.configuration}`,
    ],
    [
      "is created if there is none",
      { orchestratorConfigurations: [] },
      "omit: the account has no Orchestrator configuration, so the stack creates one",
    ],
    [
      "is a question if they cannot be read",
      { orchestratorConfigurations: [], refused: refusedKind("orchestratorConfigurations") },
      "?",
    ],
  ])("%s", (_, changes, expected) => {
    expect(decided("adopt.orchestratorConfiguration", account(changes))).toBe(expected);
  });

  test("is an optional question if none is an agent's, and a required one if several are", () => {
    const several = [configuration, other];
    expect(openKeys(propose(account({ orchestratorConfigurations: [silent] })))).toEqual([]);
    expect(openKeys(propose(account({ orchestratorConfigurations: several })))).toEqual([
      "adopt.orchestratorConfiguration",
      "adopt.memoryStore",
    ]);
  });

  test("is created if the user wants a new one, and the key is removed from the file", () => {
    const flags: Choices = { "adopt.orchestratorConfiguration": { value: "new", by: "--configuration" } };
    expect(propose(account(), flags).answers["adopt.orchestratorConfiguration"]).toEqual({
      kind: "omit",
      why: "--configuration: the stack creates one",
      isRemoved: true,
    });
  });
});

test("a configuration without a memory store leads to a question, because both are adopted together", () => {
  const found = account({ orchestratorConfigurations: [{ ...configuration, memoryStoreId: null }] });

  expect(decided("adopt.memoryStore", found)).toBe(`? ${ids.store}`);
  expect(openKeys(propose(found))).toEqual(["adopt.memoryStore"]);
});

describe("the channels", () => {
  test.each<[string, Partial<Inventory>, string]>([
    [
      "are those of the addresses, and voice",
      {
        addresses: [
          address("sms", ids.number),
          address("whatsapp", "whatsapp:+15551230101"),
          address("chat", "webchat"),
        ],
      },
      "voice,sms,whatsapp,chat: voice: the number can receive calls; sms: SMS address in Conversations; whatsapp: WhatsApp sender in Conversations; chat: chat address in Conversations",
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

  test("of several chat addresses none is chosen", () => {
    const addresses = [address("chat", "webchat"), address("chat", "shop")];
    expect(decided("chatAddress", account({ addresses }))).toBe("? webchat shop");
  });
});

describe("the Classic service", () => {
  const sms = { addresses: [address("sms", ids.number)] };
  const services = [
    { sid: ids.service, friendly_name: "A" },
    { sid: ids.otherService, friendly_name: "B" },
  ];

  test.each<[string, Partial<Inventory>, string]>([
    ["is omitted if it is Flex's own", sms, "omit: Flex's own is adopted automatically"],
    [
      "is the one that the configuration bridges",
      {
        ...sms,
        orchestratorConfigurations: [
          { ...configuration, conversationsV1Bridge: { serviceId: ids.otherService } },
        ],
      },
      `${ids.otherService}: bridged by Orchestrator configuration "support-agent"; Flex's own is ${ids.service}`,
    ],
    [
      "is a question if Flex has none configured and there are several",
      { ...sms, flex: { ui_version: "2.17.1" }, classicServices: services },
      `? ${ids.service} ${ids.otherService}`,
    ],
    [
      "is the only one if Flex has none configured",
      { ...sms, flex: { ui_version: "2.17.1" } },
      `${ids.service}: the only one, "Flex Chat Service"`,
    ],
  ])("%s", (_, changes, expected) => {
    expect(decided("adopt.classicService", account(changes))).toBe(expected);
  });
});

describe("the workflow", () => {
  const workflows = [
    { sid: "WW1", friendly_name: "Assign to Anyone" },
    { sid: "WW2", friendly_name: "Support" },
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
      { workflows: [...workflows.slice(1), { sid: "WW3", friendly_name: "Sales" }], ...flex(null) },
      "? Support Sales",
    ],
    ["is a question if there is none", { workflows: [], ...flex(null) }, "?"],
    ["is a question without Flex", { workflows: [], flex: undefined }, "?"],
  ])("%s", (_, changes, expected) => {
    expect(decided("flex.workflow", account(changes))).toBe(expected);
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
