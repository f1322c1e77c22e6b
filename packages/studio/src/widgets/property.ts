// Properties of widgets: JSON types as strict as Twilio's, and what else is known of each.

import * as z from "zod";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";

/** What is known of a property beyond its JSON type. */
export interface PropertyFacts {
  /** In a few words: what it is, its unit, what surprises. */
  note?: string;
  /** What counts when it is left out. */
  default?: string | number | boolean;
  /** Smallest and largest number, where they are known. */
  range?: { min: number; max: number };
  /** Set where Liquid is rendered at run time. Where Twilio is silent this is inferred. */
  liquid?: true;
  /** `json` is JSON text after rendering, `secret` must not stand in plain text, `sid` names an object of Twilio's. */
  format?: "url" | "json" | "secret" | "sid";
  /** The values known; `open` where Twilio takes others, too. */
  values?: readonly string[];
  open?: true;
  /** Absent when an SDK, the published schema or a deployed flow has it. */
  certainty?: "documented" | "inferred";
}

type ExtraFacts = Omit<PropertyFacts, "liquid" | "format" | "values" | "open" | "note" | "range">;

const registry = z.registry<PropertyFacts>();

/** What is known of a property; of an optional one the same as of the required one. */
export function propertyFacts(schema: z.core.$ZodType): PropertyFacts {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return registry.get(inner) ?? {};
}

/** Liquid in a text of an enumeration: any text with an output or a tag. */
const someLiquid = [
  z.templateLiteral([z.string(), "{{", z.string(), "}}", z.string()]),
  z.templateLiteral([z.string(), "{%", z.string(), "%}", z.string()]),
] as const;

/** A text that is rendered. */
export function liquid(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true });
}

/** A text that stands as it is written. */
export function literal(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts });
}

export function url(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "url" });
}

/** A URL that is asked for by itself, so that it needs its host. */
export function requestUrl(note?: string) {
  return z
    .string()
    .refine((text) => text.trim() === "" || holdsLiquid(text) || /^\s*https?:\/\/\S+\s*$/i.test(text), {
      error: "is no whole URL; write it as https://example.com/path, without blanks",
    })
    .register(registry, { ...withNote(note), liquid: true, format: "url" });
}

/** A text that must be JSON when rendered. */
export function jsonText(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "json" });
}

export function secret(note?: string, facts: ExtraFacts = {}) {
  return z.string().register(registry, { ...withNote(note), ...facts, liquid: true, format: "secret" });
}

/** One of some literal values. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
  note?: string,
  facts: ExtraFacts = {},
) {
  return z.enum(values).register(registry, { ...withNote(note), ...facts, values });
}

/** One of some values, or Liquid that renders to one. */
export function oneOfOrLiquid<const Value extends string>(
  values: readonly Value[],
  note?: string,
  facts: ExtraFacts = {},
) {
  return z
    .union([z.enum(values), ...someLiquid])
    .register(registry, { ...withNote(note), ...facts, values, liquid: true });
}

/** One of some values that are known; Twilio may take others, those that match `others` for certain. */
export function usually(values: readonly string[], note?: string, facts: ExtraFacts = {}, others?: RegExp) {
  return z
    .string()
    .refine((text) => values.includes(text) || holdsLiquid(text) || others?.test(text), {
      error: `is none of the values known: ${values.join(", ")}`,
    })
    .register(registry, { ...withNote(note), ...facts, values, open: true, liquid: true });
}

/** A whole number, within a range where one is known. */
export function integer(range: { min?: number; max?: number } = {}, note?: string, facts: ExtraFacts = {}) {
  const { min = -Infinity, max = Infinity } = range;
  return z
    .int()
    .refine((value) => value >= min && value <= max, {
      error: Number.isFinite(max) ? `must be from ${min} to ${max}` : `must be at least ${min}`,
    })
    .register(registry, { ...withNote(note), ...facts, range: { min, max } });
}

/** A whole number written as text, or Liquid that renders to one. */
export function numberText(
  { min, max }: { min: number; max: number },
  note?: string,
  facts: ExtraFacts = {},
) {
  return z
    .string()
    .refine((text) => holdsLiquid(text) || isWholeNumber(text, min, max), {
      error: `must be a whole number from ${min} to ${max}, written as text`,
    })
    .register(registry, { ...withNote(note), ...facts, liquid: true, range: { min, max } });
}

/** Keys of a telephone, sent as tones. Source: twilio.com/docs/voice/twiml/play#attributes-digits */
export function keys(note: string, max = Infinity) {
  return z
    .string()
    .refine((text) => holdsLiquid(text) || (/^[0-9A-Da-d#*wW]*$/.test(text) && text.length <= max), {
      error: `must be 0-9, A-D, #, *, w and W${Number.isFinite(max) ? `, at most ${max} of them` : ""}`,
    })
    .register(registry, { note, liquid: true });
}

/** A text of limited length. */
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

/** Text that, where it looks like a SID at all, must be one of this kind. Liquid and placeholders pass. */
export function sid(prefix: string, what: string, note?: string, facts: ExtraFacts = {}) {
  return z
    .string()
    .refine((text) => !isOtherSid(text, prefix), {
      error: `must be the SID of a ${what} (${prefix}…)`,
      // Whatever Twilio says, another kind of object cannot work there.
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

/** Whether a text is a SID, but of another kind of object. */
export function isOtherSid(text: string, prefix: string): boolean {
  return /^[A-Z]{2}[0-9a-f]{32}$/.test(text) && !text.startsWith(prefix);
}

/** A list. */
export function list<Item extends z.ZodType>(item: Item, note?: string, facts: ExtraFacts = {}) {
  return z.array(item).register(registry, { ...withNote(note), ...facts });
}

/** `key` stands as written, `value` is rendered. */
export const keyAndValue = z.strictObject({ key: literal(), value: liquid() });

/** Where the widget stands on the canvas; no meaning at run time. Part of every row. */
export const offset = z
  .strictObject({ x: z.int(), y: z.int() })
  .register(registry, { note: "Position on the canvas; no meaning at run time." })
  .optional();

function withNote(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note };
}
