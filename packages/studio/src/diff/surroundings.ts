// The content and the neighbours of a widget, without the names that may have changed between two flows.

import { isObject, type JsonObject, sortKeys } from "../definition/json.ts";
import { textsWithNames } from "./references.ts";

/** The widgets of a flow in canonical form, by name. */
export type States = JsonObject;

/** One of the two flows. */
export interface Side {
  states: States;
  /** Names that may have changed. */
  open: ReadonlySet<string>;
  /** Content of each widget, without names that may have changed. */
  content: Map<string, string>;
  out: Map<string, Edge[]>;
  in: Map<string, Edge[]>;
}

export interface Edge {
  event: string;
  other: string;
}

export function readSide(states: States, openNames: readonly string[]): Side {
  const open = new Set(openNames);
  const all: Side = { states, open, content: new Map(), out: new Map(), in: new Map() };
  for (const [name, widget] of Object.entries(states)) {
    all.content.set(name, JSON.stringify(sortKeys(contentOf(widget, open))));
    const edges = edgesOf(widget);
    all.out.set(name, edges);
    for (const { event, other } of edges)
      all.in.set(other, [...(all.in.get(other) ?? []), { event, other: name }]);
  }
  return all;
}

function contentOf(widget: unknown, open: ReadonlySet<string>): unknown {
  if (!isObject(widget)) return widget;
  const { transitions, match, ...rest } = widget;
  const next = (entry: unknown) => (isObject(entry) ? { ...entry, next: "next" in entry } : entry);
  return textsWithNames(
    {
      ...rest,
      match: Array.isArray(match) ? match.map(next) : match,
      events: isObject(transitions) ? Object.keys(transitions).toSorted() : transitions,
    },
    (name) => (open.has(name) ? "*" : name),
  );
}

function edgesOf(widget: unknown): Edge[] {
  if (!isObject(widget)) return [];
  const { transitions, match } = widget;
  const wired = isObject(transitions) ? Object.entries(transitions) : [];
  const matched = (Array.isArray(match) ? match : []).map((entry: unknown, index) => [
    `match ${index}`,
    isObject(entry) ? entry.next : undefined,
  ]);
  return [...wired, ...matched].flatMap(([event, other]) =>
    typeof other === "string" ? [{ event: String(event), other }] : [],
  );
}

/** Maps equal strings to equal numbers, so that marks do not grow with every round. */
export function createInterner(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

/**
 * Returns the open widgets that are not paired yet, by a mark of their content and of their neighbours up to `depth` steps
 * away. Equal marks in both flows mean equal surroundings.
 */
export function markWidgets(
  { content, open, out, in: into }: Side,
  pairs: ReadonlyMap<string, number>,
  depth: number,
  intern: (text: string) => number,
): Map<number, string[]> {
  const fixed = (name: string) => {
    const number = pairs.get(name);
    if (number !== undefined) return intern(`#${number}`);
    return open.has(name) ? undefined : intern(`=${name}`);
  };
  const loose = [...open].filter((name) => !pairs.has(name));
  const own = new Map(loose.map((name) => [name, intern(`content ${content.get(name)}`)]));
  let current = own;
  for (let round = 0; round < depth; round++) {
    const around = (edges: readonly Edge[] = []) =>
      edges.map(({ event, other }) => `${event} ${fixed(other) ?? current.get(other)}`).toSorted();
    current = new Map(
      loose.map((name) => [
        name,
        intern(JSON.stringify([own.get(name), around(out.get(name)), around(into.get(name))])),
      ]),
    );
  }
  const byMark = new Map<number, string[]>();
  for (const [name, mark] of current) byMark.set(mark, [...(byMark.get(mark) ?? []), name]);
  return byMark;
}
