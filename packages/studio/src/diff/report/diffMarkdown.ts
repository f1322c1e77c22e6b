// A comparison of two flows as Markdown, for a comment on a pull request.
// Source: CommonMark 0.31 (spec.commonmark.org), sections 4.5 fenced code blocks, 6.1 code spans.

import type { FlowChange } from "../change.ts";
import type { DifferenceLine } from "./textDifference.ts";
import { type ChangeGroup, type ChangeLine, groupChanges, type Phrase, summarize } from "./words.ts";

/** GitHub accepts comments of up to 65,536 characters; this leaves room for other text. */
const defaultMaxLength = 60_000;

export interface MarkdownOptions {
  /** Default "Studio flow". */
  title?: string;
  /** Maximum length in characters; what does not fit is counted at the end, by widget. Default 60,000. */
  maxLength?: number;
}

/**
 * Writes changes as Markdown: a heading with their number, then widget by widget, names and short values in code spans,
 * long strings in code blocks.
 *
 * Values cannot escape their span or block: backticks, HTML, links, mentions and line breaks have no effect.
 *
 * @example
 * ```ts
 * import { defineFlow, diffFlows, diffMarkdown, sayPlay } from "@tac-handoff/studio";
 *
 * const version = (say: string) =>
 *   defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say }) } });
 * const changes = diffFlows(version("Hello."), version("Welcome."));
 *
 * diffMarkdown(changes, { title: "Greeting" }).split("\n")[0]; // → "### Greeting: 1 property changed"
 * ```
 */
export function diffMarkdown(
  changes: readonly FlowChange[],
  { title = "Studio flow", maxLength = defaultMaxLength }: MarkdownOptions = {},
): string {
  const heading = `### ${title}: ${summarize(changes)}\n`;
  const sections = groupChanges(changes).map(section);
  let text = heading;
  for (const [index, next] of sections.entries()) {
    const rest = sections.length - index;
    if (text.length + next.length > maxLength - 100)
      return `${text}\n… and changes to ${rest} more ${rest === 1 ? "widget" : "widgets"}, too long for a comment.\n`;
    text += next;
  }
  return text;
}

const words = { "+": "Added: ", "-": "Removed: ", "~": "" };

function section({ mark, title, lines }: ChangeGroup): string {
  const heading = `\n**${words[mark]}${title.map(phrase).join("")}**\n`;
  return `${heading}${lines.length > 0 ? "\n" : ""}${lines.map(item).join("")}`;
}

const signs = { "+": "**+** ", "-": "**−** ", "~": "" };

function item({ mark, phrases, difference }: ChangeLine): string {
  const line = `- ${signs[mark]}${phrases.map(phrase).join("")}\n`;
  return difference ? `${line}${block(difference)}` : line;
}

function phrase(given: Phrase): string {
  return typeof given === "string" ? given : codeSpan(given.code);
}

/** Writes a code span with more backticks around it than its text has in a row. An empty one is not possible. */
function codeSpan(text: string): string {
  const shown = text === "" ? " " : text;
  const fence = "`".repeat(longestRun(shown) + 1);
  // Markdown removes one space on either side if there is one on both.
  const pad = /^`|`$|^ .* $/s.test(shown) && shown.trim() !== "" ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Writes a fenced block inside the list item, with a fence longer than any run of backticks in it. */
function block(lines: readonly DifferenceLine[]): string {
  const texts = lines.map(({ mark, pieces }) => `${mark} ${pieces.map(({ text }) => text).join("")}`);
  const fence = "`".repeat(Math.max(3, longestRun(texts.join("\n")) + 1));
  return [`${fence}diff`, ...texts, fence].map((line) => `  ${line}\n`).join("");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
