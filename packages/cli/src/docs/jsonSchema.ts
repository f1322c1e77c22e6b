// What the pages read zod schemas through: JSON Schema, which zod writes of its own schemas.

import { z } from "zod";

export type Schema = z.core.JSONSchema.BaseSchema;

/** The schema of what a person writes: a key with a default is not required. */
export function schemaOf(object: z.ZodObject): Schema {
  return z.toJSONSchema(object, { io: "input", unrepresentable: "any" });
}

export function isSchema(schema: unknown): schema is Schema {
  return typeof schema === "object" && schema !== null && !Array.isArray(schema);
}

/** What ids of a pattern begin with, for instance `FW`, or `mem_store_` and `mem_service_`; none where it is no id. */
export function idPrefixes(pattern: string): string[] {
  const [, prefixes, underscore = ""] =
    /^\^\(?([A-Za-z_|]+)\)?(_?)\[0-9a-[a-zA-Z-]*\]\{\d+\}\$$/.exec(pattern) ?? [];
  return prefixes === undefined ? [] : prefixes.split("|").map((prefix) => prefix + underscore);
}
