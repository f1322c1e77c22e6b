// Twilio's schemas as JSON Schema, which is stricter than OpenAPI in the two ways that find mistakes: a property that is
// not documented is one too many, and a resource of a classic product has every documented property.

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Document, resolved, type Schema } from "./openApi.ts";

export type Direction = "request" | "response";

type JsonSchema = Record<string, unknown>;

interface Position {
  document: Document;
  direction: Direction;
  /** Whether undocumented properties are reported here. A member of `allOf` knows only its own. */
  closed: boolean;
  /** Referenced schemas, by name and position; filled on the way, because schemas contain themselves. */
  defs: Record<string, JsonSchema>;
}

const uriReference = (text: string) => /^[!#$%&'()*+,./0-9:;=?@A-Z[\]_a-z~-]+$/.test(text);

const ajv = addFormats.default(
  new Ajv2020({
    strict: false,
    allErrors: true,
    // Patterns such as ^[a-zA-Z0-9-_ ]+$ are not valid with the flag u.
    unicodeRegExp: false,
    formats: {
      // "Thu, 30 Jul 2015 23:19:04 +0000"
      "date-time-rfc-2822": /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/,
      // In these documents also a path below the host, as their own examples have it, and "" for a URL that is not set.
      uri: (text: string) => text === "" || uriReference(text),
      "phone-number": /^\+[1-9]\d{1,14}$/,
    },
    logger: false,
  }),
  ["date", "date-time", "email", "uuid"],
);

const compiled = new WeakMap<Schema, Partial<Record<Direction, ValidateFunction>>>();

/** Compiles a schema of a document, once per direction. */
export function validatorOf(document: Document, schema: Schema, direction: Direction): ValidateFunction {
  const known = compiled.get(schema) ?? {};
  compiled.set(schema, known);
  known[direction] ??= compile(document, schema, direction);
  return known[direction];
}

function compile(document: Document, schema: Schema, direction: Direction): ValidateFunction {
  const position: Position = { document, direction, closed: true, defs: {} };
  const root = convert(schema, position);
  return ajv.compile({ ...root, $defs: position.defs });
}

const plainKeywords = [
  ...["type", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"],
  ...["minItems", "maxItems", "uniqueItems", "enum", "minProperties", "maxProperties"],
];

function convert(schema: Schema, at: Position): JsonSchema {
  if (schema.$ref !== undefined) return reference(schema.$ref, at);
  const found: JsonSchema = {};
  for (const keyword of plainKeywords) if (schema[keyword] !== undefined) found[keyword] = schema[keyword];
  if (schema.items) found.items = convert(schema.items, { ...at, closed: true });
  convertProperties(schema, found, at);
  const { propertyName, mapping } = schema.discriminator ?? {};
  if (propertyName && mapping) found.allOf = choices(propertyName, mapping, at);
  for (const keyword of ["allOf", "oneOf", "anyOf"] as const) {
    const members = mapping ? undefined : schema[keyword];
    if (members) found[keyword] = members.map((member) => convert(member, { ...at, closed: false }));
  }
  if (at.closed && schema.additionalProperties === undefined) {
    if (schema.allOf || schema.oneOf || schema.anyOf) found.unevaluatedProperties = false;
    else if (Object.keys(schema.properties ?? {}).length > 0) found.additionalProperties = false;
  }
  return schema.nullable ? orNull(found) : found;
}

/** With a discriminator only the errors of the schema that it names are of interest. */
function choices(name: string, mapping: Record<string, string>, at: Position): JsonSchema[] {
  return [
    { required: [name], properties: { [name]: { enum: Object.keys(mapping) } } },
    ...Object.entries(mapping).map(([value, $ref]) => ({
      if: { properties: { [name]: { const: value } } },
      // biome-ignore lint/suspicious/noThenProperty: a schema is data: `then` is a keyword of JSON Schema, and nothing awaits it
      then: reference($ref, { ...at, closed: false }),
    })),
  ];
}

function convertProperties(schema: Schema, found: JsonSchema, at: Position): void {
  const { properties, additionalProperties } = schema;
  const outside = at.direction === "request" ? "readOnly" : "writeOnly";
  const entries = Object.entries(properties ?? {}).filter(
    ([, property]) => !resolved<Schema>(at.document, property as { $ref: string })[outside],
  );
  if (properties)
    found.properties = Object.fromEntries(
      entries.map(([name, property]) => [name, convert(property, { ...at, closed: true })]),
    );
  const required = schema.required?.filter((name) => !properties || entries.some(([one]) => one === name));
  if (required?.length) found.required = required;
  if (additionalProperties !== undefined)
    found.additionalProperties =
      typeof additionalProperties === "boolean"
        ? additionalProperties
        : convert(additionalProperties, { ...at, closed: true });
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type === "string" && !schema.oneOf && !schema.allOf && !schema.anyOf)
    return {
      ...schema,
      type: [schema.type, "null"],
      ...(Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}),
    };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: "null" }] };
}

function reference($ref: string, at: Position): JsonSchema {
  const name = `${$ref.split("/").at(-1)} ${at.closed ? "closed" : "open"}`;
  if (!at.defs[name]) {
    at.defs[name] = {};
    const target = resolved<Schema>(at.document, { $ref });
    const schema = convert(target, at);
    if (isClassicResource(target, $ref, at)) schema.required = Object.keys(target.properties ?? {});
    Object.assign(at.defs[name], schema);
  }
  return { $ref: `#/$defs/${name.replaceAll(" ", "%20")}` };
}

/** The documents name resources by path: `studio.v2.flow`. */
function isClassicResource(schema: Schema, $ref: string, { document, direction }: Position): boolean {
  return (
    direction === "response" &&
    document.classic &&
    schema.properties !== undefined &&
    /\/\w+\.v\d+\./.test($ref)
  );
}
