// Two lists laid side by side: what both have in the same order, and between it what only one of them has.

import { diffArrays } from "diff";

export interface ListPiece<T> {
  /** In both lists; empty where something differs. */
  same: readonly T[];
  /** Only in the old list. */
  gone: readonly T[];
  /** Only in the new list, in the place of `gone`. */
  fresh: readonly T[];
  /** Where the piece begins, in the old list and in the new one. */
  oldIndex: number;
  newIndex: number;
}

/** More differences than this, and the lists count as having nothing in common. */
const maxEditLength = 500;

export function alignLists<T>(
  before: readonly T[],
  after: readonly T[],
  comparator: (a: T, b: T) => boolean = (a, b) => a === b,
): ListPiece<T>[] {
  const found = diffArrays([...before], [...after], { comparator, maxEditLength });
  if (!found) return [{ same: [], gone: before, fresh: after, oldIndex: 0, newIndex: 0 }];
  const pieces: ListPiece<T>[] = [];
  let [oldIndex, newIndex] = [0, 0];
  for (const { added, removed, value } of found) {
    const last = pieces.at(-1);
    const [gone, fresh] = [removed ? value : [], added ? value : []];
    // What was taken away and what was put there come one after the other.
    if ((added || removed) && last && last.same.length === 0)
      pieces[pieces.length - 1] = {
        ...last,
        gone: [...last.gone, ...gone],
        fresh: [...last.fresh, ...fresh],
      };
    else pieces.push({ same: added || removed ? [] : value, gone, fresh, oldIndex, newIndex });
    if (!added) oldIndex += value.length;
    if (!removed) newIndex += value.length;
  }
  return pieces;
}
