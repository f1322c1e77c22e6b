import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { summaryOperatorId } from "../../account/intelligence.ts";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { diff } from "../../provider/diff.ts";
import { create, previewCreate, read } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { unknownValue } from "../../values/unknown.ts";
import { configuration as definition } from "./configuration.ts";

const configuration: Resource = definition;
const presentId = `intelligence_configuration_${"1".padStart(26, "0")}`;

const summaries = (["CONVERSATION_END", "CONVERSATION_INACTIVE"] as const).map((on) => ({
  operators: [{ id: summaryOperatorId }],
  triggers: [{ on }],
}));

function account(): State {
  const state = seed.accountBeforeHandoff();
  state.intelligenceConfigurations[presentId] = {
    accountId: seed.accountSid,
    id: presentId,
    displayName: "summaries",
    description: null,
    version: 1,
    rules: [
      {
        id: `intelligence_configurationrule_${"1".padStart(26, "0")}`,
        operators: [{ id: summaryOperatorId, version: null, parameters: null }],
        triggers: [{ on: "CONVERSATION_END", parameters: null }],
        actions: [],
        context: { memory: null, knowledge: null },
      },
    ],
    dateCreated: "2026-01-05T10:00:00.000Z",
    dateUpdated: "2026-01-05T10:00:00.000Z",
  };
  return state;
}

resourceContract(definition, {
  inputs: { displayName: "hand-off", description: "Summaries for Flex", rules: summaries },
  replace: { displayName: "other", description: "changed", rules: summaries.slice(1) },
  drift: {
    change: ({ intelligenceConfigurations }, id) => {
      const row = intelligenceConfigurations[id];
      if (row) row.rules = row.rules.slice(0, 1);
    },
    seen: ["rules[1]"],
  },
  present: {
    id: presentId,
    inputs: { adopt: presentId, displayName: "summaries", rules: summaries.slice(0, 1) },
  },
  object: ({ intelligenceConfigurations }, id) => intelligenceConfigurations[id],
  account,
});

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio({ state: account() });
});
afterEach(() => twilio.close());

test("a configuration is created by JSON in which every rule lists its actions", async () => {
  await create(configuration, twilio.api, { displayName: "hand-off", rules: summaries });
  const [request] = twilio.writes();
  expect([request?.method, request?.path, request?.headers["content-type"], request?.json]).toEqual([
    "POST",
    "/v3/ControlPlane/Configurations",
    "application/json",
    { displayName: "hand-off", rules: summaries.map((rule) => ({ actions: [], ...rule })) },
  ]);
});

test("any change replaces it, because a PUT makes a version nobody can activate", () => {
  const olds = { displayName: "a", rules: summaries };
  const news = { displayName: "a", description: "new", rules: summaries.slice(0, 1) };
  expect(diff(configuration, presentId, olds, news).replaces).toEqual([
    { path: ["rules", 1], kind: "delete" },
    { path: ["description"], kind: "add" },
  ]);
});

test("null, empty lists, empty objects and defaults that Twilio spells out are not a difference", async () => {
  const rules = [
    {
      operators: [{ id: summaryOperatorId, parameters: {} }],
      triggers: [{ on: "COMMUNICATION" }],
      actions: [],
      context: {},
    },
    { operators: [{ id: summaryOperatorId }], triggers: [] },
    {
      operators: [{ id: summaryOperatorId, version: 1, parameters: { tone: "warm" } }],
      triggers: [{ on: "COMMUNICATION", parameters: { count: 3 } }],
      actions: [{ type: "WEBHOOK", method: "POST", url: "https://agent.example.com/insight" }],
      context: { memory: { enabled: false }, knowledge: { bases: ["know_1"] } },
    },
  ];
  const { inputs, problems } = check(configuration, { displayName: "all", rules });
  expect(problems).toEqual([]);

  const { id, state } = await create(configuration, twilio.api, inputs);
  const found = await read(configuration, twilio.api, id, { inputs, state });

  expect(found?.inputs).toEqual(inputs);
  expect(check(configuration, inputs).inputs).toEqual(inputs);
  const [first, second] = (found?.inputs.rules ?? []) as object[];
  expect(second).toEqual({ operators: [{ id: summaryOperatorId }] });
  expect(Object.keys(first ?? {}).toSorted()).toEqual(["operators", "triggers"]);
});

test("a rule that is unknown in preview passes check unchanged", () => {
  const inputs = {
    displayName: "x",
    rules: [unknownValue, { operators: [{ id: unknownValue }], triggers: unknownValue }],
  };
  expect(check(configuration, inputs)).toEqual({ inputs, problems: [] });
});

test("taking one over that runs something else is refused", async () => {
  const inputs = { adopt: presentId, rules: summaries };
  await expect(previewCreate(configuration, twilio.api, inputs)).rejects.toThrow(
    new Error(
      `rules: ${presentId} has a different value, and Twilio cannot update objects of this type. Declare the value it has, or create a new object (without adopt).`,
    ),
  );
});

test("an operator that does not exist is refused in Twilio's words", async () => {
  const id = `intelligence_operator_${"0".repeat(26)}`;
  const inputs = { displayName: "x", rules: [{ operators: [{ id }] }] };
  await expect(create(configuration, twilio.api, inputs)).rejects.toHaveProperty(
    "message",
    `POST intelligence.twilio.com/v3/ControlPlane/Configurations answered 400 (70001): Invalid operator id ${id}. See https://www.twilio.com/docs/api/errors/70001`,
  );
});

test("a key that Twilio adds to a rule later is not a difference and does not break refresh", async () => {
  twilio.settings.unknownField = true;

  expect((await read(configuration, twilio.api, presentId))?.inputs).toEqual({
    displayName: "summaries",
    rules: [{ operators: [{ id: summaryOperatorId }], triggers: [{ on: "CONVERSATION_END" }] }],
  });
});
