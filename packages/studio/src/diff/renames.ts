// Finds renamed widgets: a removed and an added one that differ only in the name, or are similar enough.

import { isObject } from "../definition/json.ts";
import { countWords, measureLikeness, sharedLetters } from "./likeness.ts";
import { createInterner, markWidgets, readSide, type Side, type States } from "./surroundings.ts";

/** Minimum similarity of two widgets with different names to count as the same widget, from 0 to 1. */
const threshold = 0.6;
/** Below this similarity a widget may be a different one that reuses the name. */
const dissimilar = 0.5;
/** More pairs are not compared one by one: such flows are unrelated. */
const maxPairs = 100_000;

/** Returns new names by old names. `taken` are names in both flows that may belong to a different widget now. */
export function findRenames(
  olds: States,
  news: States,
  taken: ReadonlySet<string> = new Set(),
): Map<string, string> {
  const open = {
    olds: Object.keys(olds).filter((name) => !Object.hasOwn(news, name) || taken.has(name)),
    news: Object.keys(news).filter((name) => !Object.hasOwn(olds, name) || taken.has(name)),
  };
  if (open.olds.length === 0 || open.news.length === 0) return new Map();
  const [old, now] = [readSide(olds, open.olds), readSide(news, open.news)];
  const pairs: Pairs = { olds: new Map(), news: new Map() };
  // Only the names may differ: first with the widget's surroundings, finally without.
  for (const depth of [3, 2, 1, 0]) {
    const intern = createInterner();
    const [before, after] = [
      markWidgets(old, pairs.olds, depth, intern),
      markWidgets(now, pairs.news, depth, intern),
    ];
    for (const [mark, [name, ...others]] of before) {
      const [newName, ...otherNew] = after.get(mark) ?? [];
      if (name === undefined || newName === undefined || others.length + otherNew.length > 0) continue;
      addPair(pairs, name, newName);
    }
  }
  for (const [name, newName] of findNearest(old, now, pairs)) addPair(pairs, name, newName);
  const newNames = new Map([...pairs.news].map(([newName, number]) => [number, newName]));
  const found = [...pairs.olds].map(([name, number]) => [name, newNames.get(number) ?? name] as const);
  return new Map(found.filter(([name, newName]) => name !== newName));
}

/** Returns the names in both flows whose widgets have so little in common that a different widget may have the name now. */
export function findTakenNames(olds: States, news: States): Set<string> {
  const shared = Object.keys(olds).filter((name) => Object.hasOwn(news, name));
  const [old, now] = [readSide(olds, []), readSide(news, [])];
  return new Set(
    shared.filter((name) => {
      const [before, after] = [olds[name], news[name]];
      if (!isObject(before) || !isObject(after)) return false;
      if (before.type !== after.type) return true;
      return measureLikeness(countWords(old, name), countWords(now, name)) < dissimilar;
    }),
  );
}

/** Numbers of the pairs found so far, by name. */
interface Pairs {
  olds: Map<string, number>;
  news: Map<string, number>;
}

function addPair({ olds, news }: Pairs, name: string, newName: string): void {
  news.set(newName, olds.size);
  olds.set(name, olds.size);
}

/** Pairs the remaining widgets, the most similar first; among equals by similarity of names, then alphabetically. */
function findNearest(old: Side, now: Side, pairs: Pairs): [string, string][] {
  const left = [...old.open].filter((name) => !pairs.olds.has(name));
  const candidates = [...now.open].filter((name) => !pairs.news.has(name));
  if (left.length * candidates.length > maxPairs) return [];
  const words = new Map(candidates.map((name) => [name, countWords(now, name, pairs.news)]));
  const scored = left.flatMap((name) => {
    const same = candidates.filter((newName) => typeOf(old, name) === typeOf(now, newName));
    const before = countWords(old, name, pairs.olds);
    return same
      .map((newName) => ({ name, newName, score: measureLikeness(before, words.get(newName) ?? new Map()) }))
      .filter(({ score }) => score >= threshold);
  });
  scored.sort(
    (a, b) =>
      b.score - a.score ||
      sharedLetters(b.name, b.newName) - sharedLetters(a.name, a.newName) ||
      compare(a.name, b.name) ||
      compare(a.newName, b.newName),
  );
  const [taken, takenNew] = [new Set<string>(), new Set<string>()];
  return scored.flatMap(({ name, newName }) => {
    if (taken.has(name) || takenNew.has(newName)) return [];
    taken.add(name);
    takenNew.add(newName);
    return [[name, newName] as [string, string]];
  });
}

function typeOf({ states }: Side, name: string): unknown {
  const widget = states[name];
  return isObject(widget) ? widget.type : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
