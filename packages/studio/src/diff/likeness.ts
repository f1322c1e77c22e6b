// Similarity of widgets and of names.

import { isObject, plainText } from "../definition/json.ts";
import { textsWithNames } from "./references.ts";
import type { Side } from "./surroundings.ts";

/** Counts the words of a widget's properties, each with its place, and its transitions. */
export function countWords(
  { states, open, out, in: into }: Side,
  name: string,
  pairs: ReadonlyMap<string, number> = new Map(),
): Map<string, number> {
  const words = new Map<string, number>();
  const count = (word: string) => words.set(word, (words.get(word) ?? 0) + 1);
  const leaves = (value: unknown, place: string): void => {
    if (typeof value === "string") for (const word of value.match(/[\w-]+/g) ?? []) count(`${place}:${word}`);
    else if (Array.isArray(value)) for (const item of value) leaves(item, place);
    else if (isObject(value))
      for (const [key, member] of Object.entries(value)) leaves(member, `${place}.${key}`);
    else count(`${place}=${String(value)}`);
  };
  const widget = states[name];
  if (isObject(widget)) {
    const masked = (each: string) => (open.has(each) ? "*" : each);
    leaves(textsWithNames(widget.properties, masked), "");
    for (const entry of Array.isArray(widget.match) ? widget.match : [])
      if (isObject(entry)) count(`match ${plainText(entry.type)} ${plainText(entry.value)}`);
  }
  const known = (other: string) => {
    const number = pairs.get(other);
    if (number !== undefined) return `#${number}`;
    return open.has(other) ? "*" : other;
  };
  for (const { event, other } of out.get(name) ?? []) count(`> ${event} ${known(other)}`);
  for (const { event, other } of into.get(name) ?? []) count(`< ${event} ${known(other)}`);
  return words;
}

/** The share of words in common (Dice coefficient), from 0 to 1. */
export function measureLikeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const total = (words: ReadonlyMap<string, number>) =>
    [...words.values()].reduce((sum, times) => sum + times, 0);
  const shared = [...a].reduce((sum, [word, times]) => sum + Math.min(times, b.get(word) ?? 0), 0);
  const all = total(a) + total(b);
  return all === 0 ? 1 : (2 * shared) / all;
}

/** Number of letters in common at the start and at the end of two names. */
export function sharedLetters(a: string, b: string): number {
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start + end;
}
