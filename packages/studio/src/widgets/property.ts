// Properties of widgets: JSON types as strict as Twilio's, and what else is known about each.

import * as z from "zod";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";

/** Facts about a property beyond its JSON type. */
export interface PropertyFacts {
  /** In a few words: what it is, its unit, what may surprise. */
  note?: string;
  /** Value that applies when it is omitted. */
  default?: string | number | boolean;
  /** Smallest and largest number, if known. */
  range?: { min: number; max: number };
  /** Set if Liquid is rendered at run time; inferred where it is not documented. */
  liquid?: true;
  /** `json`: a JSON string after rendering. `secret`: must not be in plain text. `sid`: identifies a Twilio resource. */
  format?: "url" | "json" | "secret" | "sid";
  /** The known values; `open` is set if Twilio accepts others as well. */
  values?: readonly string[];
  open?: true;
  /** Absent if an SDK, the published schema or a deployed flow has it. */
  certainty?: "documented" | "inferred";
}

type ExtraFacts = Omit<PropertyFacts, "liquid" | "format" | "values" | "open" | "note" | "range">;

const registry = z.registry<PropertyFacts>();

/** Returns what is known about a property, optional or not. */
export function propertyFacts(schema: z.core.$ZodType): PropertyFacts {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return registry.get(inner) ?? {};
}

/** Liquid in place of an enumeration's value: any string with an output or a tag. */
const someLiquid = [
  z.templateLiteral([z.string(), "{{", z.string(), "}}", z.string()]),
  z.templateLiteral([z.string(), "{%", z.string(), "%}", z.string()]),
] as const;

/** A string that is rendered. */
export function liquid(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true });
}

/** A string that is not rendered. */
export function literal(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts });
}

export function url(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "url" });
}

/** A URL of a request, which needs its host. */
export function requestUrl(note?: string) {
  return z
    .string()
    .refine((text) => text.trim() === "" || holdsLiquid(text) || /^\s*https?:\/\/\S+\s*$/i.test(text), {
      error: "is not a complete URL; write it as https://example.com/path, without spaces",
    })
    .register(registry, { ...withNote(note), liquid: true, format: "url" });
}

/** A string that must be JSON when rendered. */
export function jsonText(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "json" });
}

export function secret(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "secret" });
}

/** An enumeration. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
  note?: string,
  facts: ExtraFacts = {},
) {
  return z.enum(values).register(registry, { ...withNote(note), ...facts, values });
}

/** An enumeration, or Liquid that renders to one of its values. */
export function oneOfOrLiquid<const Value extends string>(
  values: readonly Value[],
  note?: string,
  facts: ExtraFacts = {},
) {
  return z
    .union([z.enum(values), ...someLiquid])
    .register(registry, { ...withNote(note), ...facts, values, liquid: true });
}

/** An enumeration whose values are not all known; Twilio certainly accepts those that match `others`. */
export function usually(values: readonly string[], note?: string, facts: ExtraFacts = {}, others?: RegExp) {
  return z
    .string()
    .refine((text) => values.includes(text) || holdsLiquid(text) || others?.test(text), {
      error: `is not one of the known values: ${values.join(", ")}`,
    })
    .register(registry, { ...withNote(note), ...facts, values, open: true, liquid: true });
}

/** An integer, within a range if one is known. */
export function integer(range: { min?: number; max?: number } = {}, note?: string, facts: ExtraFacts = {}) {
  const { min = -Infinity, max = Infinity } = range;
  return z
    .int()
    .refine((value) => value >= min && value <= max, {
      error: Number.isFinite(max) ? `must be from ${min} to ${max}` : `must be at least ${min}`,
    })
    .register(registry, { ...withNote(note), ...facts, range: { min, max } });
}

/** An integer written as a string, or Liquid that renders to one. */
export function numberText(
  { min, max }: { min: number; max: number },
  note?: string,
  facts: ExtraFacts = {},
) {
  return z
    .string()
    .refine((text) => holdsLiquid(text) || isWholeNumber(text, min, max), {
      error: `must be a whole number from ${min} to ${max}, written as a string`,
    })
    .register(registry, { ...withNote(note), ...facts, liquid: true, range: { min, max } });
}

/** DTMF digits. Source: twilio.com/docs/voice/twiml/play#attributes-digits */
export function keys(note: string, max = Infinity) {
  return z
    .string()
    .refine((text) => holdsLiquid(text) || (/^[0-9A-Da-d#*wW]*$/.test(text) && text.length <= max), {
      error: `must be 0-9, A-D, #, *, w and W${Number.isFinite(max) ? `, at most ${max} of them` : ""}`,
    })
    .register(registry, { note, liquid: true });
}

/** A string of limited length. */
export function shortText(max: number, note: string) {
  return z
    .string()
    .refine((text) => holdsLiquid(text) || text.length <= max, { error: `has more than ${max} characters` })
    .register(registry, { note, liquid: true });
}

export function isWholeNumber(text: string, min: number, max: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

export function boolean(note?: string, facts: ExtraFacts = {}) {
  return z.boolean().register(registry, { ...withNote(note), ...facts });
}

/** A string that must have this SID's prefix if it looks like a SID at all. Liquid and placeholders are accepted. */
export function sid(prefix: string, what: string, note?: string, facts: ExtraFacts = {}) {
  return z
    .string()
    .refine((text) => !isOtherSid(text, prefix), {
      error: `must be the SID of a ${what} (${prefix}…)`,
      // Whether or not Twilio refuses it, a different kind of resource cannot work.
      params: { certain: true },
    })
    .refine(
      (text) => text === "" || holdsLiquid(text) || text.startsWith(prefix) || isOtherSid(text, prefix),
      {
        error: `must be the SID of a ${what} (${prefix}…), not its name`,
      },
    )
    .register(registry, {
      note: note ?? `SID of a ${what} (${prefix}…)`,
      ...facts,
      liquid: true,
      format: "sid",
    });
}

/** Whether a string is a SID, but of a different kind of resource. */
export function isOtherSid(text: string, prefix: string): boolean {
  return /^[A-Z]{2}[0-9a-f]{32}$/.test(text) && !text.startsWith(prefix);
}

/** A list. */
export function list<Item extends z.ZodType>(item: Item, note?: string, facts: ExtraFacts = {}) {
  return z.array(item).register(registry, { ...withNote(note), ...facts });
}

/** `key` is used as written, `value` is rendered. */
export const keyAndValue = z.strictObject({ key: literal(), value: liquid() });

/** Canvas position, without effect at run time. Part of every row. */
export const offset = z
  .strictObject({ x: z.int(), y: z.int() })
  .register(registry, { note: "Position on the canvas; no effect at run time." })
  .optional();

function withNote(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note };
}
