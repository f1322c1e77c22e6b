// What a picture of a flow shows, before anything is placed: cards, what leaves them, and what is marked.

import { type Comparison, compareFlows } from "./comparison.ts";
import { isFailure, type Kind, kindOf } from "./kinds.ts";
import { type DrawOptions, defaultMaxLines, type PathStep } from "./options.ts";
import { type DrawnFlow, type DrawnTransition, type DrawnWidget, readFlow } from "./readFlow.ts";
import { describeEvent, detailOf } from "./words.ts";

export type CardChange = "added" | "removed" | "changed";

export interface Card {
  name: string;
  /** What the type is called; of a missing widget, that it is missing. */
  title: string;
  purpose: Kind["purpose"] | "missing";
  /** One line on what the widget does, perhaps empty. */
  detail: string;
  exits: Exit[];
  change?: CardChange;
  /** Name before the change. */
  formerName?: string;
  /** Numbers of the steps that ran it, from 1. */
  steps: number[];
  /** How the execution left off here. */
  last?: "ended" | "waiting";
  /** Nothing leads here from the first widget. */
  unreachable: boolean;
  /** Transitions that name this card in place of a line. */
  references: number;
}

/** A transition as it leaves its card. */
export interface Exit {
  event: string;
  /** The event, or the condition of a split in words. */
  label: string;
  /** Place of the card it leads to; absent where the execution ends. */
  to?: number;
  /** Names its target in place of a line. */
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

/** Reads any definition. A transition to a widget that is not there leads to a card that says so. */
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

/** Tells widgets apart while two versions are brought together: a removed one may have the name of another. */
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

/** Turns what transitions lead to into places, and adds a card for every widget that is not there. */
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
    title: "no widget of this name",
    purpose: "missing",
    detail: "",
    exits: [],
    steps: [],
    unreachable: false,
    references: 0,
  };
}

/** The flow as it is, with what was removed from it, and every difference marked. */
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

/** Exits of a widget now and before: one that leads elsewhere now is there twice. */
function mergeExits(news: readonly DraftExit[], olds: readonly DraftExit[]): DraftExit[] {
  const left = [...olds];
  const kept = news.map((exit): DraftExit => {
    const place = left.findIndex((old) => old.label === exit.label && old.next?.key === exit.next?.key);
    if (place >= 0) left.splice(place, 1);
    return place >= 0 || exit.next === undefined ? exit : { ...exit, change: "added" };
  });
  // An event that led nowhere is nothing that could be removed.
  return [
    ...kept,
    ...left
      .filter(({ next }) => next !== undefined)
      .map((exit): DraftExit => ({ ...exit, change: "removed" })),
  ];
}

/** Numbers what an execution went through. Steps at widgets that are not there are passed over. */
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

/** Of two widgets of one name the first counts, as at run time. */
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
  // A Set goes through what is added to it meanwhile.
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
