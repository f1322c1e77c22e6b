// Lists that others add to as well: of each, only the elements that the program declares are managed.
//
// Twilio writes such a list as a whole. A change therefore reads the list right before it, exchanges the program's elements
// and writes the result; what somebody else writes between these two requests is lost (docs/assumptions.md,
// list-read-modify-write).

import type { Changes, Problem, Resource, SharedList } from "../declare/resource.ts";
import { isObject } from "../values/diff.ts";
import { hasUnknown, unknownValue } from "../values/unknown.ts";

type Values = Record<string, unknown>;
type Elements = readonly unknown[];

/** An update of the program: its inputs before and now, and what was recorded when the object was adopted. */
interface Update {
  olds: Values;
  news: Values;
  previous: Changes<Values>;
}

/**
 * What is recorded of a shared list, in place of the whole list: the elements that were there before the program declared
 * them or anything else. What somebody else adds or removes later stays as they want it.
 */
interface Recorded {
  there: Elements;
}

/** Whether the program replaces whole lists instead of managing its own elements. */
function replacesLists({ sharedLists }: Values): boolean {
  return sharedLists === "replace";
}

function listsOf({ sharedLists = {} }: Resource): [string, SharedList][] {
  return Object.entries<SharedList | undefined>(sharedLists).filter(
    (entry): entry is [string, SharedList] => entry[1] !== undefined,
  );
}

function elementsOf(value: unknown): Elements {
  return Array.isArray(value) ? value : [];
}

function isRecorded(value: unknown): value is Recorded {
  return isObject(value) && Array.isArray(value.there);
}

/** Whole lists as they should be at Twilio, for each shared list that the program declares or has declared. */
export function wantedLists(resource: Resource, live: Values, { olds, news, previous }: Update): Values {
  const wanted = listsOf(resource)
    .filter(([key]) => (key in olds || key in news) && news[key] !== unknownValue)
    .filter(([key]) => !replacesLists(key in news ? news : olds))
    .map(([key, list]) => {
      const change = { before: elementsOf(olds[key]), after: elementsOf(news[key]), previous: previous[key] };
      return [key, mergeElements(list, elementsOf(live[key]), change)];
    });
  return Object.fromEntries(wanted);
}

/**
 * Exchanges the program's elements in a list.
 *
 * @param previous what was recorded: a list if the program replaced the whole list so far, whose elements come back
 */
export function mergeElements(
  list: SharedList,
  live: Elements,
  { before, after, previous }: { before: Elements; after: Elements; previous?: unknown },
): unknown[] {
  const { has, keyOf, isSame } = comparison(list);
  const base = [...elementsOf(previous).filter((was) => !has(live, was)), ...live];
  const there = isRecorded(previous) ? previous.there : elementsOf(previous);
  const seen = new Set<string>();
  const kept = base.flatMap((element) => {
    const withKey = (elements: Elements) => elements.filter((one) => keyOf(one) === keyOf(element));
    const [wanted] = withKey(after);
    if (wanted === undefined && !has(before, element)) return [element];
    const present = withKey(base);
    const target =
      wanted === undefined
        ? withKey(there)
        : present.some((one) => isSame(one, wanted))
          ? present
          : [wanted, ...present.slice(1)];
    const isUnchanged = target.length === present.length && target.every((one, i) => isSame(one, present[i]));
    if (isUnchanged) return [element];
    const isFirst = !seen.has(String(keyOf(element)));
    seen.add(String(keyOf(element)));
    return isFirst ? target : [];
  });
  const added = after.filter(
    (element, index) => hasUnknown(element) || (!has(kept, element) && !has(after.slice(0, index), element)),
  );
  return [...kept, ...added];
}

/** Of a shared list at Twilio the program's elements, in its order: what is missing or different is a change. */
export function ownElements(list: SharedList, live: Elements, declared: Elements): unknown[] {
  const { keyOf, isSame } = comparison(list);
  return declared.flatMap((element) => {
    if (live.some((one) => isSame(one, element))) return [element];
    const changed = live.find((one) => keyOf(one) === keyOf(element));
    return changed === undefined ? [] : [changed];
  });
}

/** The program's own elements of each shared list that it declares, as Twilio has them. */
export function readOwnElements(resource: Resource, live: Values, declared: Values): Values {
  if (replacesLists(declared)) return {};
  const own = listsOf(resource)
    .filter(([key]) => Array.isArray(declared[key]) && key in live)
    .map(([key, list]) => [key, ownElements(list, elementsOf(live[key]), elementsOf(declared[key]))]);
  return Object.fromEntries(own);
}

/**
 * What to record of the shared lists that the program declares. An element that it declares for the first time is
 * recorded if it was there, so that destroy leaves it.
 */
export function recordLists(resource: Resource, live: Values, { olds, news, previous }: Update): Values {
  const recorded = listsOf(resource)
    .filter(([key]) => key in news)
    .map(([key, list]) => {
      const present = elementsOf(live[key]);
      const before = elementsOf(olds[key]);
      const was = previous[key];
      if (replacesLists(news))
        return [
          key,
          isRecorded(was) ? mergeElements(list, present, { before, after: [], previous: was }) : was,
        ];
      if (was === undefined) return [key, { there: present }];
      const { has } = comparison(list);
      const isNew = (element: unknown) => has(elementsOf(news[key]), element) && !has(before, element);
      // A replaced list comes back, so what it had is there as well.
      const known = isRecorded(was) ? was.there.filter((element) => !isNew(element)) : elementsOf(was);
      return [key, { there: [...known, ...present.filter((one) => isNew(one) && !has(known, one))] }];
    });
  return Object.fromEntries(recorded.filter(([, value]) => value !== undefined));
}

/** Lists that would be longer than Twilio allows, with what they contain: errors, or warnings where documents disagree. */
export function findLimitProblems(
  resource: Resource,
  { id, live, wanted }: { id: string; live: Values; wanted: Values },
): Problem[] {
  return listsOf(resource).flatMap(([key, list]): Problem[] => {
    const [present, after] = [elementsOf(live[key]), elementsOf(wanted[key])];
    const { limit, documented } = list;
    const added = after.filter((element) => hasUnknown(element) || !comparison(list).has(present, element));
    if (added.length === 0 || after.length <= (documented?.limit ?? limit)) return [];
    const shown = (elements: Elements) => elements.map((element) => showElement(list, element)).join(", ");
    const would = `${id} has ${present.length} (${shown(present)}), with ${shown(added)} it would have ${after.length}`;
    if (after.length > limit) {
      const message = `${would}, and Twilio allows ${limit}. Remove one that is not needed any more, or let the program replace the whole list: sharedLists: "replace" (in the stack of the hand-off, tac-handoff:adopt.lists).`;
      return [{ path: [key], message }];
    }
    return documented
      ? [{ path: [key], message: `${would}. ${documented.warning}`, severity: "warning" }]
      : [];
  });
}

/** An element in messages. */
export function showElement({ describe }: SharedList, element: unknown): string {
  return hasUnknown(element) ? "(known after up)" : describe(element as never);
}

/** How elements of a list are told apart. One that preview does not know in full yet is like no other. */
export function comparison({ keyOf: key, identityOf = key }: SharedList) {
  const keyOf = (element: unknown) => (hasUnknown(element) ? undefined : key(element as never));
  const isSame = (a: unknown, b: unknown) =>
    !hasUnknown(a) && !hasUnknown(b) && identityOf(a as never) === identityOf(b as never);
  const has = (elements: Elements, element: unknown) =>
    !hasUnknown(element) && elements.some((one) => keyOf(one) === keyOf(element));
  return { keyOf, isSame, has };
}
