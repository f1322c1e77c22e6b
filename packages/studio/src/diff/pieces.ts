// Aligns two lists: what both have in the same order, and between it what only one of them has.

import { diffArrays } from "diff";

export interface ListPiece<T> {
  /** In both lists; empty if something differs. */
  same: readonly T[];
  /** Only in the old list. */
  gone: readonly T[];
  /** Only in the new list, instead of `gone`. */
  fresh: readonly T[];
  /** Where the piece starts in the old and in the new list. */
  oldIndex: number;
  newIndex: number;
}

/** With more differences the lists are treated as having nothing in common. */
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
    // `diff` reports the removed part and the added part one after the other.
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
