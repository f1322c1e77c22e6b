// Which inputs differ, down to the leaf, for the engine's detailed diff.

import { isDeepStrictEqual } from "node:util";

export interface Difference {
  path: PropertyKey[];
  kind: "add" | "delete" | "update";
}

/**
 * Finds the differences between two plain values.
 *
 * Lists are compared by their longest common subsequence, so an element inserted at the front is one addition. An
 * addition has its index in the new list, a deletion its index in the old list.
 */
export function findDifferences(olds: unknown, news: unknown, path: PropertyKey[] = []): Difference[] {
  if (isDeepStrictEqual(olds, news)) return [];
  if (olds === undefined) return [{ path, kind: "add" }];
  if (news === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(olds) && Array.isArray(news)) {
    const [gone, added] = findUnpaired(olds, news);
    return [...new Set([...gone, ...added])]
      .toSorted((a, b) => a - b)
      .flatMap((index) => {
        const [isGone, isAdded] = [gone.has(index), added.has(index)];
        return findDifferences(isGone ? olds[index] : undefined, isAdded ? news[index] : undefined, [
          ...path,
          index,
        ]);
      });
  }
  if (isObject(olds) && isObject(news)) {
    const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
    return [...keys].flatMap((key) => findDifferences(getOwn(olds, key), getOwn(news, key), [...path, key]));
  }
  return [{ path, kind: "update" }];
}

/** Indexes of the elements that only one of two lists has: those outside their longest common subsequence. */
function findUnpaired(
  olds: readonly unknown[],
  news: readonly unknown[],
): readonly [Set<number>, Set<number>] {
  const [a, b] = [olds.map(toSortedJson), news.map(toSortedJson)];
  const everyIndex = [new Set(a.keys()), new Set(b.keys())] as const;
  if (a.length * b.length > 4_000_000) return everyIndex;
  // lengths[i][j]: length of the longest common subsequence of a from i and b from j.
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const most = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i];
    if (!row) continue;
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? most(i + 1, j + 1) + 1 : Math.max(most(i + 1, j), most(i, j + 1));
  }
  const [gone, added] = [new Set(a.keys()), new Set(b.keys())];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      gone.delete(i++);
      added.delete(j++);
    } else if (most(i + 1, j) >= most(i, j + 1)) i++;
    else j++;
  }
  // An addition and a deletion of the same value at one index would look like no change: compare by position instead.
  return [...gone].some((index) => added.has(index) && a[index] === b[index]) ? everyIndex : [gone, added];
}

/** JSON with the keys of every object sorted. */
function toSortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Ignores what is inherited, for a key such as "constructor". */
function getOwn(values: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
