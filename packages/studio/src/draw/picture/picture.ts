// The content of a picture before its layout: cards, their exits, and what is marked.

import { type Comparison, compareFlows } from "./comparison.ts";
import { isFailure, type Kind, kindOf } from "./kinds.ts";
import { type DrawOptions, defaultMaxLines, type PathStep } from "./options.ts";
import { type DrawnFlow, type DrawnTransition, type DrawnWidget, readFlow } from "./readFlow.ts";
import { describeEvent, detailOf } from "./words.ts";

export type CardChange = "added" | "removed" | "changed";

export interface Card {
  name: string;
  /** Name of the type, or a note that the widget is missing. */
  title: string;
  purpose: Kind["purpose"] | "missing";
  /** One line about what the widget does; may be empty. */
  detail: string;
  exits: Exit[];
  change?: CardChange;
  /** Name before the change. */
  formerName?: string;
  /** Numbers of the steps that ran it, from 1. */
  steps: number[];
  /** Set if the execution ended or waits here. */
  last?: "ended" | "waiting";
  /** No path from the first widget leads here. */
  unreachable: boolean;
  /** Number of transitions that name this card instead of drawing a line. */
  references: number;
}

/** A transition of a card. */
export interface Exit {
  event: string;
  /** The event, or the description of a split's condition. */
  label: string;
  /** Index of the card it leads to; absent if the execution ends. */
  to?: number;
  /** Names its target instead of drawing a line. */
  reference: boolean;
  failure: boolean;
  change?: "added" | "removed";
  /** Numbers of the steps that took it, from 1. */
  steps: number[];
}

export interface Picture {
  cards: Card[];
  showsPath: boolean;
  showsChanges: boolean;
}

/** Reads any definition. A transition to a missing widget leads to a card marked as missing. */
export function pictureOf(definition: unknown, options: DrawOptions): Picture {
  const { path = [], before, maxLines = defaultMaxLines } = options;
  const after = readFlow(definition);
  const showsChanges = before !== undefined;
  const cards = connect(
    showsChanges
      ? mergeVersions(after, readFlow(before), options.comparison ?? compareFlows(before, definition))
      : after.widgets.map((widget) => draftCard(widget, now)),
  );
  markPath(cards, path);
  markUnreachable(cards, after.first);
  markReferences(cards, maxLines);
  return { cards, showsPath: path.length > 0, showsChanges };
}

/** Identifies widgets while two versions are merged: a removed one may have the name of another. */
interface Ref {
  key: string;
  name: string;
}

type DraftExit = Omit<Exit, "to"> & { next?: Ref };
type Draft = Omit<Card, "exits"> & { key: string; exits: DraftExit[] };
type Naming = (name: string) => Ref;

const now: Naming = (name) => ({ key: `now ${name}`, name });

function draftCard({ name, type, properties, transitions }: DrawnWidget, naming: Naming): Draft {
  const { title, purpose } = kindOf(type);
  return {
    ...naming(name),
    title,
    purpose,
    detail: detailOf(type, properties),
    exits: transitions
      // A trigger event that leads nowhere starts nothing.
      .filter(({ next }) => next !== undefined || type !== "trigger")
      .map((transition) => draftExit(type, transition, naming)),
    steps: [],
    unreachable: false,
    references: 0,
  };
}

function draftExit(type: string, { event, next, conditions }: DrawnTransition, naming: Naming): DraftExit {
  return {
    event,
    label: describeEvent(event, conditions),
    ...(next === undefined ? {} : { next: naming(next) }),
    reference: false,
    failure: isFailure(type, event),
    steps: [],
  };
}

/** Replaces the targets of transitions with card indexes, and adds a card for every missing widget. */
function connect(drafts: readonly Draft[]): Card[] {
  const places = new Map(drafts.map(({ key }, place) => [key, place] as const).toReversed());
  const missing: Card[] = [];
  const placeOf = ({ key, name }: Ref) => {
    const place = places.get(key) ?? drafts.length + missing.push(missingCard(name)) - 1;
    places.set(key, place);
    return place;
  };
  const cards = drafts.map(({ key: _, ...card }) => ({
    ...card,
    exits: card.exits.map(({ next, ...exit }) => ({ ...exit, ...(next ? { to: placeOf(next) } : {}) })),
  }));
  return [...cards, ...missing];
}

function missingCard(name: string): Card {
  return {
    name,
    title: "no widget with this name",
    purpose: "missing",
    detail: "",
    exits: [],
    steps: [],
    unreachable: false,
    references: 0,
  };
}

