// Values of a flow for display: on one line, with every character escaped that could control a terminal or deceive a
// reader.

/**
 * Control characters (a terminal executes them), lone surrogates, line separators, zero-width characters, and direction
 * marks (the displayed text is then not the actual text).
 */
const unsafe = /[\p{Cc}\p{Cs}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Escapes unsafe characters as `\u001b`, tabs and line breaks as `\t`, `\n`, `\r`. */
export function visible(text: string): string {
  return text.replaceAll(unsafe, (character) => {
    const isShort = ["\t", "\n", "\r"].includes(character);
    return isShort
      ? JSON.stringify(character).slice(1, -1)
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Writes a value as JSON on one line. */
export function visibleValue(value: unknown): string {
  return visible(JSON.stringify(value) ?? String(value));
}

/** Splits a string into lines, each escaped. Line ends other than `\n` are escaped, since they may be the difference. */
export function visibleLines(text: string): string[] {
  return text.split("\n").map(visible);
}

/** Shortens a string to `max` characters and adds the number of the omitted ones. */
export function shorten(text: string, max: number): string {
  const letters = [...text];
  return letters.length <= max
    ? text
    : `${letters.slice(0, max).join("")}… (${letters.length - max} more characters)`;
}
