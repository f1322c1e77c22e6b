// Output for a terminal: colours only where they are supported, and no control characters from data.

/**
 * Returns whether output to stdout may be coloured.
 *
 * `NO_COLOR` disables colours, `FORCE_COLOR` enables them without a terminal; each has an effect if it is not empty.
 * Source: no-color.org, force-color.org
 */
export function mayColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (isTerminal && env.TERM !== "dumb");
}

/**
 * Returns the text on one line without control characters. Names in Twilio may contain line breaks and escape
 * sequences, which must not reach a terminal or a comment.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

/** `1 flow`, `2 flows`; for words with a plural in -s. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** Adds a line break to the text unless it already ends with one. */
export function ended(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
