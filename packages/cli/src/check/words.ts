// The words of this project: one table, from which come the glossary in CONTRIBUTING.md and the words check.

export interface Word {
  /** What not to write, as the glossary shows it. */
  not: string;
  /** What to write instead. */
  use: string;
  /** Finds it in text. Omitted if the old word is right in other sentences, where only a reader can decide. */
  pattern?: RegExp;
}

/** Whitespace, including a line break in a comment or a list. */
const gap = String.raw`\s+(?:(?://|\*|#|>)\s*)?`;

/** Matches a phrase in any case; a space in it matches `gap`. */
function phrase(source: string): RegExp {
  return new RegExp(source.replaceAll(" ", gap), "giu");
}

export const words: readonly Word[] = [
  {
    not: "mend",
    use: "fix",
    // Not the key `mend` in doctor's JSON (docs/decisions.md).
    pattern: phrase(String.raw`(?<![\x60"])\bmend(?:s|ed|ing)?\b(?!:)`),
  },
  {
    not: "told, tells (of a program)",
    use: "reports, prints, shows, passes to",
    pattern: phrase(String.raw`\b(?:told|tells)\b(?! apart)`),
  },
  {
    not: "goes on, go on with, go on by hand",
    use: "continues, resumes, continue manually",
    pattern: phrase(String.raw`\b(?:goes on\b|go on (?:with|by hand)\b)`),
  },
  {
    not: "is taken over (of an object)",
    use: "is adopted, is managed",
    pattern: phrase(String.raw`\btaken over\b`),
  },
  {
    not: "left as it is, stays as it is",
    use: "unchanged",
    pattern: phrase(String.raw`\b(?:left|leaves?|stays?|stayed|keeps?|kept)(?: it)? as it is\b`),
  },
  {
    not: "is no JSON, is no flow",
    use: "is not valid JSON, is not a flow",
    // "There is no flow" is right, and so are "is no longer" and "that is no reason".
    pattern: phrase(
      String.raw`(?<!\bthere )\b(?:is|are|was|were) no (?!longer\b|such\b|more\b|less\b|better\b|worse\b|different\b|one\b|accident\b|doubt\b|fault\b|matter\b|reason\b|secret\b|way\b)[a-z]+`,
    ),
  },
  {
    not: "makes it again, makes it anew",
    use: "recreates it",
    pattern: phrase(String.raw`\b(?:makes? (?:it|them) again|anew)\b`),
  },
  {
    not: "what has to do with",
    use: "what relates to",
    pattern: phrase(String.raw`\b(?:has|have) to do with\b`),
  },
  { not: "time-out", use: "timeout", pattern: phrase(String.raw`\btime-outs?\b`) },
  { not: "noted, is noted", use: "recorded, stored", pattern: phrase(String.raw`(?<!\bas )\bnoted\b`) },
  {
    not: "nobody here has seen this on live Twilio",
    use: "not yet verified against live Twilio",
    pattern: phrase(String.raw`\bnobody here has seen\b`),
  },
  {
    not: "know before pulumi up",
    use: "before you run `pulumi up`",
    pattern: phrase(String.raw`\bknow before (?:you |\W?pulumi)`),
  },
  { not: "person (in Flex)", use: "agent, or Flex agent; TAC's is the virtual agent or AI agent" },
  { not: "text (of the type string)", use: "string" },
  { not: "answer, answers (of a server, a function)", use: "response, responds, returns" },
  { not: "brings, gives", use: "provides, returns" },
  { not: "look at (of code)", use: "read, inspect" },
  { not: "holds (of a stack)", use: "manages" },
];

export interface OldWord {
  /** Counted from 1. */
  line: number;
  found: string;
  use: string;
}

/** Finds the old words of the table in a text, in the order of the text. */
export function findOldWords(text: string): OldWord[] {
  return words
    .flatMap(({ pattern, use }) =>
      pattern
        ? [...text.matchAll(pattern)].map((match) => ({ index: match.index, found: match[0], use }))
        : [],
    )
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, found, use }) => ({
      line: text.slice(0, index).split("\n").length,
      found: found.replaceAll(new RegExp(gap, "gu"), " "),
      use,
    }));
}

/** The table as Markdown, as included in CONTRIBUTING.md. */
export function glossary(): string {
  return ["| not | but |", "|---|---|", ...words.map(({ not, use }) => `| ${not} | ${use} |`), ""].join("\n");
}
