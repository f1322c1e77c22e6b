import { describe, expect, test } from "vitest";
import type { Inventory } from "../inventory/inventory.ts";
import { decided, refusedKind, twiml } from "../testing/decided.ts";
import { account, address, capturing, ids, number } from "../testing/testAccount.ts";

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
