import fc from "fast-check";
import { expect, test } from "vitest";
import { type Difference, differences } from "./diff.ts";

test("a difference is told at the leaf where it is, with what happened there", () => {
  const olds = { same: [1, { a: null }], changed: { deep: ["x", "y"] }, gone: { a: 1 } };
  const news = { same: [1, { a: null }], changed: { deep: ["x", "z", "new"] }, added: { b: 2 } };

  expect(differences(olds, news)).toEqual([
    { path: ["changed", "deep", 1], kind: "update" },
    { path: ["changed", "deep", 2], kind: "add" },
    { path: ["gone"], kind: "delete" },
    { path: ["added"], kind: "add" },
  ] satisfies Difference[]);
});

test("a list that becomes an object, or a text that becomes a number, is one update", () => {
  expect(differences({ a: [1] }, { a: { 0: 1 } })).toEqual([{ path: ["a"], kind: "update" }]);
  expect(differences({ a: "1" }, { a: 1 })).toEqual([{ path: ["a"], kind: "update" }]);
  expect(differences({ a: null }, { a: {} })).toEqual([{ path: ["a"], kind: "update" }]);
});

test("keys in another order are no difference", () => {
  expect(differences({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
});

test("a key that every object inherits is only there where it was set", () => {
  const news = JSON.parse('{"constructor":{},"__proto__":{}}');
  expect(differences({}, news)).toEqual([
    { path: ["constructor"], kind: "add" },
    { path: ["__proto__"], kind: "add" },
  ] satisfies Difference[]);
});

const value = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);
const pair = fc.oneof(
  fc.tuple(value, value),
  value.map((json) => [json, structuredClone(json)] as const),
);

test("there are no differences exactly when two values are deeply equal", () => {
  fc.assert(
    fc.property(pair, ([olds, news]) => {
      expect(differences(olds, news).length === 0).toBe(sortedText(olds) === sortedText(news));
    }),
  );
});

test("every difference names a place where the two values differ", () => {
  fc.assert(
    fc.property(value, value, (olds, news) => {
      for (const { path, kind } of differences(olds, news)) {
        const [before, after] = [at(olds, path), at(news, path)];
        expect(sortedText(before)).not.toBe(sortedText(after));
        expect([before === undefined, after === undefined]).toEqual([kind === "add", kind === "delete"]);
      }
    }),
  );
});

/** JSON text with keys in order: an oracle that shares nothing with the code under test. */
function sortedText(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(sortedText).join()}]`;
  if (typeof json !== "object" || json === null) return String(JSON.stringify(json));
  const entries = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedText(item)}`).join()}}`;
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let found = root;
  for (const key of path) {
    found = Object.hasOwn(Object(found), key) ? (found as Record<PropertyKey, unknown>)[key] : undefined;
  }
  return found;
}
