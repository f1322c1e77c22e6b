// The fields of a zod schema, nested ones included, as rows for a table.

import type { z } from "zod";
import { idPrefixes, isSchema, type Schema, schemaOf } from "./jsonSchema.ts";

export interface Field {
  /** For instance `channelSettings.*.captureRules[].from`: `[]` is each of a list, `*` each of a map. */
  path: string;
  /** In words, for instance "list (at most 2) of strings". */
  type: string;
  required: boolean;
  /** Empty if the schema has none. */
  description: string;
  default?: unknown;
  /** `meta({ example })` of the schema. */
  example?: string;
  secret: boolean;
}

/** Lists every field in the order of the schema, each followed by the fields inside it. */
export function fieldsOf(object: z.ZodObject): Field[] {
  return membersOf(schemaOf(object), "");
}

function membersOf({ properties = {}, required = [] }: Schema, path: string): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (typeof schema === "boolean") return [];
    const own = path === "" ? name : `${path}.${name}`;
    return [fieldOf(schema, own, required.includes(name)), ...inside(schema, own)];
  });
}

function fieldOf(schema: Schema, path: string, required: boolean): Field {
  return {
    path,
    type: typeOf(schema),
    required,
    description: schema.description ?? "",
    secret: schema.secret === true,
    ...(schema.default !== undefined && { default: schema.default }),
    ...(typeof schema.example === "string" && { example: schema.example }),
  };
}

/** Fields of a value that is an object, or that contains objects in a list, a map or a choice. */
function inside(schema: Schema, path: string): Field[] {
  const { items, properties, additionalProperties, anyOf = [] } = schema;
  if (properties) return membersOf(schema, path);
  if (isSchema(items)) return inside(items, `${path}[]`);
  if (isSchema(additionalProperties)) return inside(additionalProperties, `${path}.*`);
  return anyOf.filter(isSchema).flatMap((one) => inside(one, path));
}

function typeOf(schema: Schema): string {
  const { type, anyOf, properties, items, enum: values } = schema;
  if (schema.const !== undefined) return code(schema.const);
  if (values) return values.map((value) => code(value)).join(" or ");
  if (anyOf) return [...new Set(anyOf.filter(isSchema).map(typeOf))].join(" or ");
  if (type === "array") return `list${counted(schema)} of ${isSchema(items) ? several(items) : "any JSON"}`;
  if (type === "object") return properties ? "object" : mapOf(schema);
  if (type === "string") return stringOf(schema);
  if (type === "integer" || type === "number") return `${type}${within(schema)}`;
  return typeof type === "string" ? type : "any JSON";
}

function several(schema: Schema): string {
  const type = typeOf(schema);
  return type === "object" || type === "string" ? `${type}s` : type;
}

function mapOf({ propertyNames, additionalProperties }: Schema): string {
  const of = isSchema(additionalProperties) ? several(additionalProperties) : "any JSON";
  const names = isSchema(propertyNames) ? propertyNames.enum : undefined;
  return names ? `map of ${of} by ${names.map((name) => code(name)).join(", ")}` : `map of ${of}`;
}

function stringOf({ format, pattern, maxLength }: Schema): string {
  if (format === "uri") return "URL";
  const ids = idPrefixes(pattern ?? "");
  if (ids.length > 0) return ids.map((prefix) => code(`${prefix}…`, "")).join(" or ");
  return maxLength === undefined ? "string" : `string, at most ${maxLength} characters`;
}

function counted({ minItems = 0, maxItems }: Schema): string {
  if (maxItems === undefined) return minItems > 0 ? ` (at least ${minItems})` : "";
  return minItems > 0 ? ` (${minItems} to ${maxItems})` : ` (at most ${maxItems})`;
}

/** zod gives every integer the bounds of a safe integer, which are not worth showing. */
function within({ minimum, maximum }: Schema): string {
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (from === undefined) return to === undefined ? "" : `, at most ${grouped(to)}`;
  return to === undefined ? `, at least ${grouped(from)}` : `, ${grouped(from)} to ${grouped(to)}`;
}

function grouped(value: number): string {
  return value.toLocaleString("en-GB");
}

function code(value: unknown, quote = '"'): string {
  return typeof value === "string" ? `\`${quote}${value}${quote}\`` : `\`${JSON.stringify(value)}\``;
}
