// JSON inside a text, with Liquid in it: whether it can be JSON at all, whatever the Liquid renders to.

import { parse } from "@humanwhocodes/momoa";
import { isObject } from "../../definition/json.ts";
import { holdsTag, liquidParts, withoutLiquid } from "../../liquid/liquidParts.ts";

export interface JsonFault {
  reason: string;
  /** Not set where a lenient reader would take it. */
  certain: boolean;
}

/**
 * Tells why a text cannot be JSON; undefined when it can.
 *
 * An output of Liquid may render to a value, to digits of a number, or to nothing. With tags (`{% if … %}`) between the
 * members nothing is certain, and nothing is said. Nothing of the text is repeated, as it may hold a secret.
 */
export function findJsonFault(text: string, wanted: "object" | "anything"): JsonFault | undefined {
  if (withoutLiquid(text, "").trim() === "" && text.trim() !== "") return undefined;
  const readings = ['""', "1", ""].map((value) => replaceLiquid(text, value));
  const values = readings.flatMap(tryParse);
  if (values.some(({ value }) => wanted === "anything" || isObject(value))) return undefined;
  if (values.length > 0) return { reason: "is not a JSON object", certain: true };
  return holdsTag(text) ? undefined : describeFault(readings[0] ?? "");
}

function tryParse(json: string): { value: unknown }[] {
  try {
    return [{ value: JSON.parse(json) }];
  } catch {
    return [];
  }
}

/** Paths of texts that are no JSON by themselves: addresses, SIDs, what somebody wrote or said. */
const plainText =
  /^\{\{-?\s*((?:trigger|widgets|flow|contact)\.(?:[\w.-]+\.)?(?:From|To|Caller|Called|from|to|address|[A-Z][A-Za-z]*Sid|sid|flow_sid|Body|SpeechResult))\s*-?\}\}$/;

/** The first output outside quotation marks that writes a text as it is; undefined where there is none. */
export function findUnquotedOutput(text: string): string | undefined {
  let inText = false;
  for (const { kind, text: part } of liquidParts(text)) {
    if (kind === "plain")
      for (const mark of part.match(/\\.|"/gs) ?? []) inText = mark === '"' ? !inText : inText;
    const [, path] = kind === "output" && !inText ? (plainText.exec(part) ?? []) : [];
    if (path !== undefined) return path;
  }
  return undefined;
}

/** JSON.parse says it in other words with every version of Node, and repeats the text. */
function describeFault(json: string): JsonFault {
  const fault = (reason: string, certain = true) => ({ reason: `is not JSON: ${reason}`, certain });
  try {
    parse(json);
    // momoa is a reader that lets such characters pass; whether Twilio's is another is not known.
    return fault(
      "a line break, a tab or another control character stands between quotation marks; write \\n or the like",
      false,
    );
  } catch (error) {
    const { line, column, offset } = isObject(error) ? error : {};
    if (typeof line !== "number" || typeof column !== "number")
      return fault("it is nested too deeply", false);
    // At the end of the text momoa names what stands last.
    if (isUnclosed(json) && isLast(json.slice(Number(offset)))) return fault("it ends too early");
    const where = json.includes("\n") ? `line ${line}, column ${column}` : `column ${column}`;
    return fault(`what stands there was not expected (${where})`);
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
 * The JSON without its Liquid, every character at its place: inside quotation marks Liquid becomes blanks, outside the
 * first of several outputs becomes a value.
 */
function replaceLiquid(text: string, value: string): string {
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
      return value + blanks(part.slice(value.length));
    })
    .join("");
}

function blanks(part: string): string {
  return part.replaceAll(/[^\n]/g, " ");
}
