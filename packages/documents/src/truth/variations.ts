// Every way in which one value of a request can be varied: what its schema forbids, and what it allows.

import { type Document, resolved, type Schema } from "../openApi.ts";

export interface Variation {
  /** `channelSettings.SMS.statusTimeouts.inactive: below the minimum`. */
  name: string;
  /** The whole value with this one change. */
  value: unknown;
}

interface Place {
  document: Document;
  /** The whole value with another one here; `undefined` removes it. */
  put: (value: unknown) => unknown;
  at: string;
  /** Values of a form or a query are texts: they have no null and no other types. */
  asText: boolean;
}

/** Values that break one documented constraint each. */
export function forbidden(schema: Schema, value: unknown, place: Place): Variation[] {
  const target = resolved<Schema>(place.document, schema as { $ref: string });
  return [...ownConstraints(target, value, place), ...children(target, value, place, forbidden)];
}

/** Values that the document allows: without each optional property, each enumeration value, each boundary. */
export function allowed(schema: Schema, value: unknown, place: Place): Variation[] {
  const target = resolved<Schema>(place.document, schema as { $ref: string });
  return [...ownFreedoms(target, value, place), ...children(target, value, place, allowed)];
}

function variation({ at, put }: Place, what: string, value: unknown): Variation {
  return { name: `${at || "body"}: ${what}`, value: put(value) };
}

function ownConstraints(schema: Schema, value: unknown, place: Place): Variation[] {
  const vary = (what: string, changed: unknown) => variation(place, what, changed);
  const found: Variation[] = [];
  const { type, minLength, maxLength, minimum, maximum, minItems, maxItems } = numeric(schema);
  if (!place.asText && !schema.nullable && type && place.at) found.push(vary("null", null));
  const other = otherType(type, place.asText);
  if (other !== undefined && place.at) found.push(vary(`not of type ${type}`, other));
  if (schema.enum) found.push(vary("not in the enumeration", "NOT_IN_THE_ENUMERATION"));
  if (schema.pattern) found.push(vary("against the pattern", "%%"));
  if (schema.format === "uri") found.push(vary("not a URL", "not a url"));
  if (schema.format === "date-time") found.push(vary("not a date", "yesterday"));
  if (schema.format === "phone-number") found.push(vary("not a number", "five"));
  if (typeof value === "string" && minLength) found.push(vary("too short", value.slice(0, minLength - 1)));
  if (typeof value === "string" && maxLength !== undefined)
    found.push(vary("too long", stretched(value, maxLength + 1)));
  if (minimum !== undefined) found.push(vary("below the minimum", minimum - 1));
  if (maximum !== undefined) found.push(vary("above the maximum", maximum + 1));
  if (Array.isArray(value) && minItems) found.push(vary("too few items", value.slice(0, minItems - 1)));
  if (Array.isArray(value) && maxItems !== undefined && value.length > 0)
    found.push(vary("too many items", repeat(value, maxItems + 1)));
  for (const name of schema.required ?? [])
    if (isObject(value) && name in value) found.push(vary(`without ${name}`, without(value, name)));
  if (schema.additionalProperties === false && isObject(value))
    found.push(vary("an undocumented property", { ...value, notDocumented: "x" }));
  return found;
}

function ownFreedoms(schema: Schema, value: unknown, place: Place): Variation[] {
  const vary = (what: string, changed: unknown) => variation(place, what, changed);
  const found: Variation[] = [];
  const { type, minLength, maxLength, minimum, maximum, minItems, maxItems } = numeric(schema);
  if (!place.asText && schema.nullable && place.at) found.push(vary("null", null));
  for (const one of schema.enum ?? []) found.push(vary(String(one), one));
  if (type === "boolean") found.push(vary("true", true), vary("false", false));
  if (typeof value === "string" && minLength !== undefined && !schema.pattern)
    found.push(vary("the shortest", stretched(value, minLength)));
  if (typeof value === "string" && maxLength !== undefined && !isSid(schema))
    found.push(vary("the longest", stretched(value, maxLength)));
  if (minimum !== undefined) found.push(vary("the minimum", minimum));
  if (maximum !== undefined) found.push(vary("the maximum", maximum));
  if (Array.isArray(value) && value.length > 0) {
    if (minItems === undefined || minItems === 0) found.push(vary("no items", []));
    if (maxItems !== undefined) found.push(vary("as many items as allowed", repeat(value, maxItems)));
  }
  if (!isObject(value)) return found;
  const optional = Object.keys(value).filter((name) => !schema.required?.includes(name));
  for (const name of optional) found.push(vary(`without ${name}`, without(value, name)));
  if (optional.length > 1) {
    const required = Object.fromEntries(Object.entries(value).filter(([name]) => !optional.includes(name)));
    found.push(vary("only what is required", required));
    for (const name of optional)
      found.push(vary(`only what is required and ${name}`, { ...required, [name]: value[name] }));
  }
  return found;
}

function children(
  schema: Schema,
  value: unknown,
  place: Place,
  vary: (schema: Schema, value: unknown, place: Place) => Variation[],
): Variation[] {
  const { properties = {}, additionalProperties, items, oneOf } = schema;
  const [first] = value && Array.isArray(value) ? value : [];
  const found: Variation[] = [];
  if (items && first !== undefined)
    found.push(
      ...vary(items, first, {
        ...place,
        at: `${place.at}[]`,
        put: (changed) => place.put([changed, ...(value as unknown[]).slice(1)]),
      }),
    );
  if (oneOf?.[0]) found.push(...vary(oneOf[0], value, place));
  if (!isObject(value)) return found;
  for (const [name, present] of Object.entries(value)) {
    const own = properties[name] ?? (typeof additionalProperties === "object" && additionalProperties);
    if (!own) continue;
    found.push(
      ...vary(own, present, {
        ...place,
        at: place.at ? `${place.at}.${name}` : name,
        put: (changed) => place.put({ ...value, [name]: changed }),
      }),
    );
  }
  return found;
}

function numeric(schema: Schema) {
  return schema as Schema &
    Partial<Record<"minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems", number>>;
}

function otherType(type: string | undefined, asText: boolean): unknown {
  if (type === "integer" || type === "number") return "many";
  if (type === "boolean") return "perhaps";
  if (asText) return undefined;
  return { string: 7, array: "none", object: "none" }[type ?? ""];
}

function isSid({ pattern }: Schema): boolean {
  return /^\^[A-Z]{2}\[/.test(String(pattern ?? ""));
}

/** The text with the last character repeated, which most patterns allow. */
function stretched(text: string, length: number): string {
  return text.slice(0, length).padEnd(length, text.at(-1) ?? "x");
}

function repeat(items: unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, index) => items[index % items.length]);
}

function without(value: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
