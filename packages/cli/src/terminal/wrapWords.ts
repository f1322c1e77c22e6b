// Lines that fit a terminal.

import { stripVTControlCharacters } from "node:util";

/** Columns of the terminal that stdout is; 80 where it is none. */
export function terminalWidth(): number {
  return process.stdout.columns || 80;
}

/**
 * Breaks a text between words.
 *
 * A word longer than a line stays whole, so that an id or a URL can be copied. Colours count for nothing.
 *
 * @param first what stands before the text, for instance a mark or a label
 * @param options.indent columns by which every line but the first is indented
 */
export function wrapWords(first: string, text: string, options: { width: number; indent: number }): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (isEmpty || stripVTControlCharacters(longer).length <= options.width) {
      line = longer;
    } else {
      lines.push(line);
      line = `${" ".repeat(options.indent)}${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}
