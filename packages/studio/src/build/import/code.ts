// TypeScript source as data, printed as Biome and Prettier format it at 110 columns.

import { isObject } from "../../definition/json.ts";
import { fitsTemplate, maxColumns, quote, splitText, toTemplate } from "./textCode.ts";

interface Text {
  kind: "text";
  text: string;
  /** Set if the type requires a single literal, which cannot be a concatenation. */
  whole: boolean;
}

export type Code =
  | { kind: "word"; word: string }
  | Text
  | { kind: "list"; items: readonly Code[] }
  | { kind: "object"; members: readonly Member[] }
  | { kind: "call"; name: string; args: readonly Code[] };

export interface Member {
  key: string;
  code: Code;
  /** Printed above the member. */
  comment?: string | undefined;
}

export function word(text: string): Code {
  return { kind: "word", word: text };
}

export function call(name: string, ...args: Code[]): Code {
  return { kind: "call", name, args };
}

export function object(members: readonly Member[]): Code {
  return { kind: "object", members };
}

/** A JSON value, or undefined. */
export function value(json: unknown, { whole = false } = {}): Code {
  if (typeof json === "string") return { kind: "text", text: json, whole };
  if (Array.isArray(json))
    return { kind: "list", items: json.map((item: unknown) => value(item, { whole })) };
  if (isObject(json))
    return object(Object.entries(json).map(([key, entry]) => ({ key, code: value(entry, { whole }) })));
  return word(Object.is(json, -0) ? "-0" : String(json));
}

/** Returns the names of all functions that the source calls. */
export function callNames(code: Code): Set<string> {
  if (code.kind === "call") return new Set([code.name, ...code.args.flatMap((arg) => [...callNames(arg)])]);
  if (code.kind === "list") return new Set(code.items.flatMap((item) => [...callNames(item)]));
  if (code.kind === "object") return new Set(code.members.flatMap((member) => [...callNames(member.code)]));
  return new Set();
}

/** Longest comment, in characters; names in it can have any length. */
const maxComment = 400;

/** Prints a comment in as many lines as needed, each with its margin and a line feed. */
export function comment(text: string, margin = ""): string {
  const characters = [
    ...quote(text)
      .slice(1, -1)
      .replaceAll(/\\(["'\\])/g, "$1"),
  ];
  const shown = characters.length > maxComment ? [...characters.slice(0, maxComment), "…"] : characters;
  const room = maxColumns - margin.length - "// ".length;
  const lines = shown.join("").match(new RegExp(`.{1,${room}}(?: |$)|[^ ]+ ?`, "g")) ?? [];
  return lines.map((line) => `${margin}// ${line.trimEnd()}\n`).join("");
}

/** @param column where the first line starts */
export function print(code: Code, indent = 0, column = indent): string {
  const line = printFlatWithin(code, column);
  if (line !== undefined) return line;
  const margin = " ".repeat(indent);
  switch (code.kind) {
    case "word":
      return code.word;
    case "text":
      return printText(code, indent);
    case "list":
      return `[\n${code.items.map((item) => `${margin}  ${print(item, indent + 2)},\n`).join("")}${margin}]`;
    case "object":
      return `{\n${code.members.map((member) => printMember(member, indent + 2)).join("")}${margin}}`;
    case "call": {
      const before = code.args.slice(0, -1).map((arg) => `${printFlat(arg) ?? print(arg, indent)}, `);
      const start = `${code.name}(${before.join("")}`;
      const last = code.args.at(-1);
      return `${start}${last ? print(last, indent, column + start.length) : ""})`;
    }
  }
}

function printMember({ key, code, comment: note }: Member, indent: number): string {
  const margin = " ".repeat(indent);
  const name = propertyName(key);
  const start = `${margin}${name}: `;
  const printed = print(code, indent, start.length);
  const isLong = code.kind === "text" && !isTemplate(code) && printed !== printFlatWithin(code, start.length);
  // Formatters keep a literal next to a key of up to four characters, since a separate line gains nothing.
  const below = isLong && (name.length > 4 || printed.includes("\n"));
  const line = below ? `${start.trimEnd()}\n${margin}  ${printed}` : `${start}${printed}`;
  return `${note === undefined ? "" : comment(note, margin)}${line},\n`;
}

/** A long string: its lines in a template literal, or a concatenation whose parts after the first are indented. */
function printText(text: Text, indent: number): string {
  if (isTemplate(text)) return toTemplate(text.text);
  if (text.whole) return quote(text.text);
  const margin = " ".repeat(indent + 2);
  return splitText(text.text, maxColumns - margin.length - " +".length)
    .map(quote)
    .join(` +\n${margin}`);
}

/** Prints on one line if it fits, with room for the comma or semicolon that follows; undefined otherwise. */
function printFlatWithin(code: Code, column: number): string | undefined {
  const line = printFlat(code);
  return line !== undefined && column + line.length < maxColumns ? line : undefined;
}

/** Prints on one line; undefined if it needs several. */
function printFlat(code: Code): string | undefined {
  switch (code.kind) {
    case "word":
      return code.word;
    case "text":
      return isTemplate(code) ? undefined : quote(code.text);
    case "list":
      return breaksAlways(code.items) ? undefined : joinParts("[", code.items.map(printFlat), "]");
    case "object":
      return code.members.length === 0
        ? "{}"
        : joinParts(
            "{ ",
            code.members.map(({ key, code: member, comment: note }) => {
              const inline = printFlat(member);
              return inline === undefined || note !== undefined
                ? undefined
                : `${propertyName(key)}: ${inline}`;
            }),
            " }",
          );
    case "call":
      return joinParts(`${code.name}(`, code.args.map(printFlat), ")");
  }
}

function joinParts(start: string, parts: readonly (string | undefined)[], end: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${start}${parts.join(", ")}${end}`;
}

/** Several lines are more readable as lines, unless it is a short string with one line break. */
function isTemplate({ text }: Text): boolean {
  return fitsTemplate(text) && (text.length > 60 || text.split("\n").length > 2);
}

/** Formatters never put several objects, or several lists, with more than one member each on one line. */
function breaksAlways(items: readonly Code[]): boolean {
  if (items.length < 2) return false;
  return (
    items.every((item) => item.kind === "object" && item.members.length > 1) ||
    items.every((item) => item.kind === "list" && item.items.length > 1)
  );
}

function propertyName(key: string): string {
  // As a plain key it would set the prototype.
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}
