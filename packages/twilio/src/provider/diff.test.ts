import { expect, test } from "vitest";
import type { Resource } from "../declare/resource.ts";
import { testResource } from "../testing/testResource.ts";
import { diff, diffProvider } from "./diff.ts";

test("a change of an input in replaceOn replaces, any other updates", () => {
  const { resource } = testResource({});
  const olds = { name: "a", kind: "x" };
  expect(diff(resource, "id1", olds, { name: "b", kind: "y" })).toEqual({
    differences: [
      { path: ["name"], kind: "update" },
      { path: ["kind"], kind: "update" },
    ],
    replaces: [{ path: ["kind"], kind: "update" }],
  });
});

test("a difference below an ignored path does not count", () => {
  const { resource } = testResource({});
  const olds = { layout: { offsets: { x: 1 }, states: 1 } };
  const news = { layout: { offsets: { x: 2 }, states: 1 } };
  expect(diff(resource, "id1", olds, news)).toEqual({ differences: [], replaces: [] });
});

test("adding the id of the object as adopt, or removing it, is not a difference; a different id replaces", () => {
  const { resource } = testResource({});
  expect(diff(resource, "id1", {}, { adopt: "id1" }).differences).toEqual([]);
  expect(diff(resource, "id1", { adopt: "id1" }, {}).differences).toEqual([]);
  expect(diff(resource, "id1", { adopt: "id1" }, { adopt: "id2" }).replaces).toEqual([
    { path: ["adopt"], kind: "update" },
  ]);
});

test("where Twilio has no update, every difference except onDestroy replaces", () => {
  const { resource } = testResource({});
  const { write: _, ...fixed } = resource;
  const change = diff(fixed, "id1", { name: "a", onDestroy: "keep" }, { note: "b", onDestroy: "delete" });
  expect(change.differences.map(({ path }) => path)).toEqual([["name"], ["onDestroy"], ["note"]]);
  expect(change.replaces.map(({ path }) => path)).toEqual([["name"], ["note"]]);
});

test("where Twilio has no update, an input that every object has may be removed, as after an import", () => {
  const { write: _, ...fixed } = testResource({ name: "a" }).resource;
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
