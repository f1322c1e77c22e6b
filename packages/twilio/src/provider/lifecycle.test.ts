import { expect, test } from "vitest";
import * as z from "zod";
import type { Api } from "../client/api.ts";
import { defineResource, type Resource } from "../declare/resource.ts";
import { markSecret, removeSecretMarks, unknownValue } from "../values/unknown.ts";
import { create, diff, diffProvider, previewCreate, read, update } from "./lifecycle.ts";

const api = { accountSid: "AC1" } as Api;

/** A resource whose one object, `id1`, lives in a variable. */
function thing(live: Record<string, unknown>) {
  const written: unknown[] = [];
  const resource: Resource = defineResource({
    token: "twilio:test:Thing",
    description: "A thing.",
    inputs: z.strictObject({
      name: z.string().optional(),
      note: z.string().optional(),
      kind: z.string().optional(),
      nested: z.strictObject({ a: z.string().optional(), b: z.string().optional() }).optional(),
      layout: z.record(z.string(), z.unknown()).optional(),
      adopt: z.string().optional(),
      onDestroy: z.string().optional(),
    }),
    outputs: z.object({ sid: z.string(), revision: z.number() }),
    replaceOn: ["kind"],
    volatile: ["revision"],
    ignoredPaths: [["layout", "offsets"]],
    fetch: async (_, id) =>
      id === "id1"
        ? { id, inputs: { ...live }, outputs: { sid: "S1", revision: written.length } }
        : undefined,
    write: async (_, { id }, changes) => {
      written.push(changes);
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) delete live[key];
        else live[key] = value;
      }
      return { id, inputs: { ...live }, outputs: { sid: "S1", revision: written.length } };
    },
  });
  return { resource, written, live };
}

test("a difference in a replacing input replaces, another one updates", () => {
  const { resource } = thing({});
  const olds = { name: "a", kind: "x" };
  expect(diff(resource, "id1", olds, { name: "b", kind: "y" })).toEqual({
    differences: [
      { path: ["name"], kind: "update" },
      { path: ["kind"], kind: "update" },
    ],
    replaces: [{ path: ["kind"], kind: "update" }],
  });
});

test("a difference below a meaningless path is none", () => {
  const { resource } = thing({});
  const olds = { layout: { offsets: { x: 1 }, states: 1 } };
  const news = { layout: { offsets: { x: 2 }, states: 1 } };
  expect(diff(resource, "id1", olds, news)).toEqual({ differences: [], replaces: [] });
});

test("naming the id an object has, or no longer naming it, is no difference; naming another replaces", () => {
  const { resource } = thing({});
  expect(diff(resource, "id1", {}, { adopt: "id1" }).differences).toEqual([]);
  expect(diff(resource, "id1", { adopt: "id1" }, {}).differences).toEqual([]);
  expect(diff(resource, "id1", { adopt: "id1" }, { adopt: "id2" }).replaces).toEqual([
    { path: ["adopt"], kind: "update" },
  ]);
});

test("where Twilio has no update every difference replaces, but for what happens on destroy", () => {
  const { resource } = thing({});
  const { write: _, ...fixed } = resource;
  const change = diff(fixed, "id1", { name: "a", onDestroy: "keep" }, { note: "b", onDestroy: "delete" });
  expect(change.differences.map(({ path }) => path)).toEqual([["name"], ["onDestroy"], ["note"]]);
  expect(change.replaces.map(({ path }) => path)).toEqual([["name"], ["note"]]);
});

test("where Twilio has no update, what every object has may be declared no longer, as after an import", () => {
  const { write: _, ...fixed } = thing({ name: "a" }).resource;
  const resource = { ...fixed, requiredToCreate: ["name"] } as Resource;

  expect(diff(resource, "id1", { name: "a" }, { adopt: "id1" }).replaces).toEqual([]);
  expect(diff(resource, "id1", { adopt: "id1" }, { adopt: "id1", name: "b" }).replaces).toEqual([
    { path: ["name"], kind: "add" },
  ]);
});

test("another account replaces the provider, another secret does not", () => {
  expect(diffProvider({ accountSid: "AC1", authToken: "a" }, { accountSid: "AC2", authToken: "b" })).toEqual({
    differences: [
      { path: ["accountSid"], kind: "update" },
      { path: ["authToken"], kind: "update" },
    ],
    replaces: [{ path: ["accountSid"], kind: "update" }],
  });
  expect(diffProvider({ authToken: "a" }, { authToken: "b" }).replaces).toEqual([]);
});

test("what was remembered leaves as a secret, whole objects with what they did not have", async () => {
  const { resource } = thing({ name: "before", nested: { b: "was" } });
  const inputs = { adopt: "id1", name: "after", note: "new", nested: { a: "new" } };

  const { state } = await create(resource, api, inputs);

  const previous = JSON.stringify({ name: "before", note: null, nested: { a: null, b: "was" } });
  expect(state).toEqual({ ...inputs, sid: "S1", revision: 1, adopted: true, previous: markSecret(previous) });
});

test("a field declared later is remembered as it is then, the others as they were at first", async () => {
  const { resource, live } = thing({ name: "before" });
  const olds = { adopt: "id1", name: "mine" };
  const { state } = await create(resource, api, olds);
  live.note = "theirs";

  const news = { ...olds, note: "mine too" };
  const after = await update(resource, api, { id: "id1", olds, state: plain(state), news });

  expect(JSON.parse(String(plain(after).previous))).toEqual({ name: "before", note: "theirs" });
});

test("a field that was given back is forgotten, so that later it is remembered anew", async () => {
  const { resource, live } = thing({ name: "before", note: "before" });
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

test("a part of an object that is no longer declared is given back with it", async () => {
  const { resource, live } = thing({ nested: { a: "before" } });
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

test("an unknown id to take over leaves every output unknown and asks nothing", async () => {
  const { resource } = thing({});
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

test("an object that only can be adopted cannot be made", async () => {
  const { resource } = thing({});
  await expect(create(resource, api, { name: "x" })).rejects.toThrow(
    new Error("Twilio has no such object, and this kind can only be adopted."),
  );
});

test("problems of the account are told together, one a line", async () => {
  const { resource } = thing({});
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

test("a read after an update keeps what steers the provider and how the object was acquired", async () => {
  const { resource } = thing({ name: "live", note: "not declared" });
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
