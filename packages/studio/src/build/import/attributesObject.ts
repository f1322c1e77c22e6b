// Reads the string of attributes back into the object it was written from.

import { isObject } from "../../definition/json.ts";
import { type AttributeValue, attributesText } from "../attributes.ts";

/** Private-use characters around a number that represents a piece of Liquid. */
const [open, close] = ["\uE000", "\uE001"];
const marker = new RegExp(`${open}(\\d+)${close}`, "g");

/**
 * Reads attributes as the object from which `attributesText` writes exactly this string; undefined if there is none, for
 * example because the string has spaces between its members.
 */
export function readAttributes(text: string): Readonly<Record<string, AttributeValue>> | undefined {
  if (text.includes(open)) return undefined;
  const liquid: string[] = [];
  let isInText = false;
  let json = "";
  for (const part of text.split(/(\{\{.*?\}\}|\{%.*?%\})/s)) {
    if (/^\{[{%]/.test(part)) {
      const mark = `${open}${liquid.push(part) - 1}${close}`;
      json += isInText ? mark : `"${mark}"`;
      continue;
    }
    json += part;
    for (const found of part.match(/\\.|"/gs) ?? []) if (found === '"') isInText = !isInText;
  }
  const attributes = parse(json, (marked) =>
    marked.replace(marker, (_, index) => liquid[Number(index)] ?? ""),
  );
  return attributes && attributesText(attributes) === text ? attributes : undefined;
}

function parse(
  json: string,
  restore: (text: string) => string,
): Readonly<Record<string, AttributeValue>> | undefined {
  try {
    const value: unknown = JSON.parse(json, (_, member: unknown) => {
      if (typeof member === "string") return restore(member);
      if (!isObject(member)) return member;
      return Object.fromEntries(Object.entries(member).map(([key, inner]) => [restore(key), inner]));
    });
    return isObject(value) ? (value as Record<string, AttributeValue>) : undefined;
  } catch {
    return undefined;
  }
}
