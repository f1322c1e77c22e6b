import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const configurations = "https://conversations.twilio.com/v2/ControlPlane/Configurations";

const present = `${configurations}/${seed.orchestratorConfigurationId}`;

const complete = {
  displayName: "second",
  description: "",
  conversationGroupingType: "GROUP_BY_PROFILE",
  memoryStoreId: seed.memoryStoreId,
};

let emulator: Emulator;

let time: number;

beforeEach(async () => {
  time = Date.parse("2026-02-01T00:00:00Z");
  emulator = await startEmulator({ operationDelayMs: 5_000, now: () => new Date(time) });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const later = (seconds: number) => {
  time += seconds * 1_000;
};

test("a new configuration is accepted with an operation and can be read once that is completed", async () => {
  const created = await call(`POST ${configurations}`, { json: complete });

  const operationUrl = created.body.statusUrl;
  const { configurationId } = created.body.related;
  expect(created.status).toBe(202);
  expect(configurationId).toMatch(/^conv_configuration_[0-7][0-9a-z]{25}$/);
  expect(created.headers.get("operation-id")).toMatch(/^proc_job_/);
  expect(created.headers.get("location")).toBe(operationUrl);
  expect(created.headers.get("retry-after")).toBe("5");
  expect((await call(`GET ${configurations}/${configurationId}`)).status).toBe(404);
  expect((await call(`GET ${operationUrl}`)).body).toEqual({
    operationId: created.headers.get("operation-id"),
    status: "PENDING",
    createdAt: "2026-02-01T00:00:00Z",
    statusUrl: operationUrl,
    related: { configurationId },
  });

  later(5);
  expect((await call(`GET ${operationUrl}`)).body).toMatchObject({
    status: "COMPLETED",
    completedAt: "2026-02-01T00:00:05Z",
  });
  expect((await call(`GET ${configurations}/${configurationId}`)).body).toMatchObject({
    ...complete,
    version: 1,
  });
});

test("the id of a new configuration can appear late or not at all", async () => {
  await emulator.close();
  emulator = await startEmulator({ newIdIn: "operation", operationDelayMs: 0 });
  const created = await call(`POST ${configurations}`, { json: complete });
  expect(created.body).not.toHaveProperty("related");
  const operation = await call(`GET ${created.body.statusUrl}`);
  expect(operation.body.related.configurationId).toMatch(/^conv_configuration_/);
});

test("PUT resets what is missing", async () => {
  const { displayName: _, ...least } = complete;
  const grouping = "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE";
  await call(`PUT ${present}`, {
    json: { ...least, conversationGroupingType: grouping, channelSettings: {} },
  });
  later(5);
  const { body } = await call(`GET ${present}`);
  expect(body).toMatchObject({ channelSettings: {}, version: 2 });
  expect(body).not.toHaveProperty("displayName");
  expect(body).not.toHaveProperty("statusCallbacks");
  expect(body).not.toHaveProperty("conversationsV1Bridge");
});

test("PATCH keeps what is missing, clears with null and merges channels key by key", async () => {
  const answer = await call(`PATCH ${present}`, {
    json: {
      statusCallbacks: null,
      channelSettings: {
        VOICE: { statusTimeouts: null },
        RCS: null,
        CHAT: { statusTimeouts: { closed: 60 } },
      },
    },
  });
  expect(answer.status).toBe(202);
  later(5);
  const { body } = await call(`GET ${present}`);
  expect(body.displayName).toBe("support-agent");
  expect(body).not.toHaveProperty("statusCallbacks");
  expect(Object.keys(body.channelSettings)).toEqual(["SMS", "VOICE", "CHAT"]);
  expect(body.channelSettings.VOICE).toEqual({ captureRules: [] });
  expect(body.channelSettings.CHAT.statusTimeouts).toEqual({ closed: 60 });
});

test("two consecutive changes are both applied", async () => {
  await call(`PATCH ${present}`, { json: { displayName: "first" } });
  later(1);
  await call(`PATCH ${present}`, { json: { description: "second" } });
  later(5);
  const { body } = await call(`GET ${present}`);
  expect([body.displayName, body.description, body.version]).toEqual(["first", "second", 3]);
});

test("capture rules are returned sorted, with empty metadata", async () => {
  const rules = [
    { from: "+15551230100", to: "*" },
    { from: "*", to: "+15551230100" },
  ];
  await call(`PATCH ${present}`, { json: { channelSettings: { SMS: { captureRules: rules } } } });
  later(5);
  expect((await call(`GET ${present}`)).body.channelSettings.SMS.captureRules).toEqual([
    { from: "*", to: "+15551230100", metadata: {} },
    { from: "+15551230100", to: "*", metadata: {} },
  ]);
});

test("a deleted configuration can be read until its operation is completed", async () => {
  const deleted = await call(`DELETE ${present}`);
  expect(deleted.status).toBe(202);
  expect(deleted.body.statusUrl).toContain("/v2/ControlPlane/Operations/proc_job_");
  expect((await call(`GET ${present}`)).status).toBe(200);
  later(5);
  expect((await call(`GET ${present}`)).body).toEqual({
    code: 20404,
    message: `The requested resource /ControlPlane/Configurations/${seed.orchestratorConfigurationId} was not found`,
    more_info: "https://www.twilio.com/docs/errors/20404",
    status: 404,
  });
});

test("the same Idempotency-Key gets the first response again for a day", async () => {
  const headers = { "Idempotency-Key": "5e1d8a52-6f0e-4a3c-8d49-0a3a9ad1e001" };
  const first = await call(`POST ${configurations}`, { json: complete, headers });
  const second = await call(`POST ${configurations}`, { json: complete, headers });
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("operation-id")).toBe(first.headers.get("operation-id"));
  later(24 * 3600);
  const nextDay = await call(`POST ${configurations}`, { json: complete, headers });
  expect(nextDay.body.related).not.toEqual(first.body.related);
  expect(Object.keys(emulator.state.orchestratorConfigurations)).toHaveLength(2);
});

test("a rejected request does not use up its Idempotency-Key", async () => {
  const headers = { "Idempotency-Key": "5e1d8a52-6f0e-4a3c-8d49-0a3a9ad1e002" };
  expect((await call(`POST ${configurations}`, { json: {}, headers })).status).toBe(400);
  expect((await call(`POST ${configurations}`, { json: complete, headers })).status).toBe(202);
});

test("a second bridge to a service is a conflict that names the first, even while that is being created", async () => {
  const bridged = { ...complete, conversationsV1Bridge: { serviceId: seed.flexServiceSid } };
  const first = await call(`POST ${configurations}`, { json: bridged });
  const second = await call(`POST ${configurations}`, { json: bridged });
  expect(second.status).toBe(409);
  expect(second.body.code).toBe(20409);
  expect(second.headers.get("x-conflicting-resource-id")).toBe(first.body.related.configurationId);
});

test("a bridge that was removed can be used again immediately", async () => {
  await emulator.close();
  const state = seed.withServiceBridged(seed.accountBeforeHandoff());
  emulator = await startEmulator({ state, operationDelayMs: 5_000, now: () => new Date(time) });
  await call(`PATCH ${configurations}/${seed.otherConfigurationId}`, {
    json: { conversationsV1Bridge: null },
  });
  const bridge = { conversationsV1Bridge: { serviceId: seed.flexServiceSid } };
  expect((await call(`PATCH ${present}`, { json: bridge })).status).toBe(202);
});

test("the list is filtered by memory store and paged by token", async () => {
  await call(`POST ${configurations}`, { json: complete });
  later(5);
  const first = await call(`GET ${configurations}?pageSize=1`);
  expect(first.body.configurations).toHaveLength(1);
  expect(first.body.meta).toEqual({
    key: "configurations",
    pageSize: 1,
    nextToken: expect.any(String),
  });
  const second = await call(`GET ${configurations}?pageSize=1&pageToken=${first.body.meta.nextToken}`);
  expect(second.body.configurations[0].displayName).toBe("second");
  expect(second.body.meta).not.toHaveProperty("nextToken");
  const none = await call(`GET ${configurations}?memoryStoreId=mem_store_00000000000000000000000009`);
  expect(none.body.configurations).toEqual([]);
});

const mistakes: [string, Record<string, unknown>, string][] = [
  [
    "a missing description",
    { description: undefined },
    "Missing required parameter description in the post body",
  ],
  ["a dot in the name", { displayName: "a.b" }, "Invalid parameter displayName: "],
  ["a name of 33 characters", { displayName: "x".repeat(33) }, "Invalid parameter displayName: "],
  ["no memory store", { memoryStoreId: null }, "Invalid parameter memoryStoreId: "],
  [
    "a memory store that does not exist",
    { memoryStoreId: "mem_store_00000000000000000000000009" },
    "Invalid parameter memoryStoreId: mem_store_00000000000000000000000009 does not exist",
  ],
  [
    "an Intelligence configuration that does not exist",
    { intelligenceConfigurationIds: ["intelligence_configuration_00000000000000000000000009"] },
    "Invalid parameter intelligenceConfigurationIds: intelligence_configuration_00000000000000000000000009 does not exist",
  ],
  [
    "a timeout of zero minutes",
    { channelSettings: { VOICE: { statusTimeouts: { closed: 0 } } } },
    "Invalid parameter channelSettings.VOICE.statusTimeouts.closed: ",
  ],
  ["an unknown channel", { channelSettings: { FAX: {} } }, "Unknown parameter channelSettings.FAX"],
  [
    "an unknown key",
    { conversationsV1Bridge: { serviceSid: seed.flexServiceSid } },
    "Missing required parameter conversationsV1Bridge.serviceId in the post body; Unknown parameter conversationsV1Bridge.serviceSid",
  ],
  [
    "a twenty-first callback",
    { statusCallbacks: Array.from({ length: 21 }, () => ({ url: "https://a.example" })) },
    "Invalid parameter statusCallbacks: ",
  ],
  [
    "a callback method in lower case",
    { statusCallbacks: [{ url: "https://a.example", method: "post" }] },
    "Invalid parameter statusCallbacks.0.method: ",
  ],
];

test.each(mistakes)("%s is refused, and the message names the parameter", async (_, wrong, message) => {
  const answer = await call(`POST ${configurations}`, { json: { ...complete, ...wrong } });
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
  expect(answer.body.message.startsWith(message)).toBe(true);
});

test("the grouping cannot be changed", async () => {
  const answer = await call(`PATCH ${present}`, { json: { conversationGroupingType: "GROUP_BY_PROFILE" } });
  expect([answer.status, answer.body.message]).toEqual([
    400,
    "Invalid parameter conversationGroupingType: cannot be changed from GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
  ]);
});

test("PUT without channelSettings is rejected, which TAC's wizard has to handle", async () => {
  const answer = await call(`PUT ${present}`, {
    json: { displayName: "x", intelligenceConfigurationIds: [] },
  });
  expect(answer.body.message).toBe(
    "Missing required parameter description in the post body; " +
      "Missing required parameter conversationGroupingType in the post body; " +
      "Missing required parameter memoryStoreId in the post body; " +
      "Missing required parameter channelSettings in the post body",
  );
});

test("a form is rejected with 400", async () => {
  const answer = await call(`POST ${configurations}`, { form: { displayName: "x" } });
  expect([answer.status, answer.body.code]).toEqual([400, 20001]);
});

test("a malformed body and a malformed key are rejected", async () => {
  const headers = { "Content-Type": "application/json" };
  expect((await call(`POST ${configurations}`, { text: "{", headers })).body.message).toBe(
    "The request body is not valid JSON",
  );
  const keyed = await call(`POST ${configurations}`, {
    json: complete,
    headers: { "Idempotency-Key": "again" },
  });
  expect(keyed.body.message).toBe("Invalid header Idempotency-Key: expected a UUID");
});
