// A valid value for a schema, from the account of the scene where it names a resource.

import { seed } from "@tac-handoff/emulator";
import { type Document, resolved, type Schema } from "../openApi.ts";

/** SIDs of resources that exist in the scene. There is none of other kinds, so fields that name them are left out. */
const sids: Record<string, string> = {
  AC: seed.accountSid,
  FW: seed.oldFlowSid,
  IS: seed.flexServiceSid,
  PN: seed.phoneNumberSid,
  TC: seed.taskChannelSids.chat,
  WQ: seed.taskQueueSid,
  WS: seed.workspaceSid,
  WW: seed.workflowSid,
};

/** By format, then by the pattern that a text must match. */
const texts: [test: (schema: Schema) => boolean, text: string][] = [
  [({ format }) => format === "uri", "https://agent.example.com/events"],
  [({ format }) => format === "date-time", "2026-01-06T12:00:00Z"],
  [({ format }) => format === "phone-number", "+15557654330"],
];

/**
 * @param name of the property, for texts that have a meaning
 * @param known values for properties that a schema does not describe closely enough
 * @returns undefined if there is no valid value in this account
 */
export function exampleOf(
  document: Document,
  schema: Schema,
  name: string,
  known: Record<string, unknown>,
): unknown {
  if (Object.hasOwn(known, name)) return known[name];
  const target = resolved<Schema>(document, schema as { $ref: string });
  const { type, enum: values, items, properties, oneOf } = target;
  if (values) return values[0];
  if (oneOf?.[0]) return exampleOf(document, oneOf[0], name, known);
  if (type === "array") {
    const item = items && exampleOf(document, items, name, known);
    return item === undefined ? undefined : [item];
  }
  if (properties) return exampleObject(document, target, known);
  if (type === "object") return {};
  if (type === "integer" || type === "number") return target.minimum ?? 1;
  if (type === "boolean") return true;
  return exampleText(target);
}

function exampleObject(
  document: Document,
  { properties = {} }: Schema,
  known: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries(properties)
    .filter(([, schema]) => !resolved<Schema>(document, schema as { $ref: string }).readOnly)
    .map(([name, schema]) => [name, exampleOf(document, schema, name, known)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function exampleText(schema: Schema): string | undefined {
  const pattern = String(schema.pattern ?? "");
  const [, prefix] = /^\^([A-Z]{2})\[0-9a-f/.exec(pattern) ?? [];
  if (prefix) return sids[prefix];
  const [, text] = texts.find(([test]) => test(schema)) ?? [];
  return text ?? "text".padEnd(Number(schema.minLength ?? 0), "x");
}
