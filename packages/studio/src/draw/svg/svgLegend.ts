// Legend of an SVG, with only the signs that occur in it.

import type { Picture } from "../picture/picture.ts";
import { textWidth } from "../picture/plainText.ts";
import type { Placement } from "./placement.ts";
import { textElement } from "./svgText.ts";

interface Sign {
  /** Class names of a sample line; absent for text only. */
  line?: string;
  text: string;
}

export const legendLineHeight = 20;
const sampleWidth = 34;

/** @returns the drawn signs, wrapped at `width` pixels, and their total height */
export function drawLegend(signs: readonly Sign[], width: number): { drawn: string; height: number } {
  let [x, y] = [0, 0];
  const drawn = signs.map(({ line, text }) => {
    const sample = line === undefined ? 0 : sampleWidth;
    const own = sample + textWidth(text, 12) + 20;
    if (x > 0 && x + own > width) [x, y] = [0, y + legendLineHeight];
    const stroke = line === undefined ? "" : `<path class="${line}" d="M${x} ${y - 4}h${sampleWidth - 8}"/>`;
    const label = textElement(text, x + sample, y, own, { classes: "muted" });
    x += own;
    return stroke + label;
  });
  return { drawn: drawn.join(""), height: signs.length > 0 ? y + legendLineHeight : 0 };
}

export function signsIn({ cards, showsPath }: Picture, { lines }: Placement): Sign[] {
  const exits = cards.flatMap((card) => card.exits);
  const when = (occurs: boolean, sign: Sign) => (occurs ? [sign] : []);
  const changes = new Set([...cards, ...exits].map(({ change }) => change));
  return [
    ...when(showsPath, { line: "line ran", text: "taken by the execution, numbered by step" }),
    ...when(changes.has("added"), { line: "line added", text: "+ added" }),
    ...when(changes.has("removed"), { line: "line removed", text: "− removed" }),
    ...when(changes.has("changed"), { text: "~ changed" }),
    ...when(
      exits.some(({ failure, to }) => failure && to !== undefined),
      { line: "line failure", text: "after a failure" },
    ),
    ...when(
      lines.some(({ kind }) => kind !== "line"),
      { line: "line back", text: "↺ leads back" },
    ),
    ...when(
      exits.some(({ reference }) => reference),
      { text: "→ leads to the widget named there" },
    ),
    ...when(
      exits.some(({ to }) => to === undefined),
      { text: "■ the execution ends" },
    ),
  ];
}
