// Values for a JSON Schema, likely ones first. Callers must check them: a schema does not express every zod rule.

import { isSchema, type Schema } from "../docs/jsonSchema.ts";

/**
 * Lists values that a schema might accept: its examples, default and enumerated values, then values by type and limits.
 *
 * @param root schema whose `$defs` the references point to
 */
export function sampleValues(schema: Schema, root: Schema, depth = 0): unknown[] {
  if (depth > 8) return [];
  const inner = (other: unknown) => (isSchema(other) ? sampleValues(other, root, depth + 1) : ["sample"]);
  const { examples, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    ...(Array.isArray(examples) ? examples : []),
    ...(schema.default !== undefined ? [schema.default] : []),
    ...("const" in schema ? [schema.const] : []),
    ...(schema.enum ?? []),
    ...(schema.$ref === undefined ? [] : inner(referenced(schema.$ref, root))),
    ...[...anyOf, ...oneOf].flatMap(inner),
    ...(allOf.length > 0 ? inner(merged(allOf.filter(isSchema))) : []),
    ...typesOf(schema).flatMap((type) => ofType(type, schema, (other) => inner(other)[0])),
  ];
}

/** A choice between types without limits is a single schema with a list of types. */
function typesOf({ type, ...others }: Schema): unknown[] {
  if (type !== undefined) return [type].flat();
  const isDefinedElsewhere = ["$ref", "anyOf", "oneOf", "allOf", "enum", "const", "not"].some(
    (key) => key in others,
  );
  return isDefinedElsewhere ? [] : ["any"];
}

function ofType(type: unknown, schema: Schema, sampleOf: (inner: unknown) => unknown): unknown[] {
  switch (type) {
    case "string":
      return texts(schema);
    case "number":
    case "integer":
      return numbers(schema);
    case "boolean":
      return [true, false];
    case "null":
      return [null];
    case "array":
      return [list(schema, sampleOf), []];
    case "object":
      return [members(schema, sampleOf), {}];
    default:
      return ["sample"];
  }
}

function referenced($ref: string, root: Schema): unknown {
  return $ref === "#" ? root : root.$defs?.[$ref.replace("#/$defs/", "")];
}

function merged(parts: readonly Schema[]): Schema {
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required = [] }) => required),
  };
}

const textsByFormat: Record<string, string> = {
  email: "customer@example.com",
  uri: "https://shop.example.com/orders/1234",
  uuid: "123e4567-e89b-42d3-a456-426614174000",
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  time: "12:00:00",
  duration: "P1D",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
};

/** Strings that patterns often require: a number in E.164 format, a language, a country, digits. */
const usualTexts = ["+15557770001", "en", "en-GB", "US", "1234", "A1", "ABC-123"];

function texts({ format = "", minLength = 0, maxLength = Infinity, pattern }: Schema): string[] {
  const length = Math.min(Math.max("sample".length, minLength), maxLength);
  const plain = "sample ".repeat(Math.ceil(length / 7)).slice(0, length);
  // A trailing space may be trimmed.
  const sample = plain.endsWith(" ") ? `${plain.slice(0, -1)}.` : plain;
  const byFormat = textsByFormat[format];
  const likely = [...(byFormat === undefined ? [] : [byFormat]), sample];
  return pattern === undefined ? likely : [...likely, ...Object.values(textsByFormat), ...usualTexts];
}

function numbers({ multipleOf = 1, ...limits }: Schema): number[] {
  // Drafts of JSON Schema before 2019-09 use booleans for the exclusive limits; zod writes numbers.
  const low = Math.max(...[limits.minimum, limits.exclusiveMinimum].filter(isNumber));
  const high = Math.min(...[limits.maximum, limits.exclusiveMaximum].filter(isNumber));
  const next = Math.ceil(low / multipleOf) * multipleOf;
  const previous = Math.floor(high / multipleOf) * multipleOf;
  return [multipleOf, 0, next, next + multipleOf, previous, previous - multipleOf, (low + high) / 2].filter(
    Number.isFinite,
  );
}

function isNumber(limit: unknown): limit is number {
  return typeof limit === "number";
}

function list(
  { items, prefixItems = [], minItems = 1, maxItems = Infinity }: Schema,
  sampleOf: (inner: unknown) => unknown,
) {
  const count = Math.min(Math.max(minItems, 1), maxItems);
  if (prefixItems.length > 0) return prefixItems.map(sampleOf);
  return Array.from({ length: count }, () => sampleOf(items));
}

function members(
  { properties = {}, required = [], propertyNames, additionalProperties }: Schema,
  sampleOf: (inner: unknown) => unknown,
) {
  const found = Object.entries(properties)
    .map(([name, schema]): [string, unknown] => [name, sampleOf(schema)])
    .filter(([name, value]) => value !== undefined || required.includes(name));
  // A record has no properties, but may require keys.
  const keys = isSchema(propertyNames) ? required.filter((key) => !(key in properties)) : [];
  return Object.fromEntries([...found, ...keys.map((key) => [key, sampleOf(additionalProperties)])]);
}
