// JSON inside a text, with Liquid in it: whether it can be JSON at all, whatever the Liquid renders to.

import { parse } from "@humanwhocodes/momoa";
import { isObject } from "../json.ts";
import { holdsTag, liquidParts, withoutLiquid } from "../liquid/liquidParts.ts";

/**
 * Tells why a text cannot be JSON; undefined when it can.
 *
 * Every output counts as a text. With tags (`{% if … %}`) between the members nothing is certain, and nothing is said.
 * Nothing of the text is repeated, as it may hold a secret.
 */
export function jsonFault(text: string, wanted: "object" | "anything"): string | undefined {
  if (withoutLiquid(text, "").trim() === "" && text.trim() !== "") return undefined;
  const json = withValues(text);
  try {
    const value: unknown = JSON.parse(json);
    return wanted === "anything" || isObject(value) ? undefined : "is not a JSON object";
  } catch {
    if (holdsTag(text)) return undefined;
    return `is not JSON: ${whatAndWhere(json)}`;
  }
}

/** JSON.parse says it in other words with every version of Node, and repeats the text. */
function whatAndWhere(json: string): string {
  try {
    parse(json);
    // momoa lets such characters pass.
    return "a line break, a tab or another control character stands between quotation marks; write \\n or the like";
  } catch (error) {
    const { line, column, offset } = isObject(error) ? error : {};
    if (typeof line !== "number" || typeof column !== "number") return "it is nested too deeply";
    // At the end of the text momoa names what stands last.
    if (isUnclosed(json) && isLast(json.slice(Number(offset)))) return "it ends too early";
    const where = json.includes("\n") ? `line ${line}, column ${column}` : `column ${column}`;
    return `what stands there was not expected (${where})`;
  }
}

/** Tells whether more brackets or quotation marks are opened than closed. */
function isUnclosed(json: string): boolean {
  let open = 0;
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}"]/gs)) {
    if (mark === "{" || mark === "[" || mark === '"') open++;
    if (mark === "}" || mark === "]") open--;
  }
  return open > 0 || json.trim() === "";
}

/** One token or none. */
function isLast(json: string): boolean {
  return /^\s*(?:"(?:[^"\\]|\\.)*"?|[\w.+-]+|[^\w\s])?\s*$/s.test(json);
}

/**
 * The JSON without its Liquid, every character at its place: inside quotation marks Liquid becomes blanks, outside an
 * output becomes a text, which may stand anywhere a value may.
 */
function withValues(text: string): string {
  let inText = false;
  let followsValue = false;
  return liquidParts(text)
    .map(({ kind, text: part }) => {
      if (kind === "plain") {
        for (const mark of part.match(/\\.|"/gs) ?? []) if (mark === '"') inText = !inText;
        followsValue &&= part.trim() === "";
        return part;
      }
      if (kind === "tag" || inText || followsValue) return blanks(part);
      followsValue = true;
      return `""${blanks(part.slice(2))}`;
    })
    .join("");
}

function blanks(part: string): string {
  return part.replaceAll(/[^\n]/g, " ");
}
