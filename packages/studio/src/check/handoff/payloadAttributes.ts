// The attributes that a hand-off can have, read from the JSON Schema of its payload: `contract.jsonSchema()` of
// @tac-handoff/runtime, or studio-flows/handoff.schema.json.

import { isObject } from "../../definition/json.ts";

/** The values of an attribute. */
export interface PayloadAttribute {
  /** JSON types that it can have, for instance `["string"]`. Integers are numbers. Empty if it can have any. */
  types: readonly string[];
  /** Every value that it can have, apart from null. Absent if they cannot be listed. */
  values?: readonly unknown[] | undefined;
}

/** By name, in the order of the contract. */
export type PayloadAttributes = ReadonlyMap<string, PayloadAttribute>;

/**
 * Reads the attributes of a payload, among them the reason.
 *
 * @param schema JSON Schema of the payload
 * @returns undefined if it is not one
 *
 * @example
 * ```ts
 * import { payloadAttributes } from "@tac-handoff/studio";
 *
 * const schema = { properties: { attributes: { properties: { priority: { enum: ["low", "high"] } } } } };
 *
 * payloadAttributes(schema)?.get("priority")?.values; // → ["low", "high"]
 * ```
 */
export function payloadAttributes(schema: unknown): PayloadAttributes | undefined {
  const attributes =
    isObject(schema) && isObject(schema.properties) ? schema.properties.attributes : undefined;
  const members = isObject(attributes) ? attributes.properties : undefined;
  if (!isObject(members)) return undefined;
  return new Map(Object.entries(members).map(([name, member]) => [name, attributeOf(member, schema)]));
}

/** Deeper schemas are not looked into: a reference may lead to itself. */
const maxDepth = 20;

function attributeOf(schema: unknown, root: unknown, depth = 0): PayloadAttribute {
  if (!isObject(schema) || depth > maxDepth) return { types: [] };
  const { type, enum: values, anyOf, oneOf, $ref } = schema;
  if (typeof $ref === "string") return attributeOf(referenced($ref, root), root, depth + 1);
  if ("const" in schema) return listed([schema.const]);
  if (Array.isArray(values)) return listed(values);
  const choices = Array.isArray(anyOf) ? anyOf : oneOf;
  if (Array.isArray(choices)) return united(choices.map((choice) => attributeOf(choice, root, depth + 1)));
  const types = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === "string");
  if (types.length > 1) return united(types.map((each) => ofType(each)));
  const [only] = types;
  return only === undefined ? { types: [] } : ofType(only);
}

function ofType(type: string): PayloadAttribute {
  if (type === "boolean") return listed([true, false]);
  if (type === "null") return listed([null]);
  return { types: [type === "integer" ? "number" : type] };
}

function listed(values: readonly unknown[]): PayloadAttribute {
  const present = values.filter((value) => value !== null);
  return { types: [...new Set(present.map((value) => typeof value))], values: present };
}

function united(all: readonly PayloadAttribute[]): PayloadAttribute {
  const isOpen = all.some(({ types, values }) => types.length === 0 && values === undefined);
  const types = isOpen ? [] : [...new Set(all.flatMap((one) => one.types))];
  const values = all.flatMap((one) => one.values ?? []);
  return all.every((one) => one.values !== undefined) ? { types, values: [...new Set(values)] } : { types };
}

/** `#/$defs/Name` in the schema. */
function referenced(reference: string, root: unknown): unknown {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), root);
}
