// JSON with Liquid in a string: whether it can be valid, whatever the Liquid renders to.

import { parse } from "@humanwhocodes/momoa";
import { isObject } from "../../definition/json.ts";
import { holdsTag, type LiquidPart, liquidParts, withoutLiquid } from "../../liquid/liquidParts.ts";

export interface JsonFault {
  reason: string;
  /** False if a lenient parser would accept it. */
  certain: boolean;
}

/**
 * Returns why a string cannot be JSON; undefined if it can.
 *
 * Liquid output may render to a value, to digits of a number, or to nothing. With tags (`{% if … %}`) between the members
 * nothing is certain, so nothing is reported. The reason does not repeat the string, which may contain a secret.
 */
export function findJsonFault(text: string, wanted: "object" | "anything"): JsonFault | undefined {
  if (withoutLiquid(text, "").trim() === "" && text.trim() !== "") return undefined;
  const readings = ['""', "1", ""].map((value) => replaceLiquid(text, value));
  const values = readings.flatMap(tryParse);
  if (values.some(({ value }) => wanted === "anything" || isObject(value))) return undefined;
  if (values.length > 0) return { reason: "is not a JSON object", certain: true };
  return holdsTag(text) ? undefined : describeFault(readings[0] ?? "");
}

/** The object that a string is, with some text in place of each Liquid; undefined if it is none in any reading. */
export function readJsonObject(text: string): Record<string, unknown> | undefined {
  const readings = ['""', "1", ""].flatMap((value) => tryParse(replaceLiquid(text, value)));
  return readings.map(({ value }) => value).find(isObject);
}

function tryParse(json: string): { value: unknown }[] {
  try {
    return [{ value: JSON.parse(json) }];
  } catch {
    return [];
  }
}

/** Paths of strings that are not JSON: addresses, SIDs, what a customer wrote or said. */
const plainText =
  /^\{\{-?\s*((?:trigger|widgets|flow|contact)\.(?:[\w.-]+\.)?(?:From|To|Caller|Called|from|to|address|[A-Z][A-Za-z]*Sid|sid|flow_sid|Body|SpeechResult))\s*-?\}\}$/;

/** A part of a string, and whether it is inside quotation marks. */
interface PlacedPart extends LiquidPart {
  inText: boolean;
}

function placeParts(text: string): PlacedPart[] {
  let inText = false;
  return liquidParts(text).map((part) => {
    const placed = { ...part, inText };
    if (part.kind === "plain")
      for (const mark of part.text.match(/\\.|"/gs) ?? []) inText = mark === '"' ? !inText : inText;
    return placed;
  });
}

/** Returns the path of the first output outside quotation marks that renders a plain string; undefined if there is none. */
export function findUnquotedOutput(text: string): string | undefined {
  for (const { kind, text: part, inText } of placeParts(text)) {
    const [, path] = kind === "output" && !inText ? (plainText.exec(part) ?? []) : [];
    if (path !== undefined) return path;
  }
  return undefined;
}

/** An output inside quotation marks of JSON. */
export interface QuotedOutput {
  output: string;
  /** Whether there is nothing else between the quotation marks. */
  isWhole: boolean;
}

export function quotedOutputs(text: string): QuotedOutput[] {
  const parts = placeParts(text);
  return parts.flatMap(({ kind, text: output, inText }, index) => {
    if (kind !== "output" || !inText) return [];
    const [before = "", after = ""] = [parts[index - 1]?.text, parts[index + 1]?.text];
    return [{ output, isWhole: before.endsWith('"') && after.startsWith('"') }];
  });
}

/** The messages of JSON.parse differ between versions of Node and repeat the string. */
function describeFault(json: string): JsonFault {
  const fault = (reason: string, certain = true) => ({ reason: `is not valid JSON: ${reason}`, certain });
  try {
    parse(json);
    // momoa accepts such characters; whether Twilio does is not known.
    return fault(
      "a string contains a line break, a tab or another control character; write \\n or similar",
      false,
    );
  } catch (error) {
    const { line, column, offset } = isObject(error) ? error : {};
    if (typeof line !== "number" || typeof column !== "number")
      return fault("it is nested too deeply", false);
    // At the end of the input momoa reports the last token.
    if (isUnclosed(json) && isLast(json.slice(Number(offset)))) return fault("it ends too soon");
    const where = json.includes("\n") ? `line ${line}, column ${column}` : `column ${column}`;
    return fault(`unexpected characters (${where})`);
  }
}

/** Returns whether more brackets or quotation marks are opened than closed. */
function isUnclosed(json: string): boolean {
  let open = 0;
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}"]/gs)) {
    if (mark === "{" || mark === "[" || mark === '"') open++;
    if (mark === "}" || mark === "]") open--;
  }
  return open > 0 || json.trim() === "";
}

/** Whether at most one token is left. */
function isLast(json: string): boolean {
  return /^\s*(?:"(?:[^"\\]|\\.)*"?|[\w.+-]+|[^\w\s])?\s*$/s.test(json);
}

/**
 * Replaces Liquid and keeps the position of every other character: inside quotation marks Liquid becomes spaces, outside
 * the first of several outputs becomes a value.
 */
function replaceLiquid(text: string, value: string): string {
  let followsValue = false;
  return placeParts(text)
    .map(({ kind, text: part, inText }) => {
      if (kind === "plain") {
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
