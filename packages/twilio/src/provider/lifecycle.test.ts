import { expect, test } from "vitest";
import type { Api } from "../client/api.ts";
import type { Resource } from "../declare/resource.ts";
import { testResource } from "../testing/testResource.ts";
import { markSecret, removeSecretMarks, unknownValue } from "../values/unknown.ts";
import { create, previewCreate, read, update } from "./lifecycle.ts";

const api = { accountSid: "AC1" } as Api;

test("previous values are returned as a secret, objects whole and with null for keys they did not have", async () => {
  const { resource } = testResource({ name: "before", nested: { b: "was" } });
  const inputs = { adopt: "id1", name: "after", note: "new", nested: { a: "new" } };

  const { state } = await create(resource, api, inputs);

  const previous = JSON.stringify({ name: "before", note: null, nested: { a: null, b: "was" } });
  expect(state).toEqual({ ...inputs, sid: "S1", revision: 1, adopted: true, previous: markSecret(previous) });
});

test("a field declared later is recorded with its value at that time, the others with their first", async () => {
  const { resource, live } = testResource({ name: "before" });
  const olds = { adopt: "id1", name: "mine" };
  const { state } = await create(resource, api, olds);
  live.note = "theirs";

  const news = { ...olds, note: "mine too" };
  const after = await update(resource, api, { id: "id1", olds, state: plain(state), news });

  expect(JSON.parse(String(plain(after).previous))).toEqual({ name: "before", note: "theirs" });
});

test("the record of a restored field is dropped, so that a later adoption records the value at that time", async () => {
  const { resource, live } = testResource({ name: "before", note: "before" });
  const olds = { adopt: "id1", name: "mine", note: "mine" };
  const { state } = await create(resource, api, olds);

  const after = await update(resource, api, {
    id: "id1",
    olds,
    state: plain(state),
    news: { adopt: "id1", name: "mine" },
  });

  expect(live).toEqual({ name: "mine", note: "before" });
  expect(JSON.parse(String(plain(after).previous))).toEqual({ name: "before" });
});

test("a key of an object that is no longer declared is restored, and the declared keys are kept", async () => {
  const { resource, live } = testResource({ nested: { a: "before" } });
  const olds = { adopt: "id1", nested: { a: "mine", b: "mine" } };
  const { state } = await create(resource, api, olds);

  await update(resource, api, {
    id: "id1",
    olds,
    state: plain(state),
    news: { adopt: "id1", nested: { b: "still mine" } },
  });

  expect(live.nested).toEqual({ a: "before", b: "still mine" });
});

test("an unknown id to adopt leaves every output unknown and sends no request", async () => {
  const { resource } = testResource({});
  expect(await previewCreate(resource, api, { adopt: unknownValue, name: "x" })).toEqual({
    id: "",
    state: {
      adopt: unknownValue,
      name: "x",
      sid: unknownValue,
      revision: unknownValue,
      adopted: unknownValue,
    },
  });
});

test("an object that can only be adopted cannot be created", async () => {
  const { resource } = testResource({});
  await expect(create(resource, api, { name: "x" })).rejects.toThrow(
    new Error("Twilio has no such object, and objects of this type can only be adopted."),
  );
});

test("problems that only the account knows are reported together, one per line", async () => {
  const { resource } = testResource({});
  const refusing: Resource = {
    ...resource,
    preflight: async () => [
      { path: ["nested", "a"], message: "is taken" },
      { path: [], message: "the account is full" },
    ],
  };
  await expect(previewCreate(refusing, api, {})).rejects.toThrow(
    new Error("nested.a: is taken\nthe account is full"),
  );
});

test("a read after an update keeps the inputs that control the provider, and whether the object was adopted", async () => {
  const { resource } = testResource({ name: "live", note: "not declared" });
  const inputs = { adopt: "id1", name: "declared", onDestroy: "keep" };
  const state = { ...inputs, sid: "S1", revision: 0, adopted: true, previous: '{"name":"before"}' };

  expect(await read(resource, api, "id1", { inputs, state })).toEqual({
    id: "id1",
    inputs: { adopt: "id1", onDestroy: "keep", name: "live" },
    state: { ...state, name: "live", previous: markSecret('{"name":"before"}') },
  });
});

function plain(state: Record<string, unknown>) {
  return removeSecretMarks(state) as Record<string, unknown>;
}
