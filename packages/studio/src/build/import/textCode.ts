// Texts as TypeScript writes them: exactly the same characters, in lines that can be read.

/** Longest line that is written where the text can be broken. */
export const maxColumns = 110;

// Separators and marks of direction look like nothing, or like another text, in an editor.
const invisible = /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A text in quotation marks: double ones, unless single ones need fewer escapes. */
export function quote(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replace(invisible, escapeUnicode);
  const count = (mark: string) => text.split(mark).length - 1;
  if (count('"') <= count("'")) return `"${inner}"`;
  return `'${inner.replaceAll(/\\.|'/g, (found) => (found === '\\"' ? '"' : found === "'" ? "\\'" : found))}'`;
}

/** Tells whether a text of several lines can stand in a template literal as it reads. */
export function fitsTemplate(text: string): boolean {
  // A carriage return would become a line feed, half a surrogate pair a question mark; and blanks at the end of a line
  // are lost to many an editor.
  return text.includes("\n") && !/[^\P{Cc}\n\t]|\p{Cs}|[ \t]$/mu.test(text);
}

/** A text as a template literal, its line breaks as they are. */
export function toTemplate(text: string): string {
  const inner = text
    .replaceAll(/[\\`]|\$(?=\{)/g, (mark) => `\\${mark}`)
    .replaceAll("\t", "\\t")
    .replace(invisible, escapeUnicode);
  return `\`${inner}\``;
}

/**
 * Cuts a text into pieces that fit a width when quoted, after line breaks and between words, or the members of what
 * looks like JSON; never inside Liquid. Together the pieces are the text. What has no place to cut is as long as it is.
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

/** A word, Liquid included, with the blanks after it up to a line break. */
const words = /(?:\{\{.*?\}\}|\{%.*?%\}|[^\s])*(?:\n|[^\S\n]+\n?|$)/gs;

/** The same up to a comma. */
const members = /(?:\{\{.*?\}\}|\{%.*?%\}|[^,\n])*(?:,[^\S\n]*\n?|\n|$)/gs;

function escapeUnicode(mark: string): string {
  return `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
