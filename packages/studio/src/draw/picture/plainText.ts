// Shortens any string of a flow to one line that fits into a picture.

/**
 * Converts a string to one visible line: line breaks and runs of whitespace become a space. Characters that XML 1.0 does not
 * allow are removed, and so are direction marks, which would make a picture read differently from the flow.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cs}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim();
}

/** Shortens a string to `most` graphemes, ending in "…" if it is longer. */
export function shorten(text: string, most: number): string {
  return cut(text, () => 1, most);
}

/** Shortens a string to a width of `pixels` in a font of `size` pixels, ending in "…" if it is wider. */
export function fit(text: string, pixels: number, size: number): string {
  return cut(text, widthOf, pixels / size);
}

/** Upper bound of the width in pixels, measured with a wide font. */
export function textWidth(text: string, size: number): number {
  return [...characters.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0) * size;
}

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

function cut(text: string, measure: (character: string) => number, most: number): string {
  const room = most - measure("…");
  let used = 0;
  let fits = "";
  for (const { segment, index } of characters.segment(text)) {
    used += measure(segment);
    // Room for "…" is needed only if the rest does not fit.
    if (used > most) return `${fits.trimEnd()}…`;
    if (used <= room) fits = text.slice(0, index + segment.length);
  }
  return text;
}

/** Widths in em, after DejaVu Sans, the widest of the usual sans-serif fonts. */
function widthOf(character: string): number {
  if (!/^[ -~]/.test(character))
    return /^[\u00a1-\u1fff\u2010-\u2027\u2190-\u22ff]/.test(character) ? 0.84 : 1.3;
  if (/^[ijlIJ.,:;'|/ ]/.test(character)) return 0.34;
  if (/^[ftr()[\]\-!"`\\]/.test(character)) return 0.42;
  if (/^[sczkvxy_?*]/.test(character)) return 0.59;
  if (/^[mwMW@%+<>=~#^]/.test(character)) return 0.95;
  return /^[A-Z&]/.test(character) ? 0.75 : 0.635;
}
