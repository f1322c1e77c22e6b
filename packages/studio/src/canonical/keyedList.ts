// Lists of keys and values, such as `variables` and `parameters`, as objects by key if nothing is lost.

import { isObject, type JsonObject, without } from "../definition/json.ts";

/**
 * Properties whose value is a list of `{ key, value }`, some of them with a `type`.
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
 * Returns the properties with each such list as an object by key, so that the path of an entry has its key, not its index.
 * A list in which a key occurs twice, or whose order may matter, stays a list, and an object of that kind becomes one.
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

/** Converts the objects back to lists, in the order of their keys. */
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

/** Removes the default type, which Twilio adds when saving, and the index that old exports have. */
function withoutDefaultType(entry: unknown, property: string): unknown {
  if (!isObject(entry)) return entry;
  const { type, ...rest } = property === "variables" ? without(entry, ["index"]) : entry;
  return type === "string" || type === undefined ? rest : { ...rest, type };
}

function isEntry(entry: unknown): entry is Entry {
  // Pulumi's engine drops the key "__proto__" of an object.
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
 * Returns whether a value may read another variable of its list. Whether it would read the new value is not documented,
 * so the order of such a list is kept.
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

/** Returns whether a property of this name is a list of keys and values. */
export function isKeyedList(property: PropertyKey | undefined): boolean {
  return typeof property === "string" && keyedLists.includes(property);
}

/**
 * Returns the entries of such a list, in either form, by key and in order; a repeated key is numbered: `to (2)`.
 * Undefined if it is not such a list.
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
