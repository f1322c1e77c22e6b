// Strings as TypeScript literals: exactly the same characters, in readable lines.

/** Maximum line length, if the string can be split. */
export const maxColumns = 110;

// Separators and direction marks are invisible in an editor, or change what is displayed.
const invisible = /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Quotes a string with double quotes, unless single quotes need fewer escapes. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replace(invisible, escapeUnicode);
  const count = (mark: string) => text.split(mark).length - 1;
  if (count('"') <= count("'")) return `"${inner}"`;
  return `'${inner.replaceAll(/\\.|'/g, (found) => (found === '\\"' ? '"' : found === "'" ? "\\'" : found))}'`;
}

/** Returns whether a string of several lines can be written as a template literal. */
export function fitsTemplate(text: string): boolean {
  // A carriage return would become a line feed, half a surrogate pair a question mark, and many editors remove trailing
  // spaces.
  return text.includes("\n") && !/[^\P{Cc}\n\t]|\p{Cs}|[ \t]$/mu.test(text);
}

/** Writes a string as a template literal that keeps its line breaks. */
export function toTemplate(text: string): string {
  const inner = text
    .replaceAll(/[\\`]|\$(?=\{)/g, (mark) => `\\${mark}`)
    .replaceAll("\t", "\\t")
    .replace(invisible, escapeUnicode);
  return `\`${inner}\``;
}

/**
 * Splits a string into pieces that fit a width when quoted: after line breaks, between words, or between the members of
 * JSON; never inside Liquid. Joined, the pieces are the string again. A piece without a place to split can be longer.
 */
export function splitText(text: string, width: number): string[] {
  const cut: string[] = [];
  let piece = "";
  for (const word of text.match(/^\s*\{(?![{%])/.test(text) ? members : words) ?? []) {
    if (word !== "" && piece !== "" && (piece.endsWith("\n") || quote(piece + word).length > width)) {
      cut.push(piece);
      piece = "";
    }
    piece += word;
  }
  return [...cut, piece];
}

/** A word, including Liquid, with the whitespace after it up to a line break. */
const words = /(?:\{\{.*?\}\}|\{%.*?%\}|[^\s])*(?:\n|[^\S\n]+\n?|$)/gs;

/** The same up to a comma. */
const members = /(?:\{\{.*?\}\}|\{%.*?%\}|[^,\n])*(?:,[^\S\n]*\n?|\n|$)/gs;

function escapeUnicode(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
