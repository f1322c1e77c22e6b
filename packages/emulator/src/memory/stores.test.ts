import { afterEach, beforeEach, expect, test } from "vitest";
import { ask, type EmulatorRequest } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const stores = "https://memory.twilio.com/v1/ControlPlane/Stores";

const present = `${stores}/${seed.memoryStoreId}`;

let emulator: Emulator;

let time: number;

beforeEach(async () => {
  time = Date.parse("2026-02-01T00:00:00Z");
  const now = () => new Date(time);
  emulator = await startEmulator({ operationDelayMs: 1_000, storeActivationMs: 2_000, now });
});

afterEach(() => emulator.close());

const call = (what: string, request?: EmulatorRequest) => ask(emulator, what, request);

const later = (milliseconds: number) => {
  time += milliseconds;
};

test("a new store becomes readable, then QUEUED, PROVISIONING and ACTIVE", async () => {
  const created = await call(`POST ${stores}`, { json: { displayName: "second", description: "d" } });
  expect([created.status, Object.keys(created.body)]).toEqual([202, ["message", "statusUrl"]]);
  expect((await call(`GET ${created.body.statusUrl}`)).body).toMatchObject({ status: "RUNNING" });

  later(1_000);
  const operation = await call(`GET ${created.body.statusUrl}`);
  expect(operation.body).toMatchObject({ status: "COMPLETED", result: { type: "RESOURCE_ID" } });
  const { id } = operation.body.result;
  const statuses = [];
  for (const wait of [0, 1_000, 1_000]) {
    later(wait);
    statuses.push((await call(`GET ${stores}/${id}`)).body.status);
  }
  expect(statuses).toEqual(["QUEUED", "PROVISIONING", "ACTIVE"]);
  expect((await call(`GET ${stores}`)).body.stores).toEqual([id, seed.memoryStoreId]);
  expect((await call(`GET ${stores}?orderBy=ASC`)).body.stores).toEqual([seed.memoryStoreId, id]);
});

test("a store that is not ACTIVE cannot be changed", async () => {
  const created = await call(`POST ${stores}`, { json: { displayName: "second" } });
  later(1_000);
  const { id } = (await call(`GET ${created.body.statusUrl}`)).body.result;
  const patched = await call(`PATCH ${stores}/${id}`, { json: { description: "d" } });
  expect([patched.status, patched.body.code]).toEqual([409, 520042]);
});

test("PATCH with an old ETag is rejected and with the current one accepted", async () => {
  const json = { description: "changed" };
  const refused = await call(`PATCH ${present}`, { json, headers: { "If-Match": '"7"' } });
  expect(refused.status).toBe(412);
  const etag = (await call(`GET ${present}`)).headers.get("etag") ?? "";
  expect((await call(`PATCH ${present}`, { json, headers: { "If-Match": etag } })).status).toBe(202);
  later(1_000);
  const read = await call(`GET ${present}`);
  expect([read.body.description, read.body.version, read.headers.get("etag")]).toEqual(["changed", 2, '"2"']);
});

test("a display name is unique, also among stores that are still being created", async () => {
  expect((await call(`POST ${stores}`, { json: { displayName: "customers" } })).body.code).toBe(520045);
  await call(`POST ${stores}`, { json: { displayName: "second" } });
  const again = await call(`POST ${stores}`, { json: { displayName: "second" } });
  expect([again.status, again.body]).toEqual([
    409,
    {
      code: 520045,
      message: "Memory store second already exists",
      more_info: "https://www.twilio.com/docs/errors/520045",
      status: 409,
    },
  ]);
});

test("the sixteenth store is rejected", async () => {
  for (let i = 1; i < 15; i += 1) await call(`POST ${stores}`, { json: { displayName: `store-${i}` } });
  const answer = await call(`POST ${stores}`, { json: { displayName: "one-too-many" } });
  expect([answer.status, answer.body.code]).toEqual([400, 520044]);
});

test("a deleted store no longer exists once its operation is completed", async () => {
  const deleted = await call(`DELETE ${present}`);
  expect(deleted.body.statusUrl).toMatch(
    /^https:\/\/memory\.twilio\.com\/v1\/ControlPlane\/Operations\/proc_job_/,
  );
  later(1_000);
  const read = await call(`GET ${present}`);
  expect([read.status, read.body.code]).toEqual([404, 520041]);
});

test("an id of another kind, a name with a space and a form are rejected", async () => {
  expect((await call(`GET ${stores}/conv_configuration_1`)).body.code).toBe(520049);
  expect((await call(`POST ${stores}`, { json: { displayName: "two words" } })).body.code).toBe(20001);
  expect((await call(`POST ${stores}`, { form: { displayName: "x" } })).status).toBe(400);
});

test("an operation exists only in the product it belongs to", async () => {
  const { statusUrl } = (await call(`POST ${stores}`, { json: { displayName: "second" } })).body;
  const elsewhere = statusUrl.replace("memory", "conversations").replace("/v1/", "/v2/");
  expect((await call(`GET ${elsewhere}`)).status).toBe(404);
});
