// Values of a flow as they may be shown: on one line, with every character that could act on a terminal or deceive a
// reader written out.

/**
 * Control characters (a terminal obeys them), halves of a character, line separators, what has no width, and the marks that
 * turn the direction of text (what is shown is then not what is there).
 */
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** The text with unsafe characters as `\u001b`, a tab or line break as `\t`, `\n`, `\r`. */
export function visible(text: string): string {
  return text.replaceAll(unsafe, (character) => {
    const isShort = ["\t", "\n", "\r"].includes(character);
    return isShort
      ? JSON.stringify(character).slice(1, -1)
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A value as JSON on one line. */
export function visibleValue(value: unknown): string {
  return visible(JSON.stringify(value) ?? String(value));
}

/** The lines of a text, each visible. Other line ends than `\n` are written out: they may be what differs. */
export function visibleLines(text: string): string[] {
  return text.split("\n").map(visible);
}

/** At most so many characters, with the number of those left out. */
export function shorten(text: string, max: number): string {
  const letters = [...text];
  return letters.length <= max
    ? text
    : `${letters.slice(0, max).join("")}… (${letters.length - max} more characters)`;
}
