// Wraps text to the width of a terminal.

import { stripVTControlCharacters } from "node:util";

/** Columns of the terminal on stdout; 80 if stdout is not a terminal. */
export function terminalWidth(): number {
  return process.stdout.columns || 80;
}

/**
 * Breaks a text between words.
 *
 * A word longer than a line is not broken, so that an ID or a URL can be copied. Colors have no width.
 *
 * @param first goes before the text, for instance a mark or a label
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
