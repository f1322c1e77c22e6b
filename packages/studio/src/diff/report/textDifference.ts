// The difference between two long strings: the lines that differ and, in long lines, the words.

import { diffWordsWithSpace } from "diff";
import { alignLists } from "../pieces.ts";
import { shorten, visibleLines } from "./visible.ts";

/** One line of the difference; of a long line only what differs, with a little context. */
export interface DifferenceLine {
  mark: "-" | "+" | " ";
  pieces: readonly Piece[];
}

export interface Piece {
  text: string;
  /** Whether it differs within its line. */
  isChanged: boolean;
}

/** Unchanged lines around those that differ. */
const contextLines = 1;
/** Unchanged characters around the words that differ. */
const contextLetters = 32;
/** Lines up to this length are shown in full. */
const maxLine = 100;
/** Maximum characters and lines shown of an added or removed string. */
const maxLetters = 400;
const maxLines = 24;
/** Maximum lines shown of a changed string. */
const maxDifferenceLines = 60;
/** With more differences the strings are treated as unrelated. */
const maxEditLength = 400;

/** Compares two strings; undefined on one side means that the string was added or removed. */
export function compareTexts(before: string | undefined, after: string | undefined): DifferenceLine[] {
  if (before === undefined || after === undefined)
    return [...showWhole("-", before), ...showWhole("+", after)];
  const [olds, news] = [visibleLines(before), visibleLines(after)];
  const pieces = alignLists(olds, news);
  const lines = pieces.flatMap(({ same, gone, fresh }, index) => {
    if (same.length > 0)
      return showContext(same, { isFirst: index === 0, isLast: index === pieces.length - 1 });
    if (gone.length === fresh.length)
      return gone.flatMap((line, place) => compareLines(line, fresh[place] ?? ""));
    return [
      ...atMost(
        maxLines,
        gone.map((line) => plainLine("-", line)),
      ),
      ...atMost(
        maxLines,
        fresh.map((line) => plainLine("+", line)),
      ),
    ];
  });
  // If the difference is not visible, both strings are shown.
  if (!lines.some(({ mark }) => mark !== " ")) return [...showWhole("-", before), ...showWhole("+", after)];
  return atMost(maxDifferenceLines, lines);
}

function showWhole(mark: "-" | "+", text: string | undefined): DifferenceLine[] {
  if (text === undefined) return [];
  const lines = visibleLines(text).map((line) => plainLine(mark, line));
  return atMost(maxLines, lines);
}

function atMost(max: number, lines: DifferenceLine[]): DifferenceLine[] {
  const more = lines.length - max;
  return more > 0 ? [...lines.slice(0, max), plainLine(" ", `… (${more} more lines)`)] : lines;
}

function plainLine(mark: DifferenceLine["mark"], text: string): DifferenceLine {
  return { mark, pieces: [{ text: shorten(text, maxLetters), isChanged: false }] };
}

function showContext(
  lines: readonly string[],
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): DifferenceLine[] {
  const [head, tail] = [isFirst ? 0 : contextLines, isLast ? 0 : contextLines];
  if (lines.length <= head + tail + 1) return lines.map((line) => plainLine(" ", shorten(line, maxLine)));
  return [...lines.slice(0, head), "…", ...(tail > 0 ? lines.slice(-tail) : [])].map((line) =>
    plainLine(" ", shorten(line, maxLine)),
  );
}

/** Shows two lines as one removed and one added line, or as several pairs around the words that differ. */
function compareLines(before: string, after: string): DifferenceLine[] {
  const words = diffWordsWithSpace(before, after, { maxEditLength });
  if (!words) {
    const [old, now] = [[...before], [...after]];
    const start = Math.max(0, old.findIndex((letter, index) => letter !== now[index]) - contextLetters);
    const rest = (letters: readonly string[]) => `${start > 0 ? "…" : ""}${letters.slice(start).join("")}`;
    return [plainLine("-", rest(old)), plainLine("+", rest(now))];
  }
  const isLong = Math.max(before.length, after.length) > maxLine;
  return splitHunks(
    words.map(({ value, added, removed }) => ({ value, added, removed })),
    isLong,
  ).flatMap((hunk) => [
    { mark: "-" as const, pieces: sideOf(hunk, "removed") },
    { mark: "+" as const, pieces: sideOf(hunk, "added") },
  ]);
}

interface Word {
  value: string;
  added: boolean;
  removed: boolean;
}

/** Splits a line where a long part is unchanged. */
function splitHunks(words: readonly Word[], isLong: boolean): Word[][] {
  if (!isLong) return [[...words]];
  const found: Word[][] = [[]];
  for (const [index, word] of words.entries()) {
    const hunk = found.at(-1) ?? [];
    const letters = [...word.value];
    if (word.added || word.removed || letters.length <= 2 * contextLetters) {
      hunk.push(word);
      continue;
    }
    const unchanged = (value: string) => ({ value, added: false, removed: false });
    if (index > 0) hunk.push(unchanged(`${letters.slice(0, contextLetters).join("")}…`));
    if (index < words.length - 1) {
      const start = unchanged(`…${letters.slice(-contextLetters).join("")}`);
      if (index > 0) found.push([start]);
      else hunk.push(start);
    }
  }
  return found;
}

function sideOf(hunk: readonly Word[], side: "added" | "removed"): Piece[] {
  return hunk
    .filter((word) => word[side] || (!word.added && !word.removed))
    .map((word) => ({ text: shorten(word.value, maxLetters), isChanged: word[side] }));
}
