// A few simple strings that a regular expression may match; the caller must verify them.

import { toRegExp } from "../../../widgets/javaRegex.ts";

/** Maximum strings for one part of the pattern. */
const most = 6;

/** Characters tried for a negated class. */
const anyOf = ["a", "1", " ", "-", "z", "0", "!", "é"];

/**
 * Generates strings from a pattern: every alternative, a character of each class, each repetition at its minimum and once
 * more. Lookahead is written in place; lookbehind is ignored.
 *
 * @returns a few strings; empty for a pattern that is not supported
 */
export function regexSamples(pattern: string): string[] {
  const reader = { text: pattern.replace(/^\(\?i\)/, ""), at: 0 };
  try {
    const samples = alternatives(reader);
    return reader.at < reader.text.length ? [] : [...new Set(samples)];
  } catch {
    return [];
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

function alternatives(reader: Reader): string[] {
  const all = sequence(reader);
  while (reader.text[reader.at] === "|") {
    reader.at++;
    all.push(...sequence(reader));
  }
  return all;
}

function sequence(reader: Reader): string[] {
  let all = [""];
  while (reader.at < reader.text.length && !"|)".includes(reader.text[reader.at] ?? "")) {
    const parts = repetition(reader, atom(reader));
    // Each variant once, not every combination.
    const [first = ""] = parts;
    const [start = ""] = all;
    all = [...all.map((text) => text + first), ...parts.slice(1).map((part) => start + part)];
    if (all.length > 8 * most) all = all.slice(0, 8 * most);
  }
  return all;
}

function repetition(reader: Reader, parts: string[]): string[] {
  const rest = reader.text.slice(reader.at);
  const [found, least = "", upper] = /^(?:\{(\d+)(,\d*)?\}|[?*+])[?+]?/.exec(rest) ?? [];
  if (found === undefined) return parts;
  reader.at += found.length;
  const [mark = ""] = found;
  const from = mark === "{" ? Number(least) : mark === "+" ? 1 : 0;
  const once = mark === "{" && upper === undefined ? from : from + 1;
  const [first = ""] = parts;
  const times = mark === "+" || mark === "{" ? [from, once] : [once, from];
  return [...new Set([...times.map((count) => first.repeat(count)), ...parts.slice(1)])];
}

function atom(reader: Reader): string[] {
  const character = reader.text[reader.at++] ?? "";
  if (character === "^" || character === "$") return [""];
  if (character === ".") return ["a", "1"];
  if (character === "[") return characterClass(reader);
  if (character === "(") return group(reader);
  if (character === "\\") return escapedCharacters(reader);
  return [character];
}

function group(reader: Reader): string[] {
  const rest = reader.text.slice(reader.at);
  const [kind = ""] = /^\?(?:<[=!]|[:=!>]|<\w+>)/.exec(rest) ?? [];
  reader.at += kind.length;
  const inside = alternatives(reader);
  if (reader.text[reader.at++] !== ")") throw new Error("a group is not closed");
  return ["?!", "?<!", "?<="].includes(kind) ? [""] : inside.slice(0, most);
}

function escapedCharacters(reader: Reader): string[] {
  const character = reader.text[reader.at++];
  if (character === undefined) throw new Error("nothing after a backslash");
  const known: Record<string, string[]> = {
    d: ["1", "7"],
    D: ["a"],
    w: ["a", "1"],
    W: [" "],
    s: [" "],
    S: ["a"],
    b: [""],
    B: [""],
    n: ["\n"],
    t: ["\t"],
    r: ["\r"],
    A: [""],
    z: [""],
    Z: [""],
  };
  if (/\d/.test(character)) throw new Error("a back-reference");
  if (character === "p" || character === "P") {
    reader.at += /^(?:\{\w+\}|[A-Z])/.exec(reader.text.slice(reader.at))?.[0].length ?? 0;
    return ["a", "1", " ", "!"];
  }
  return known[character] ?? [character];
}

function characterClass(reader: Reader): string[] {
  const start = reader.at - 1;
  const isNegated = reader.text[reader.at] === "^";
  if (isNegated) reader.at++;
  const members: string[] = [];
  for (let first = true; first || reader.text[reader.at] !== "]"; first = false) {
    if (reader.at >= reader.text.length) throw new Error("a class is not closed");
    const character = reader.text[reader.at++] ?? "";
    members.push(...(character === "\\" ? escapedCharacters(reader) : [character]));
    // Of a range the first and the last character are tried.
    if (reader.text[reader.at] === "-" && reader.text[reader.at + 1] !== "]") {
      reader.at++;
      members.push(reader.text[reader.at++] ?? "");
    }
  }
  reader.at++;
  if (!isNegated) return members.slice(0, most);
  const excluded = toRegExp(reader.text.slice(start, reader.at));
  return anyOf.filter((character) => excluded?.test(character)).slice(0, 2);
}
