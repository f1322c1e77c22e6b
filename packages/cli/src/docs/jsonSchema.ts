// Reads zod schemas for the pages, as the JSON Schema that zod generates.

import { z } from "zod";

export type Schema = z.core.JSONSchema.BaseSchema;

/** The schema of the input: a key with a default is not required. */
export function schemaOf(object: z.ZodObject): Schema {
  return z.toJSONSchema(object, { io: "input", unrepresentable: "any" });
}

export function isSchema(schema: unknown): schema is Schema {
  return typeof schema === "object" && schema !== null && !Array.isArray(schema);
}

/**
 * The prefixes of IDs that match a pattern, for instance `FW`, or `WS…/WQ` of an ID that is made of two; none if the
 * pattern is not one of IDs.
 */
export function idPrefixes(pattern: string): string[] {
  const [, outer, inner] =
    /^\^([A-Z]{2})\[[^\]]+\]\{32\}\\?\/([A-Z]{2})\[[^\]]+\]\{32\}\$$/.exec(pattern) ?? [];
  if (outer && inner) return [`${outer}…/${inner}`];
  const [, prefixes, underscore = ""] =
    /^\^\(?([A-Za-z_|]+)\)?(_?)\[0-9a-[a-zA-Z-]*\]\{\d+\}\$$/.exec(pattern) ?? [];
  return prefixes === undefined ? [] : prefixes.split("|").map((prefix) => prefix + underscore);
}
