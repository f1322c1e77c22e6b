import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { flowToFlex } from "../seed/messagingFlow.ts";
import { type Emulator, startEmulator } from "../server.ts";

const flows = "https://studio.twilio.com/v2/Flows";

const definition = flowToFlex({ workflowSid: seed.workflowSid, taskChannelSid: seed.taskChannelSids.chat });

const complete = { FriendlyName: "hand-off", Status: "published", Definition: JSON.stringify(definition) };

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

test("a flow is created as its first revision, with the webhook a call is sent to", async () => {
  const { status, body } = await call(`POST ${flows}`, { form: { ...complete, CommitMessage: "first" } });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    account_sid: seed.accountSid,
    friendly_name: "hand-off",
    status: "published",
    revision: 1,
    commit_message: "first",
    definition,
    valid: true,
    errors: [],
    webhook_url: `https://webhooks.twilio.com/v1/Accounts/${seed.accountSid}/Flows/${body.sid}`,
    links: { revisions: `${flows}/${body.sid}/Revisions` },
  });
});

test("every update is a revision, and a draft leaves the published one live", async () => {
  const { sid } = (await call(`POST ${flows}`, { form: complete })).body;
  const updated = await call(`POST ${flows}/${sid}`, { form: { Status: "draft" } });
  expect([updated.status, updated.body.revision, updated.body.friendly_name]).toEqual([200, 2, "hand-off"]);
  const revision = async (name: string) => (await call(`GET ${flows}/${sid}/Revisions/${name}`)).body;
  expect((await revision("LatestPublished")).revision).toBe(1);
  expect((await revision("LatestRevision")).status).toBe("draft");
  expect(await revision("1")).not.toHaveProperty("webhook_url");
  expect((await revision("3")).code).toBe(20404);
  const listed = await call(`GET ${flows}/${sid}/Revisions`);
  expect(listed.body.revisions.map((row: { revision: number }) => row.revision)).toEqual([2, 1]);
});

test("a flow that was never published has no LatestPublished", async () => {
  const { sid } = (await call(`POST ${flows}`, { form: { ...complete, Status: "draft" } })).body;
  const answer = await call(`GET ${flows}/${sid}/Revisions/LatestPublished`);
  expect(answer.body.message).toBe(
    `The requested resource /Flows/${sid}/Revisions/LatestPublished was not found`,
  );
});

test("rows of the list have neither definition nor errors", async () => {
  const { body } = await call(`GET ${flows}`);
  expect(body.flows).toHaveLength(1);
  expect(body.flows[0]).toMatchObject({
    sid: seed.oldFlowSid,
    definition: null,
    valid: null,
    errors: null,
    warnings: null,
  });
});

test("entries of Set Variables are returned with a type", async () => {
  const variables = [
    { key: "a", value: "1" },
    { key: "b", value: "{}", type: "json_object" },
  ];
  const state = {
    name: "set",
    type: "set-variables",
    transitions: [{ event: "next" }],
    properties: { variables },
  };
  const Definition = JSON.stringify({ ...definition, states: [...definition.states, state] });
  const { body } = await call(`POST ${flows}`, { form: { ...complete, Definition } });
  expect(body.definition.states.at(-1).properties.variables).toEqual([
    { key: "a", value: "1", type: "string" },
    { key: "b", value: "{}", type: "json_object" },
  ]);
});

test("Validate, create and update reject an invalid definition with every error and its path", async () => {
  const broken = structuredClone(definition);
  broken.initial_state = "Nothing";
  const [, toFlex] = broken.states;
  if (toFlex) toFlex.transitions = [{ event: "callComplete", next: "lost" }];
  const form = { ...complete, Definition: JSON.stringify(broken) };
  const body = {
    code: 81022,
    message: "Flow definition validation failed, check `details` for more information",
    more_info: "https://www.twilio.com/docs/errors/81022",
    status: 400,
    details: {
      errors: expect.arrayContaining([
        { message: "must match a widget name", property_path: "#/initial_state" },
        { message: "must match a widget name", property_path: "#/states/1/transitions/0/next" },
      ]),
      warnings: [],
    },
  };
  for (const url of [`${flows}/Validate`, flows, `${flows}/${seed.oldFlowSid}`]) {
    const answer = await call(`POST ${url}`, { form });
    expect([answer.status, answer.body]).toEqual([400, body]);
  }
  expect((await call(`GET ${flows}/${seed.oldFlowSid}`)).body.revision).toBe(1);
});

const mistakes: [string, EmulatorRequest, string][] = [
  ["no status", { form: { FriendlyName: "x" } }, "Missing required parameter Status in the post body"],
  ["an unknown status", { form: { Status: "live" } }, "Invalid parameter Status: "],
  [
    "a definition that is not JSON",
    { form: { Status: "draft", Definition: "{" } },
    "Invalid parameter Definition: not valid JSON",
  ],
  ["JSON", { json: { Status: "draft" } }, "The request body must be application/x-www-form-urlencoded"],
];

test.each(mistakes)("%s is refused", async (_, question, message) => {
  const answer = await call(`POST ${flows}/${seed.oldFlowSid}`, question);
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("a flow can be deleted while an address names it", async () => {
  expect((await call(`DELETE ${flows}/${seed.oldFlowSid}`)).status).toBe(204);
  const answer = await call(`DELETE ${flows}/${seed.oldFlowSid}`);
  expect(answer.body.message).toBe(`The requested resource /Flows/${seed.oldFlowSid} was not found`);
});
