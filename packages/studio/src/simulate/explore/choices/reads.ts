// The context paths that the strings of a flow read, including members of loop variables and assigned names.

import type { FlowDefinition, Widget } from "../../../definition/definition.ts";
import { isObject } from "../../../definition/json.ts";
import { holdsLiquid } from "../../../liquid/holdsLiquid.ts";
import { readLiquid } from "../../../liquid/liquid.ts";
import type { Path } from "./paths.ts";

/** The paths that a string reads, and the values with which it compares. */
export interface TextReads {
  paths: Path[];
  /** Literals with which its tags compare what it reads: `{% if trigger.call.From == "a" %}` compares with `"a"`. */
  literals: unknown[];
  /** Whether the string is a single output, with or without filters. */
  isPlain: boolean;
  /** Whether it reads the current time. */
  readsNow: boolean;
}

const noReads: TextReads = { paths: [], literals: [], isPlain: false, readsNow: false };

/** Returns a function that reads strings and caches the results. */
export function textReader(): (template: string) => TextReads {
  const known = new Map<string, TextReads>();
  return (template) => {
    if (!holdsLiquid(template)) return noReads;
    const reads = known.get(template) ?? readText(template);
    known.set(template, reads);
    return reads;
  };
}

/** Returns every string of a widget that contains Liquid, including condition values. */
export function textsOf({ properties, transitions }: Widget): string[] {
  const conditions = transitions.flatMap((each) => each.conditions ?? []);
  return textsIn([properties, conditions.map(({ value }) => value)]);
}

/** Returns every string of a flow that contains Liquid. */
export function textsOfFlow({ states }: FlowDefinition): string[] {
  return states.flatMap(textsOf);
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return holdsLiquid(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

const tagOrOutput = /\{\{-?(.*?)-?\}\}|\{%-?(.*?)-?%\}/gs;
const literal = /"([^"]*)"|'([^']*)'|(?<![\w.$])(-?\d+(?:\.\d+)?)(?![\w.])|\b(true|false)\b/g;
const path = String.raw`[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\]|\["[^"]*"\])*`;
const paths = new RegExp(path, "g");

function readText(template: string): TextReads {
  const code = [...template.matchAll(tagOrOutput)].map(([, output, tag]) => ({ output, tag }));
  const tags = code.flatMap(({ tag }) => (tag === undefined ? [] : [tag.trim()]));
  const names = findAliases(tags);
  const direct = readLiquid(template).paths;
  const all = code.map(({ output, tag }) => output ?? tag ?? "").join(" ");
  return {
    paths: uniquePaths([...direct, ...[...names].flatMap(([name, base]) => memberPaths(all, name, base))]),
    literals: comparedLiterals(tags, (name) => contextRoots.has(String(resolve(names, name)[0]))),
    isPlain: code.length === 1 && template.trim().startsWith("{{") && template.trim().endsWith("}}"),
    readsNow: /["'](?:now|today)["']/.test(all),
  };
}

/** Returns the context paths of loop variables and assigned names. */
function findAliases(tags: readonly string[]): Map<string, Path> {
  const names = new Map<string, Path>();
  const resolved = (text: string) => resolve(names, text);
  for (const tag of tags) {
    const [, item, list] = new RegExp(`^for\\s+([\\w-]+)\\s+in\\s+(${path})`).exec(tag) ?? [];
    if (item && list) names.set(item, [...resolved(list), 0]);
    const [, name, value] = new RegExp(`^assign\\s+([\\w-]+)\\s*=\\s*(${path})\\s*(?:\\||$)`).exec(tag) ?? [];
    if (name && value && !["true", "false", "nil", "null", "empty", "blank"].includes(value))
      names.set(name, resolved(value));
  }
  return names;
}

/** Returns the context path of a path that may begin with a loop variable or an assigned name. */
function resolve(names: ReadonlyMap<string, Path>, text: string): Path {
  const [first = "", ...rest] = parsePath(text);
  const base = names.get(String(first));
  return base ? [...base, ...rest] : [first, ...rest];
}

/** The variables of Liquid that a flow has. */
const contextRoots = new Set(["trigger", "flow", "widgets", "contact"]);

/**
 * Returns the literals that are compared with a value from outside. What the string computes, such as a length, cannot be
 * chosen.
 */
function comparedLiterals(tags: readonly string[], isRead: (path: string) => boolean): unknown[] {
  let isCaseRead = false;
  return tags.flatMap((tag) => {
    const [, kind = "", code = ""] = /^(if|elsif|unless|case|when)\b(.*)$/s.exec(tag) ?? [];
    const reads = (text: string) => (text.replaceAll(literal, " ").match(paths) ?? []).some(isRead);
    if (kind === "case") isCaseRead = reads(code);
    if (kind === "case" || kind === "when") return isCaseRead ? literalsOf(code) : [];
    return code.split(/\b(?:and|or)\b/).flatMap((part) => (reads(part) ? literalsOf(part) : []));
  });
}

/** Returns the members of a name that a string reads, as context paths. */
function memberPaths(code: string, name: string, base: Path): Path[] {
  const used = new RegExp(String.raw`(?<![\w."'-])${name}((?:\.[\w-]+|\[\d+\])+)`, "g");
  return [...code.matchAll(used)].map(([, rest = ""]) => [...base, ...parsePath(rest)]);
}

function parsePath(text: string): (string | number)[] {
  return [...text.matchAll(/\[(\d+)\]|\["([^"]*)"\]|[\w-]+/g)].map(([all, index, key]) =>
    index === undefined ? (key ?? all) : Number(index),
  );
}

function literalsOf(tag: string): unknown[] {
  return [...tag.matchAll(literal)].map(([, double, single, number, word]) => {
    if (number !== undefined) return Number(number);
    if (word !== undefined) return word === "true";
    return double ?? single ?? "";
  });
}

function uniquePaths(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((each) => [each.join("\u0000"), each])).values()];
}
