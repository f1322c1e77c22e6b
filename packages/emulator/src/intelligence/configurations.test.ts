import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const configurations = "https://intelligence.twilio.com/v3/ControlPlane/Configurations";

const rule = { operators: [{ id: seed.summaryOperatorId }], actions: [] };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("values that were not given are absent", async () => {
  const json = { displayName: "summaries", rules: [{ ...rule, triggers: [{ on: "CONVERSATION_END" }] }] };
  const created = await call(`POST ${configurations}`, { json });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ accountId: seed.accountSid, version: 1 });
  expect(created.body).not.toHaveProperty("description");
  expect(created.body.rules).toEqual([
    {
      id: expect.stringMatching(/^intelligence_configurationrule_[0-7][0-9a-z]{25}$/),
      operators: [{ id: seed.summaryOperatorId }],
      triggers: [{ on: "CONVERSATION_END" }],
      actions: [],
    },
  ]);
});

test("PUT replaces the rules: a rule with its id keeps it, the others are new, and the version increases", async () => {
  const created = await call(`POST ${configurations}`, {
    json: { displayName: "a", description: "d", rules: [rule] },
  });
  const url = `${configurations}/${created.body.id}`;
  const [{ id }] = created.body.rules;
  const replaced = await call(`PUT ${url}`, { json: { displayName: "a", rules: [rule, { id, ...rule }] } });
  expect(replaced.body).toMatchObject({ version: 2 });
  expect(replaced.body).not.toHaveProperty("description");
  expect(replaced.body.rules[1].id).toBe(id);
  expect(replaced.body.rules[0].id).not.toBe(id);
});

test("the four operators of Twilio are listed, and read with an ETag", async () => {
  const operators = "https://intelligence.twilio.com/v3/ControlPlane/Operators";
  const listed = await call(`GET ${operators}`);
  expect(listed.body.items.map((row: { displayName: string }) => row.displayName)).toEqual([
    "Summary",
    "Sentiment",
    "Next Best Response",
    "Script Adherence",
  ]);
  expect(listed.body.meta.key).toBe("items");
  const read = await call(`GET ${operators}/${seed.summaryOperatorId}`);
  expect([read.body.author, read.body.prompt, read.headers.get("etag")]).toEqual([
    "TWILIO",
    undefined,
    '"1"',
  ]);
});

test("a form is rejected with 415 and the product's own error body", async () => {
  const answer = await call(`POST ${configurations}`, { form: { displayName: "a" } });
  expect([answer.status, answer.body]).toEqual([
    415,
    {
      code: 20422,
      message: "Unsupported content type application/x-www-form-urlencoded: expected application/json",
      httpStatusCode: 415,
      userError: true,
      params: {},
    },
  ]);
});

const mistakes: [string, unknown, number, string][] = [
  ["missing rules", { displayName: "a" }, 20001, "Missing required parameter rules in the post body"],
  ["six rules", { displayName: "a", rules: Array(6).fill(rule) }, 20001, "Invalid parameter rules: "],
  [
    "two triggers",
    {
      displayName: "a",
      rules: [{ ...rule, triggers: [{ on: "COMMUNICATION" }, { on: "CONVERSATION_END" }] }],
    },
    20001,
    "Invalid parameter rules.0.triggers: ",
  ],
  [
    "a count at the end of a conversation",
    {
      displayName: "a",
      rules: [{ ...rule, triggers: [{ on: "CONVERSATION_END", parameters: { count: 2 } }] }],
    },
    20001,
    "Invalid parameter rules.0.triggers.0: count is for COMMUNICATION only",
  ],
  [
    "no actions key",
    { displayName: "a", rules: [{ operators: rule.operators }] },
    20001,
    "Missing required parameter rules.0.actions in the post body",
  ],
  [
    "a version that the operator does not have",
    { displayName: "a", rules: [{ operators: [{ id: seed.summaryOperatorId, version: 2 }], actions: [] }] },
    20001,
    `Invalid parameter rules.operators.version: ${seed.summaryOperatorId} has no version 2`,
  ],
  [
    "an unknown operator",
    { displayName: "a", rules: [{ operators: [{ id: "intelligence_operator_x" }], actions: [] }] },
    70001,
    "Invalid operator id intelligence_operator_x",
  ],
];

test.each(mistakes)("%s is refused", async (_, json, code, message) => {
  const answer = await call(`POST ${configurations}`, { json });
  expect([answer.status, answer.body.code]).toEqual([400, code]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("PUT with the id of a rule that does not exist is rejected", async () => {
  const created = await call(`POST ${configurations}`, { json: { displayName: "a", rules: [] } });
  const json = { displayName: "a", rules: [{ id: "intelligence_configurationrule_x", ...rule }] };
  const answer = await call(`PUT ${configurations}/${created.body.id}`, { json });
  expect(answer.body.message).toBe(
    "Invalid parameter rules.id: intelligence_configurationrule_x is not a rule of this configuration",
  );
});

test("a deleted configuration is gone immediately", async () => {
  const { id } = (await call(`POST ${configurations}`, { json: { displayName: "a", rules: [] } })).body;
  const deleted = await call(`DELETE ${configurations}/${id}`);
  expect([deleted.status, deleted.body]).toEqual([204, ""]);
  const read = await call(`GET ${configurations}/${id}`);
  expect([read.status, read.body.code, read.body.httpStatusCode]).toEqual([404, 20404, 404]);
});
