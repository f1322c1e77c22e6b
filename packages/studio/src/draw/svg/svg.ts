// A flow as a self-contained SVG: a card for every widget, a row of the card for every event.

import { describe } from "../picture/description.ts";
import type { SvgOptions } from "../picture/options.ts";
import { type Picture, pictureOf } from "../picture/picture.ts";
import { type PlacedLine, placeCards } from "./placement.ts";
import { drawCard, stateOf } from "./svgCard.ts";
import { drawLegend, legendLineHeight, signsIn } from "./svgLegend.ts";
import { styleSheet } from "./svgStyle.ts";
import { escapeXml } from "./svgText.ts";

const margin = 28;

/**
 * Draws a flow as a self-contained SVG document without scripts or fonts; text is selectable. It follows the reader's light
 * or dark setting. Cards have ids (`flow-0` …), so with two pictures in one page links lead to the first.
 *
 * Any definition can be drawn, whatever its issues: a transition to a missing widget leads to a card marked as missing.
 * Strings are shortened to one line, URLs are shown without credentials and queries, variables only with their names.
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay } from "@tac-handoff/studio";
 * import { drawSvg } from "@tac-handoff/studio/draw";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 *
 * drawSvg(flow).startsWith("<svg "); // → true
 * ```
 */
export function drawSvg(definition: unknown, options: SvgOptions = {}): string {
  const picture = pictureOf(definition, options);
  const placement = placeCards(picture.cards, options.direction);
  const width = Math.max(placement.width, 320);
  const legend = drawLegend(signsIn(picture, placement), width);
  const [outerWidth, outerHeight] = [
    Math.ceil(width + 2 * margin),
    Math.ceil(placement.height + 2 * margin + (legend.height > 0 ? legend.height + legendLineHeight : 0)),
  ];
  const anchors = picture.cards.map((_, place) => `flow-${place}`);
  const { title, text } = describe(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="studio-flow" width="${outerWidth}" height="${outerHeight}" viewBox="0 0 ${outerWidth} ${outerHeight}" role="img" aria-labelledby="flow-title flow-text">`,
    `<title id="flow-title">${escapeXml(title)}</title>`,
    `<desc id="flow-text">${escapeXml(text)}</desc>`,
    `<style>${styleSheet()}</style>`,
    `<defs>${lineEnds.map(arrowHead).join("")}</defs>`,
    `<rect class="ground" width="100%" height="100%" rx="8"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...byWeight(placement.lines).map((line) => drawLine(line, picture)),
    ...placement.cards.map((card) => drawCard(card, { picture, anchors, direction: placement.direction })),
    "</g>",
    `<g transform="translate(${margin} ${Math.ceil(placement.height + margin + 2 * legendLineHeight)})">${legend.drawn}</g>`,
    "</svg>",
    "",
  ].join("\n");
}

/** The most important lines are drawn last, above the others. */
function byWeight(lines: readonly PlacedLine[]): PlacedLine[] {
  const weight = ({ exit }: PlacedLine) => (exit.steps.length > 0 ? 2 : exit.change ? 1 : 0);
  return lines.toSorted((a, b) => weight(a) - weight(b));
}

const lineEnds = ["plain", "back", "failure", "added", "removed", "ran"];

/** One marker per kind of line, since not every viewer supports markers that inherit the line's colour. */
function arrowHead(state: string): string {
  return (
    `<marker id="flow-to-${state}" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" refX="9" refY="5" orient="auto">` +
    `<path class="head ${state}" d="M0 0.5L10 5L0 9.5z"/></marker>`
  );
}

function drawLine({ from, to, exit, kind, path }: PlacedLine, { showsPath }: Picture): string {
  const states = stateOf(exit, kind);
  const faded = showsPath && exit.steps.length === 0 ? ` class="faded"` : "";
  return (
    `<g${faded}><path class="halo" d="${path}"/>` +
    `<path class="${["line", ...states].join(" ")}" d="${path}" marker-end="url(#flow-to-${states.at(-1) ?? "plain"})">` +
    `<title>${escapeXml(`${from.card.name}: ${exit.label} → ${to.card.name}`)}</title></path></g>`
  );
}
