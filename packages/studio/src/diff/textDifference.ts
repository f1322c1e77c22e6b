// What differs between two long texts: the lines that differ and, of long lines, the words.

import { diffArrays, diffWordsWithSpace } from "diff";
import { shortened, visibleLines } from "./visible.ts";

/** One line to show; of a long one only what differs, with a little around it. */
export interface DifferenceLine {
  mark: "-" | "+" | " ";
  pieces: readonly Piece[];
}

export interface Piece {
  text: string;
  /** What differs within its line. */
  isChanged: boolean;
}

/** Unchanged lines around those that differ. */
const contextLines = 1;
/** Unchanged characters around the words that differ. */
const contextLetters = 32;
/** A line up to this length is shown as a whole. */
const maxLine = 100;
/** Of an added or removed text so much is shown. */
const maxLetters = 400;
const maxLines = 24;
/** More differences than this, and the texts have nothing to do with each other. */
const maxEditLength = 400;

/** Undefined on one side: the text was added or removed. */
export function textDifference(before: string | undefined, after: string | undefined): DifferenceLine[] {
  if (before === undefined || after === undefined) return [...whole("-", before), ...whole("+", after)];
  const [olds, news] = [visibleLines(before), visibleLines(after)];
  const pieces = diffArrays(olds, news, { maxEditLength });
  if (!pieces) return [...whole("-", before), ...whole("+", after)];
  const lines: DifferenceLine[] = [];
  for (const [index, { added, removed, value }] of pieces.entries()) {
    const [previous, next] = [pieces[index - 1], pieces[index + 1]];
    if (removed && next?.added && next.value.length === value.length)
      lines.push(...value.flatMap((line, place) => lineDifference(line, next.value[place] ?? "")));
    else if (removed) lines.push(...value.map((line) => plainLine("-", line)));
    else if (added && !(previous?.removed && previous.value.length === value.length))
      lines.push(...value.map((line) => plainLine("+", line)));
    else if (!added) lines.push(...context(value, { isFirst: !previous, isLast: !next }));
  }
  return lines.length > 0 ? lines : [...whole("-", before), ...whole("+", after)];
}

function whole(mark: "-" | "+", text: string | undefined): DifferenceLine[] {
  if (text === undefined) return [];
  const lines = visibleLines(text);
  const more = lines.length - maxLines;
  return [
    ...lines.slice(0, maxLines).map((line) => plainLine(mark, shortened(line, maxLetters))),
    ...(more > 0 ? [plainLine(" ", `… (${more} more lines)`)] : []),
  ];
}

function plainLine(mark: DifferenceLine["mark"], text: string): DifferenceLine {
  return { mark, pieces: [{ text: shortened(text, maxLetters), isChanged: false }] };
}

function context(
  lines: readonly string[],
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): DifferenceLine[] {
  const [head, tail] = [isFirst ? 0 : contextLines, isLast ? 0 : contextLines];
  if (lines.length <= head + tail + 1) return lines.map((line) => plainLine(" ", shortened(line, maxLine)));
  return [...lines.slice(0, head), "…", ...(tail > 0 ? lines.slice(-tail) : [])].map((line) =>
    plainLine(" ", shortened(line, maxLine)),
  );
}

/** Two lines as one pair of a removed and an added one, or as several around the words that differ. */
function lineDifference(before: string, after: string): DifferenceLine[] {
  const words = diffWordsWithSpace(before, after, { maxEditLength });
  if (!words) return [plainLine("-", before), plainLine("+", after)];
  const isLong = Math.max(before.length, after.length) > maxLine;
  return hunks(
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

/** Cuts a line where much of it is unchanged. */
function hunks(words: readonly Word[], isLong: boolean): Word[][] {
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
    .map((word) => ({ text: shortened(word.value, maxLetters), isChanged: word[side] }));
}
