// The attributes of Send to Flex: JSON in a string, with Liquid inside.
// Source: twilio.com/docs/studio/widget-library/send-flex

/** Longest `attributes`, in characters. Source: twilio.com/docs/studio/widget-library/send-flex */
export const maxAttributesLength = 1_024;

/** A value of an attribute: any JSON, whose strings may contain Liquid. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

const liquid = /\{\{.*?\}\}|\{%.*?%\}/gs;
const wholeJson = /^\{\{(?:(?!\}\}).)*\|\s*to_json\s*\}\}$/s;

/**
 * Writes attributes as the JSON string that Send to Flex expects.
 *
 * Liquid is kept as written: a quotation mark inside `{{ … }}` is not escaped. A value that consists only of
 * `{{ … | to_json }}` gets no quotation marks, since `to_json` writes them; use it for whatever a customer wrote,
 * because a quotation mark in `"{{ … }}"` breaks the JSON, and the task is not created (81015).
 *
 * @example
 * ```ts
 * import { attributesText } from "@tac-handoff/studio";
 *
 * attributesText({ name: "{{trigger.call.From | to_json}}", tries: 2 }); // → '{"name":{{trigger.call.From | to_json}},"tries":2}'
 * ```
 */
export function attributesText(attributes: Readonly<Record<string, AttributeValue>>): string {
  return serialize(attributes);
}

function serialize(value: AttributeValue): string {
  if (typeof value === "string") return wholeJson.test(value) ? value : quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(serialize).join(",")}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${quote(key)}:${serialize(member)}`)
    .join(",")}}`;
}

function isList(value: object): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

function quote(value: string): string {
  const plain = value.split(liquid).map((part) => JSON.stringify(part).slice(1, -1));
  const templates = [...value.matchAll(liquid)].map(([template]) => template);
  return `"${plain.map((part, index) => part + (templates[index] ?? "")).join("")}"`;
}
