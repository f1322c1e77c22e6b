import { seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, destroy, previewCreate } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { unknownValue } from "../../values/unknown.ts";
import { store as definition } from "./store.ts";

const store: Resource = definition;

resourceContract(definition, {
  inputs: { displayName: "handoff", description: "Profiles", onDestroy: "delete" },
  change: { displayName: "hand-off-2", description: "Profiles and summaries" },
  // Nothing to drop: Twilio takes no empty description.
  drift: {
    change: ({ memoryStores }, id) => {
      if (memoryStores[id]) memoryStores[id].description = "somebody else's";
    },
    seen: ["description"],
  },
  present: {
    id: seed.memoryStoreId,
    inputs: { adopt: seed.memoryStoreId, displayName: "people", description: "Of the stack" },
  },
  object: ({ memoryStores }, id) => {
    if (!memoryStores[id]) return undefined;
    const { version: _, ...row } = memoryStores[id];
    return structuredClone(row);
  },
});

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

test("a name that is taken is a problem in preview, with the store that has it", async () => {
  await expect(previewCreate(store, twilio.api, { displayName: "customers" })).rejects.toThrow(
    new Error(
      `displayName: the account already has a store "customers", ${seed.memoryStoreId}. Adopt it (adopt: "${seed.memoryStoreId}") or choose another name.`,
    ),
  );
});

test("a name that preview does not know yet is not looked for", async () => {
  const { state } = await previewCreate(store, twilio.api, { displayName: unknownValue });
  expect([state, twilio.requests()]).toEqual([
    { displayName: unknownValue, storeId: unknownValue, adopted: false },
    [],
  ]);
});

test("create waits until the store is ACTIVE", async () => {
  await twilio.close();
  twilio = await startLocalTwilio({ operationDelayMs: 20, storeActivationMs: 120 });

  const { id } = await create(store, twilio.api, { displayName: "handoff" });

  const [made] = Object.values(twilio.state.memoryStores).filter(
    ({ displayName }) => displayName === "handoff",
  );
  expect(made?.id).toBe(id);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(made?.activeAt ?? ""));
});

test("an update sends only what changed, by PATCH", async () => {
  const inputs = { adopt: seed.memoryStoreId, displayName: "customers", description: "New text" };
  await create(store, twilio.api, inputs);
  expect(twilio.writes().map(({ method, path, json }) => [method, path, json])).toEqual([
    ["PATCH", `/v1/ControlPlane/Stores/${seed.memoryStoreId}`, { description: "New text" }],
  ]);
});

test("destroy keeps a store the stack made, unless asked to delete it", async () => {
  const inputs = { displayName: "handoff" };
  const { id, state } = await create(store, twilio.api, inputs);

  await destroy(store, twilio.api, { id, inputs, state });
  expect(twilio.state.memoryStores).toHaveProperty(id);

  await destroy(store, twilio.api, { id, inputs: { ...inputs, onDestroy: "delete" }, state });
  expect(await store.fetch(twilio.api, id)).toBeUndefined();
});

test("a store that Twilio could not provision is named, with what to do", async () => {
  const failing = {
    ...twilio.api,
    find: async () => ({ id: "mem_store_x", displayName: "handoff", status: "FAILED" }),
    send: async () => ({ status: 202, headers: {}, body: { related: { configurationId: "mem_store_x" } } }),
  };
  await expect(store.insert?.(failing, { displayName: "handoff" })).rejects.toThrow(
    new Error("Twilio could not provision memory store mem_store_x. Delete it in the Console and run again."),
  );
});

test("a name Twilio would refuse is a problem before anything is sent", () => {
  expect(check(store, { displayName: "has blank" }).problems).toEqual([
    { path: ["displayName"], message: 'expected 1 to 64 letters, digits and -, found "has blank"' },
  ]);
});
