import { describe, expect, test } from "vitest";
import type { Inventory } from "../inventory/inventory.ts";
import { decided, refusedKind } from "../testing/decided.ts";
import { account, address, capturing, configuration, ids, number } from "../testing/testAccount.ts";
import type { Choices } from "./keys.ts";
import { openKeys, propose } from "./propose.ts";

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