/** Merges the new flow with what was removed from the old one, and marks every difference. */
function mergeVersions(after: DrawnFlow, before: DrawnFlow, comparison: Comparison): Draft[] {
  const { renamed } = comparison;
  const added = new Set(comparison.added);
  const changed = new Set(comparison.changed);
  const removed = new Set(comparison.removed);
  const newNames = new Map(Object.entries(renamed).map(([to, from]) => [from, to]));
  const naming: Naming = (name) =>
    removed.has(name) ? { key: `removed ${name}`, name } : now(newNames.get(name) ?? name);
  const olds = before.widgets.map((widget) => draftCard(widget, naming));
  const oldByKey = new Map(olds.toReversed().map((old) => [old.key, old]));

  const kept = after.widgets.map((widget): Draft => {
    const card = draftCard(widget, now);
    const change = added.has(card.name) ? "added" : changed.has(card.name) ? "changed" : undefined;
    const old = change === "added" ? undefined : oldByKey.get(card.key);
    const formerName = Object.hasOwn(renamed, card.name) ? renamed[card.name] : undefined;
    return {
      ...card,
      exits: mergeExits(card.exits, old?.exits ?? []),
      ...(change ? { change } : {}),
      ...(formerName === undefined ? {} : { formerName }),
    };
  });
  const gone = olds
    .filter(({ name }) => removed.has(name))
    .map((old): Draft => ({ ...old, change: "removed", exits: mergeExits([], old.exits) }));
  return [...kept, ...gone];
}

/** Merges the new and old exits of a widget: one with a different target now is included twice. */
function mergeExits(news: readonly DraftExit[], olds: readonly DraftExit[]): DraftExit[] {
  const left = [...olds];
  const kept = news.map((exit): DraftExit => {
    const place = left.findIndex((old) => old.label === exit.label && old.next?.key === exit.next?.key);
    if (place >= 0) left.splice(place, 1);
    return place >= 0 || exit.next === undefined ? exit : { ...exit, change: "added" };
  });
  // An event that led nowhere cannot be removed.
  return [
    ...kept,
    ...left
      .filter(({ next }) => next !== undefined)
      .map((exit): DraftExit => ({ ...exit, change: "removed" })),
  ];
}

/** Numbers the steps of an execution. Steps at missing widgets are skipped. */
function markPath(cards: Card[], path: readonly PathStep[]): void {
  const places = placesNow(cards);
  const cardOf = (name: string) => cards[places.get(name) ?? -1];
  path.forEach(({ widget, event, to }, index) => {
    const card = cardOf(widget);
    if (!card) return;
    card.steps.push(index + 1);
    const target = to === undefined ? undefined : places.get(to);
    const exit =
      card.exits.find((each) => each.event === event && each.to === target && each.change !== "removed") ??
      card.exits.find((each) => each.event === event && each.change !== "removed");
    exit?.steps.push(index + 1);
  });
  const last = path.at(-1);
  if (!last) return;
  const waiting = last.to === undefined ? undefined : cardOf(last.to);
  if (waiting) {
    waiting.steps.push(path.length + 1);
    waiting.last = "waiting";
    return;
  }
  const ended = cardOf(last.widget);
  if (ended) ended.last = "ended";
}

/** Of two widgets with the same name the first counts, as at run time. */
function placesNow(cards: readonly Card[]): Map<string, number> {
  const places = cards.flatMap(({ name, change }, place) =>
    change === "removed" ? [] : [[name, place] as const],
  );
  return new Map(places.toReversed());
}

function markUnreachable(cards: readonly Card[], first: string): void {
  const start = placesNow(cards).get(first) ?? cards.findIndex(({ purpose }) => purpose === "trigger");
  if (start < 0) return;
  const reached = new Set([start]);
  // Iterating over a Set includes values added meanwhile.
  for (const place of reached)
    for (const { to, change } of cards[place]?.exits ?? [])
      if (to !== undefined && change !== "removed") reached.add(to);
  cards.forEach((card, place) => {
    card.unreachable = !reached.has(place) && card.change !== "removed";
  });
}

function markReferences(cards: readonly Card[], maxLines: number): void {
  const incoming = new Map<Card, Exit[]>();
  for (const [place, card] of cards.entries())
    for (const exit of card.exits) {
      const target = exit.to === undefined || exit.to === place ? undefined : cards[exit.to];
      if (target) incoming.set(target, [...(incoming.get(target) ?? []), exit]);
    }
  for (const [card, exits] of incoming) {
    if (exits.length <= maxLines) continue;
    card.references = exits.length;
    for (const exit of exits) exit.reference = true;
  }
}
