// Compares two values of a flow down to the member that differs, also inside JSON in a string.

import { isDeepStrictEqual } from "node:util";
import { isKeyedList, keyedEntries } from "../canonical/keyedList.ts";
import { isObject, type JsonObject } from "../definition/json.ts";
import type { DetectedChange } from "./change.ts";
import { LiquidValue, readJsonText, withoutMarks } from "./jsonText.ts";
import { alignLists } from "./pieces.ts";

export type ValueChange = Pick<DetectedChange, "kind" | "keys" | "before" | "after" | "formatting">;

/** @param keys path of the values */
export function compareValues(before: unknown, after: unknown, keys: readonly PropertyKey[]): ValueChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [{ kind: "added", keys, after: withoutMarks(after) }];
  if (after === undefined) return [{ kind: "removed", keys, before: withoutMarks(before) }];
  if (isKeyedList(keys.at(-1))) {
    const entries = [keyedEntries(before), keyedEntries(after)] as const;
    if (entries[0] && entries[1]) return compareEntries(entries[0], entries[1], keys);
  }
  if (isObject(before) && isObject(after) && !isMark(before) && !isMark(after))
    return compareObjects(before, after, keys);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, keys);
  if (typeof before === "string" && typeof after === "string") return compareTexts(before, after, keys);
  return [{ kind: "changed", keys, ...showValues(before, after) }];
}

function isMark(value: unknown): boolean {
  return value instanceof LiquidValue;
}

export function compareObjects(
  before: JsonObject,
  after: JsonObject,
  keys: readonly PropertyKey[],
): ValueChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    compareValues(ownValue(before, name), ownValue(after, name), [...keys, name]),
  );
}

function ownValue(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Compares variables and parameters by key. If only their order differs, that is the change. */
function compareEntries(
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
  keys: readonly PropertyKey[],
): ValueChange[] {
  const changes = compareObjects(Object.fromEntries(before), Object.fromEntries(after), keys);
  if (changes.length > 0) return changes;
  return [{ kind: "moved", keys, before: [...before.keys()], after: [...after.keys()] }];
}

/** Elements that both lists have in the same order are not changes, whatever their index. */
function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  keys: readonly PropertyKey[],
): ValueChange[] {
  return alignLists(before, after, isDeepStrictEqual).flatMap(
    ({ gone, fresh, oldIndex, newIndex }): ValueChange[] => {
      if (gone.length === fresh.length)
        return gone.flatMap((item, index) => compareValues(item, fresh[index], [...keys, newIndex + index]));
      return [
        ...gone.flatMap((item, index) => compareValues(item, undefined, [...keys, oldIndex + index])),
        ...fresh.flatMap((item, index) => compareValues(undefined, item, [...keys, newIndex + index])),
      ];
    },
  );
}

/** Strings that are JSON, apart from their Liquid, are compared by member; all others as a whole. */
function compareTexts(before: string, after: string, keys: readonly PropertyKey[]): ValueChange[] {
  const whole = { kind: "changed", keys, before, after } as const;
  const [old, now] = [readJsonText(before), readJsonText(after)];
  if (!old || !now || Array.isArray(old.value) !== Array.isArray(now.value)) return [whole];
  const changes = compareValues(old.value, now.value, keys);
  if (old.statements !== now.statements)
    changes.unshift({ kind: "changed", keys, before: old.statements, after: now.statements });
  if (changes.length > 0) return changes;
  return [old.hasTags || now.hasTags ? whole : { ...whole, formatting: true }];
}

/** Quotation marks matter only if one side has them and the other does not. */
function showValues(before: unknown, after: unknown): Pick<ValueChange, "before" | "after"> {
  if (before instanceof LiquidValue && after instanceof LiquidValue && before.text === after.text)
    return { before: before.source, after: after.source };
  return { before: withoutMarks(before), after: withoutMarks(after) };
}
