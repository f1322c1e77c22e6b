// What may be written where a person looks: colour only at a terminal, and no control characters of somebody else's text.

/**
 * Tells whether what is written to stdout may have colour.
 *
 * `NO_COLOR` says no, `FORCE_COLOR` says yes where there is no terminal; each counts when it is not empty.
 * Source: no-color.org, force-color.org
 */
export function mayColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (isTerminal && env.TERM !== "dumb");
}

/**
 * The text on one line, without control characters: names that people give at Twilio may hold line ends and escape
 * sequences, and none of it reaches a terminal or a comment.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** `1 flow`, `2 flows`; for words whose plural takes an s. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** The text with a line end, one only where it has one already. */
export function ended(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
