// A comparison of two flows as text for a terminal.

import type { FlowChange } from "../change.ts";
import type { DifferenceLine } from "./textDifference.ts";
import { groupChanges, type Phrase, summarize } from "./words.ts";

/** Functions that colour a string, as in picocolors. */
export type DiffColors = Record<
  "bold" | "cyan" | "dim" | "green" | "red" | "yellow",
  (text: string) => string
>;

const same = (text: string) => text;
const noColors: DiffColors = { bold: same, cyan: same, dim: same, green: same, red: same, yellow: same };

/**
 * Writes changes for a terminal: their number, then widget by widget. Of long strings only the lines and words that differ
 * are shown, with a little context.
 *
 * Nothing in a flow can control the terminal: control characters are escaped.
 *
 * @param colors default: no colours
 *
 * @example
 * ```ts
 * import { defineFlow, diffFlows, diffText, sayPlay } from "@tac-handoff/studio";
 *
 * const version = (say: string) =>
 *   defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say }) } });
 *
 * diffText(diffFlows(version("Hello."), version("Welcome."))).split("\n")[0]; // → "1 property changed"
 * ```
 */
export function diffText(
  changes: readonly FlowChange[],
  { colors = noColors }: { colors?: DiffColors } = {},
): string {
  const colored = { "+": colors.green, "-": colors.red, "~": colors.yellow, " ": colors.dim };
  const phrased = (phrases: readonly Phrase[]) =>
    phrases.map((phrase) => (typeof phrase === "string" ? phrase : colors.cyan(phrase.code))).join("");
  const differing = ({ mark, pieces }: DifferenceLine) => {
    const text = pieces.map((piece) => (piece.isChanged ? colors.bold(piece.text) : piece.text)).join("");
    return `      ${colored[mark](text === "" ? mark : `${mark} ${text}`)}`;
  };
  const lines = groupChanges(changes).flatMap(({ mark, title, lines }) => [
    "",
    `${colored[mark](mark)} ${colors.bold(phrased(title))}`,
    ...lines.flatMap((line) => [
      `    ${colored[line.mark](line.mark)} ${phrased(line.phrases)}`,
      ...(line.difference ?? []).map(differing),
    ]),
  ]);
  const heading = summarize(changes);
  return [`${heading.charAt(0).toUpperCase()}${heading.slice(1)}`, ...lines].join("\n");
}
