// Compares the conditions of a split. The first one that is true is taken, so their order matters.

import { isDeepStrictEqual } from "node:util";
import { isObject, type JsonObject } from "../definition/json.ts";
import type { DetectedChange } from "./change.ts";
import { compareObjects, compareValues, type ValueChange } from "./values.ts";

/** A condition and its index in the split. */
interface PlacedCondition {
  condition: JsonObject;
  index: number;
}

/** Compares lists of conditions in canonical form; anything else is compared as a value. */
export function compareConditions(before: unknown, after: unknown): DetectedChange[] {
  const [olds, news] = [placeConditions(before ?? []), placeConditions(after ?? [])];
  if (!olds || !news)
    return compareValues(before, after, ["match"]).map((change) => ({ ...change, subject: "transition" }));
  const pairs = pairConditions(olds, news);
  const labels = labelsOf(news);
  const label = ({ index }: PlacedCondition) => labels[index] ?? "";
  const oldLabels = labelsOf(olds);
  const changes: DetectedChange[] = olds
    .filter((old) => !pairs.has(old))
    .map((old) => {
      const condition = oldLabels[old.index] ?? "";
      const keys = ["match", condition];
      return {
        kind: "removed",
        subject: "condition",
        keys,
        condition,
        place: old.index + 1,
        before: old.condition,
      };
    });
  const taken = new Set(pairs.values());
  const inOrder = findUnmoved([...pairs].toSorted(([a], [b]) => a.index - b.index));
  for (const now of news) {
    const common = { subject: "condition", condition: label(now) } as const;
    const keys = ["match", label(now)];
    if (!taken.has(now))
      changes.push({ ...common, kind: "added", keys, place: now.index + 1, after: now.condition });
    const old = olds.find((each) => pairs.get(each) === now);
    if (!old) continue;
    if (!inOrder.has(now))
      changes.push({ ...common, kind: "moved", keys, before: old.index + 1, after: now.index + 1 });
    changes.push(...compareInside(old, now, keys).map((change) => ({ ...change, ...common })));
  }
  return changes;
}

/** A condition with another test is one change: its type, its value and its name, which repeats them, change together. */
function compareInside(
  { condition: old }: PlacedCondition,
  { condition: now }: PlacedCondition,
  keys: readonly PropertyKey[],
): ValueChange[] {
  const all = compareObjects(old, now, keys);
  const [before, after] = [describeCondition(old), describeCondition(now)];
  if (before === after) return all;
  const ofTest = ["type", "value", "friendly_name"];
  const others = all.filter((change) => !ofTest.includes(String(change.keys[keys.length])));
  return [{ kind: "changed", keys, before, after }, ...others];
}

function placeConditions(list: unknown): PlacedCondition[] | undefined {
  if (!Array.isArray(list) || !list.every(isObject)) return undefined;
  return list.map((condition, index) => ({ condition, index }));
}

/** Describes each condition: `equal_to 1`. Repeated ones are numbered: `equal_to 1 (2)`. */
function labelsOf(list: readonly PlacedCondition[]): string[] {
  const seen = new Map<string, number>();
  return list.map(({ condition }) => {
    const words = describeCondition(condition);
    const times = (seen.get(words) ?? 0) + 1;
    seen.set(words, times);
    return times === 1 ? words : `${words} (${times})`;
  });
}

/** Describes a condition, `equal_to 1`; the value of a blank test has no meaning. */
export function describeCondition({ type, value }: JsonObject): string {
  const isBlankTest = type === "is_blank" || type === "is_not_blank";
  return [type, isBlankTest ? undefined : value]
    .filter((part) => part !== undefined)
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
    .join(" ");
}

/**
 * Pairs old and new conditions: first equal ones, then those with the same description, then those that still lead to the
 * same widget or have the same name or position. Each is used once, the first that matches.
 */
function pairConditions(
  olds: readonly PlacedCondition[],
  news: readonly PlacedCondition[],
): Map<PlacedCondition, PlacedCondition> {
  const same: ((old: PlacedCondition, now: PlacedCondition) => boolean)[] = [
    (old, now) => isDeepStrictEqual(old.condition, now.condition),
    (old, now) => describeCondition(old.condition) === describeCondition(now.condition),
    (old, now) => isShared(old, now, "friendly_name") && isShared(old, now, "next"),
    (old, now) => isShared(old, now, "friendly_name"),
    (old, now) => isShared(old, now, "next") && isShared(old, now, "type"),
    (old, now) => isShared(old, now, "type") && olds.length === news.length && old.index === now.index,
  ];
  const pairs = new Map<PlacedCondition, PlacedCondition>();
  const taken = new Set<PlacedCondition>();
  for (const fits of same)
    for (const old of olds) {
      if (pairs.has(old)) continue;
      const now = news.find((each) => !taken.has(each) && fits(old, each));
      if (!now) continue;
      pairs.set(old, now);
      taken.add(now);
    }
  return pairs;
}

function isShared(old: PlacedCondition, now: PlacedCondition, key: string): boolean {
  const value = old.condition[key];
  return value !== undefined && value !== "" && isDeepStrictEqual(value, now.condition[key]);
}

/** Finds the longest sequence of conditions that are still in order, if possible in their old positions; the others have moved. */
function findUnmoved(pairs: readonly [PlacedCondition, PlacedCondition][]): Set<PlacedCondition> {
  // rows[i]: the best row that ends with the condition at i.
  const rows: PlacedCondition[][] = [];
  const worth = new Map<PlacedCondition[], number>();
  const better = (best: PlacedCondition[], row: PlacedCondition[]) =>
    (worth.get(row) ?? 0) > (worth.get(best) ?? 0) ? row : best;
  for (const [old, now] of pairs) {
    const before = rows.filter((row) => (row.at(-1)?.index ?? -1) < now.index).reduce(better, []);
    const row = [...before, now];
    // A kept position counts less than one more condition, whatever their number.
    worth.set(row, (worth.get(before) ?? 0) + 1 + (old.index === now.index ? 1e-6 : 0));
    rows.push(row);
  }
  return new Set(rows.reduce(better, []));
}
