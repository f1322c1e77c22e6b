// An example of a value as a TypeScript literal, with only the required members. `…` is a placeholder for the reader.

import type { z } from "zod";
import { idPrefixes, isSchema, type Schema, schemaOf } from "./jsonSchema.ts";

/**
 * Writes the arguments that `object` requires.
 *
 * @param more names of optional members to show as well
 */
export function exampleOf(object: z.ZodObject, more: readonly string[] = []): string {
  const { required = [], ...schema } = schemaOf(object);
  return literal({ ...schema, required: [...required, ...more] }, "");
}

function literal(schema: Schema, indent: string): string {
  const { type, properties, required = [], items, anyOf } = schema;
  const [first] = schema.enum ?? anyOf ?? [];
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return JSON.stringify(first);
  if (anyOf && isSchema(first)) return literal(first, indent);
  if (type === "array") return isSchema(items) ? `[${literal(items, indent)}]` : "[]";
  if (type === "object" && properties) return members(properties, required, indent);
  if (type === "object") return "{ /* … */ }";
  if (type === "boolean") return "true";
  if (type === "integer" || type === "number") return String(Math.max(schema.minimum ?? 1, 1));
  return JSON.stringify(text(schema));
}

function members(
  properties: Record<string, Schema | boolean>,
  required: readonly string[],
  indent: string,
): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties)
    .filter(([name]) => required.includes(name))
    .map(([name, schema]) => `${inner}${name}: ${isSchema(schema) ? literal(schema, inner) : "true"},`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function text({ format, pattern = "" }: Schema): string {
  if (format === "uri") return "https://agent.example.com";
  if (pattern.startsWith("^\\+")) return "+15551230100";
  const [prefix = ""] = idPrefixes(pattern);
  return `${prefix}…`;
}
