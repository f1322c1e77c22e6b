// Lists of keys and values, as `variables` and `parameters`: by key where that says as much as the list does.

import { isObject, type JsonObject, without } from "../definition/json.ts";

/**
 * Properties that hold a list of `{ key, value }`, some of them with a `type`.
 * Source: Twilio's widget pages, exports of deployed flows.
 */
const keyedLists: readonly string[] = [
  "configurations",
  "content_variables",
  "memory_parameters",
  "parameters",
  "stream_parameters",
  "variables",
];

interface Entry extends JsonObject {
  key: string;
}

/**
 * The properties with each such list as a mapping, so that an entry has its key for a place and not a number.
 * A list in which a key comes twice, or whose order may matter, stays one, and a mapping of that kind becomes one.
 */
export function listsByKey(properties: JsonObject): JsonObject {
  return mapKeyedLists(properties, (value, property) => {
    const list = isMapping(value) ? entriesOf(value) : value;
    if (!Array.isArray(list)) return list;
    const entries = list.map((entry: unknown) => withoutDefaultType(entry, property));
    if (!entries.every(isEntry) || (property === "variables" && readOneAnother(entries))) return entries;
    const mapping = Object.fromEntries(entries.map((entry) => [entry.key, without(entry, ["key"])]));
    return Object.keys(mapping).length === entries.length ? mapping : entries;
  });
}

/** The way back; entries in the order of their keys. */
export function listsOfKeys(properties: JsonObject): JsonObject {
  return mapKeyedLists(properties, (value) => (isMapping(value) ? entriesOf(value) : value));
}

function entriesOf(mapping: Record<string, JsonObject>): Entry[] {
  return Object.keys(mapping)
    .toSorted()
    .map((key) => ({ key, ...mapping[key] }));
}

function mapKeyedLists(
  properties: JsonObject,
  change: (list: unknown, property: string) => unknown,
): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([property, value]) => [
      property,
      keyedLists.includes(property) ? change(value, property) : value,
    ]),
  );
}

/** Without the default type, which Twilio adds when it saves, and without what old exports count variables by. */
function withoutDefaultType(entry: unknown, property: string): unknown {
  if (!isObject(entry)) return entry;
  const { type, ...rest } = property === "variables" ? without(entry, ["index"]) : entry;
  return type === "string" || type === undefined ? rest : { ...rest, type };
}

function isEntry(entry: unknown): entry is Entry {
  // An object on its way through the engine loses the key "__proto__".
  return (
    isObject(entry) &&
    typeof entry.key === "string" &&
    entry.key !== "__proto__" &&
    isKeyless(without(entry, ["key"]))
  );
}

function isMapping(list: unknown): list is Record<string, JsonObject> {
  return isObject(list) && Object.values(list).every((entry) => isObject(entry) && isKeyless(entry));
}

function isKeyless(entry: JsonObject): boolean {
  return (
    Object.hasOwn(entry, "value") && Object.keys(entry).every((member) => ["value", "type"].includes(member))
  );
}

/**
 * Tells whether a value may read another variable of its list. Nobody has written whether it would find the new one,
 * so the order of such a list stays.
 */
function readOneAnother(entries: readonly Entry[]): boolean {
  return entries.some(
    ({ key, value }) =>
      typeof value === "string" &&
      [...value.matchAll(/\bvariables\b(?:\s*\.\s*([\w-]+))?/g)].some(
        ([, read]) => read === undefined || (read !== key && entries.some((other) => other.key === read)),
      ),
  );
}

/** Tells whether a property of this name holds a list of keys and values. */
export function isKeyedList(property: PropertyKey | undefined): boolean {
  return typeof property === "string" && keyedLists.includes(property);
}

/**
 * The entries of such a list in either form by key, in their order; a key that comes again is counted: `to (2)`.
 * Undefined where it is no such list.
 */
export function keyedEntries(list: unknown): Map<string, JsonObject> | undefined {
  const entries: unknown = isMapping(list) ? entriesOf(list) : list;
  if (!Array.isArray(entries) || !entries.every(isEntry)) return undefined;
  const byKey = new Map<string, JsonObject>();
  for (const entry of entries) {
    let key = entry.key;
    for (let times = 2; byKey.has(key); times++) key = `${entry.key} (${times})`;
    byKey.set(key, without(entry, ["key"]));
  }
  return byKey;
}
