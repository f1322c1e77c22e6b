// Splits a string into plain text, Liquid outputs and Liquid tags.

export interface LiquidPart {
  kind: "plain" | "output" | "tag";
  text: string;
}

/**
 * Splits a string into its parts, which joined are the string again. Braces that are never closed are plain text.
 *
 * Scans the string once; a regular expression would search the end of every opening brace again.
 */
export function liquidParts(text: string): LiquidPart[] {
  const parts: LiquidPart[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) parts.push({ kind: "plain", text: text.slice(from, to) });
  };
  const unclosed = new Set<LiquidPart["kind"]>();
  let done = 0;
  for (const { index } of text.matchAll(/\{(?=[{%])/g)) {
    const kind = text[index + 1] === "{" ? "output" : "tag";
    if (index < done || unclosed.has(kind)) continue;
    const end = text.indexOf(kind === "output" ? "}}" : "%}", index + 2);
    if (end < 0) {
      unclosed.add(kind);
      continue;
    }
    plain(done, index);
    parts.push({ kind, text: text.slice(index, end + 2) });
    done = end + 2;
  }
  plain(done, text.length);
  return parts;
}

/** Replaces each piece of Liquid. */
export function withoutLiquid(text: string, instead: string): string {
  return liquidParts(text)
    .map((part) => (part.kind === "plain" ? part.text : instead))
    .join("");
}

export function holdsTag(text: string): boolean {
  return liquidParts(text).some(({ kind }) => kind === "tag");
}
