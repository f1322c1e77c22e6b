// Which attributes of a contract can be shortened if a hand-off is too long for Flex.

import * as z from "zod";
import type { AttributeContract } from "./attributes.ts";

/**
 * - `fixed`: an enumeration, a number, true or false: never shortened, because workflows route on them
 * - `text`: can be cut, and then ends in `…`
 * - `structure`: lists and objects, which can only be left out
 */
export type AttributeKind = "fixed" | "text" | "structure";

/** Longest enumerated value or number, in characters of JSON, that is plausible. Anything longer is not kept. */
export const longestFixed = 100;

/**
 * Returns the kind of each attribute of a contract, in its order.
 *
 * @example
 * ```ts
 * import { attributeKinds, defineAttributes } from "@tac-handoff/runtime";
 * import * as z from "zod";
 *
 * const contract = defineAttributes(z.object({ note: z.string(), priority: z.enum(["low", "high"]) }));
 *
 * attributeKinds(contract); // → [{ name: "note", kind: "text" }, { name: "priority", kind: "fixed" }]
 * ```
 */
export function attributeKinds({
  names,
  schema,
}: Pick<AttributeContract, "names" | "schema">): { name: string; kind: AttributeKind }[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: "output" });
  return names.map((name) => ({ name, kind: kindOf(properties[name] ?? {}) }));
}

/** Source: json-schema.org, draft 2020-12, as zod writes it */
function kindOf(schema: z.core.JSONSchema._JSONSchema): AttributeKind {
  if (typeof schema === "boolean") return "structure";
  if (schema.enum || schema.const !== undefined) return "fixed";
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    const kinds = alternatives.map(kindOf);
    if (kinds.includes("structure")) return "structure";
    return kinds.includes("text") ? "text" : "fixed";
  }
  if (schema.type === "string") return "text";
  return schema.type === "object" || schema.type === "array" || !schema.type ? "structure" : "fixed";
}
