// Which inputs differ, down to the leaf, for the engine's detailed diff.

import { isDeepStrictEqual } from "node:util";

export interface Difference {
  path: PropertyKey[];
  kind: "add" | "delete" | "update";
}

/** Differences between two plain values. Arrays are compared by position. */
export function differences(olds: unknown, news: unknown, path: PropertyKey[] = []): Difference[] {
  if (isDeepStrictEqual(olds, news)) return [];
  if (olds === undefined) return [{ path, kind: "add" }];
  if (news === undefined) return [{ path, kind: "delete" }];
  if (Array.isArray(olds) && Array.isArray(news)) {
    const length = Math.max(olds.length, news.length);
    return Array.from({ length }, (_, index) =>
      differences(olds[index], news[index], [...path, index]),
    ).flat();
  }
  if (isObject(olds) && isObject(news)) {
    const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
    return [...keys].flatMap((key) => differences(own(olds, key), own(news, key), [...path, key]));
  }
  return [{ path, kind: "update" }];
}

/** What a key such as "constructor" inherits is no value. */
function own(values: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
