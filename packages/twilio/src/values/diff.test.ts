import fc from "fast-check";
import { expect, test } from "vitest";
import { type Difference, findDifferences } from "./diff.ts";

test("a difference has the path of its leaf and its kind", () => {
  const olds = { same: [1, { a: null }], changed: { deep: ["x", "y"] }, gone: { a: 1 } };
  const news = { same: [1, { a: null }], changed: { deep: ["x", "z", "new"] }, added: { b: 2 } };

  expect(findDifferences(olds, news)).toEqual([
    { path: ["changed", "deep", 1], kind: "update" },
    { path: ["changed", "deep", 2], kind: "add" },
    { path: ["gone"], kind: "delete" },
    { path: ["added"], kind: "add" },
  ] satisfies Difference[]);
});

test("a list that becomes an object, or a string that becomes a number, is one update", () => {
  expect(findDifferences({ a: [1] }, { a: { 0: 1 } })).toEqual([{ path: ["a"], kind: "update" }]);
  expect(findDifferences({ a: "1" }, { a: 1 })).toEqual([{ path: ["a"], kind: "update" }]);
  expect(findDifferences({ a: null }, { a: {} })).toEqual([{ path: ["a"], kind: "update" }]);
});

test.each([
  ["put in front", ["a", "b"], ["new", "a", "b"], [{ path: [0], kind: "add" }]],
  ["taken from the front", ["a", "b", "c"], ["b", "c"], [{ path: [0], kind: "delete" }]],
  [
    "moved to the end",
    ["a", "b", "c"],
    ["b", "c", "a"],
    [
      { path: [0], kind: "delete" },
      { path: [2], kind: "add" },
    ],
  ],
  ["changed in its place", [{ x: 1 }, { x: 2 }], [{ x: 1 }, { x: 3 }], [{ path: [1, "x"], kind: "update" }]],
  ["there once more", ["a"], ["a", "a"], [{ path: [1], kind: "add" }]],
])("an element of a list %s is a difference, and those after it are none", (_, olds, news, found) => {
  expect(findDifferences(olds, news)).toEqual(found);
});

test("the order of keys is not a difference", () => {
  expect(findDifferences({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
});

test("a key that every object inherits counts only where it was set", () => {
  const news = JSON.parse('{"constructor":{},"__proto__":{}}');
  expect(findDifferences({}, news)).toEqual([
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
      expect(findDifferences(olds, news).length === 0).toBe(sortedText(olds) === sortedText(news));
    }),
  );
});

test("every difference names a value of the side that has it, and an update two that differ", () => {
  fc.assert(
    fc.property(value, value, (olds, news) => {
      for (const { path, kind } of findDifferences(olds, news)) {
        const [before, after] = [at(olds, path), at(news, path)];
        if (kind !== "add") expect(before).toBeDefined();
        if (kind !== "delete") expect(after).toBeDefined();
        if (kind === "update") expect(sortedText(before)).not.toBe(sortedText(after));
      }
    }),
  );
});

const list = fc.array(fc.constantFrom("a", "b", "c", { d: 1 }), { maxLength: 8 });

test("removing the deleted items from one list and the added items from the other leaves equal lists", () => {
  fc.assert(
    fc.property(list, list, (olds, news) => {
      const found = findDifferences(olds, news);
      const touched = (kinds: string[]) =>
        new Set(found.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => path[0]));
      const rest = (values: unknown[], indexes: Set<PropertyKey | undefined>) =>
        values.filter((_, index) => !indexes.has(index));

      expect(rest(olds, touched(["delete", "update"]))).toEqual(rest(news, touched(["add", "update"])));
    }),
    { numRuns: 1_000 },
  );
});

/** JSON with sorted keys: an oracle that shares nothing with the code under test. */
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
