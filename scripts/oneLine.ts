// Names that people give at Twilio may hold line ends and escape sequences. None of it reaches a terminal or a comment.

/** The text on one line, without control characters. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
