import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { propose } from "./decide/propose.ts";
import { describeNumber } from "./describe.ts";
import { foundTable, proposalTable, refusals } from "./tables.ts";
import { account, address, capturing, ids, number } from "./testing/testAccount.ts";

const plain = (table: string) => stripVTControlCharacters(table);
const cells = (table: string) =>
  plain(table)
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .split("│")
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(" | "),
    );

test("the table shows every type with its count, and what each object currently does", () => {
  const found = account({
    phoneNumbers: [
      number(ids.number, {
        trunk_sid: "",
        voice_application_sid: "",
        voice_url: "https://ivr.example.com/answer",
        sms_url: "",
      }),
    ],
    addresses: [address("chat", "webchat", { enabled: true, type: "studio", studio_flow_sid: ids.flow })],
    rcsSenders: ["rcs:brand_support_agent"],
    orchestratorConfigurations: [capturing(ids.number)],
  });

  expect(cells(foundTable(found))).toEqual([
    "phone numbers: 1",
    "+15551230100 | calls:",
    "Support | ivr.example.com/answer",
    "SMS: nothing",
    "addresses: 1",
    "webchat | chat, starts flow Flex",
    "Messaging Flow",
    "RCS senders: 1",
    "rcs:brand_support_agent",
    "Classic services: 1",
    `${ids.service} | Flex Chat Service`,
    "Flex configuration: 1",
    "workspace WS00000000000000000000000000000001 | UI 2.17.1",
    "workflows: 1",
    "WW00000000000000000000000000000001 | Assign to Anyone",
    "task channels: 1",
    "voice, chat | unique names",
    "Orchestrator configurations: 1",
    `${ids.configuration} | captures SMS`,
    "support-agent | calls",
    "agent.example.com/webhook",
    "no bridge",
    "Intelligence configurations: none",
    "memory stores: 1",
    `${ids.store} | ACTIVE`,
    "customers",
    "flows: 1",
    `${ids.flow} | published`,
    "Flex Messaging Flow",
  ]);
});

test("the flows that a number leads to are named, and one that is gone is shown by its SID", () => {
  const webhookOf = (flowSid: string) =>
    `https://webhooks.twilio.com/v1/Accounts/${ids.accountSid}/Flows/${flowSid}`;
  const gone = `FW${"e".repeat(32)}`;
  const wiring = { voice_url: webhookOf(ids.flow), status_callback: webhookOf(ids.flow), sms_url: "" };

  expect(describeNumber(account(), number(ids.number, wiring))).toEqual([
    "calls: flow Flex Messaging Flow",
    "call status: flow Flex Messaging Flow",
    "SMS: nothing",
  ]);
  expect(describeNumber(account(), number(ids.number, { status_callback: webhookOf(gone) }))).toEqual([
    "calls: nothing",
    `call status: flow ${gone}`,
    "SMS: nothing",
  ]);
});

test("no line is wider than 80 columns, and the longest ID is not broken", () => {
  const workflows = [
    { sid: "WW1", workspace_sid: "WS1", friendly_name: "A very long name of a workflow ".repeat(6) },
  ];
  const found = account({
    phoneNumbers: [number(ids.number, { voice_url: `https://${"long-".repeat(30)}.example.com/twiml` })],
    workflows,
    flex: {},
  });
  const table = `${foundTable(found)}\n${proposalTable(propose(found))}`;

  expect(
    Math.max(
      ...plain(table)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBe(80);
  expect(cells(table).filter((line) => line.startsWith(ids.configuration))).toHaveLength(2);
});

test("the first twelve of many rows are shown, with the number of the others", () => {
  const phoneNumbers = Array.from({ length: 1_000 }, (_, at) => number(`+1555${1_000_000 + at}`));
  const lines = cells(foundTable(account({ phoneNumbers })));

  expect(lines).toContain("phone numbers: 1000");
  expect(lines).toContain("… and 988 more (--json)");
  expect(lines.filter((line) => line.startsWith("+1555"))).toHaveLength(12);
});

test("a type that was refused is not shown as empty", () => {
  const found = account({ memoryStores: [], refused: [{ kind: "memoryStores", reason: "returned 403." }] });

  expect(cells(foundTable(found))).toContain("memory stores: could not be read");
  expect(refusals(found)).toBe("- memory stores: returned 403.");
});

test("the proposal shows values with their reasons, and what has to be decided", () => {
  const found = account({
    phoneNumbers: [number(ids.number), number(ids.otherNumber)],
    orchestratorConfigurations: [],
  });

  expect(cells(proposalTable(propose(found))).slice(0, 4)).toEqual([
    "proposed for the stack, with the reason",
    "phoneNumber | None of the numbers is",
    "to be decided | recognizable as the agent's.",
    "Which one is it?",
  ]);
});

test("escape sequences in names do not reach the terminal", () => {
  const found = account({
    flows: [{ sid: "FW1", friendly_name: "\u001b]0;title\u0007\u001b[31mred" }],
  });

  expect(foundTable(found).includes("\u001b]0")).toBe(false);
  expect(foundTable(found)).toContain("]0;title [31mred");
});
