// Lines and columns in a text, as editors count them.

export interface Place {
  /** Starts at 1. */
  line: number;
  /** Starts at 1, in UTF-16 code units, as editors and language servers count. */
  column: number;
}

/** `endColumn` is exclusive. */
export interface Region extends Place {
  endLine: number;
  endColumn: number;
}

const lineEnd = /\r\n|\n|\r/;

export function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(lineEnd);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/**
 * Shows the line of a place with a caret below the column.
 *
 * Of a long line, for example minified JSON, only the part near the column is shown.
 */
export function excerpt(text: string, { line, column }: Place): string {
  const [found = ""] = text.split(lineEnd, line).slice(line - 1);
  const start = Math.max(0, column - 1 - 60);
  // One space per character, so that the caret is below the right one.
  const shown = found.slice(start, start + 100).replaceAll(/\p{Cc}/gu, " ");
  const [before, after] = [start > 0 ? "…" : "", start + 100 < found.length ? "…" : ""];
  const margin = `  ${line} | `;
  const caret = " ".repeat(margin.length - 2 + before.length + column - 1 - start);
  return `${margin}${before}${shown}${after}\n${caret.slice(0, margin.length - 2)}| ${caret.slice(margin.length - 2)}^`;
}
