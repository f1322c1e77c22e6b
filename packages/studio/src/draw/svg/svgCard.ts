// One card of the SVG.

import type { Direction } from "../picture/options.ts";
import type { Card, Exit, Picture } from "../picture/picture.ts";
import { fit, textWidth } from "../picture/plainText.ts";
import {
  cardWidth,
  endMark,
  fontSize,
  headingHeight,
  lineHeight,
  type PlacedCard,
  padding,
  type Row,
} from "./cardLayout.ts";
import { escapeXml, textElement } from "./svgText.ts";

const room = cardWidth - 2 * padding;
const nameSize = 13.5;
/** A bold font is wider. */
const bold = 1.13;

/** The picture around a card. */
export interface Surroundings {
  picture: Picture;
  direction: Direction;
  /** Ids of the cards, by index. */
  anchors: readonly string[];
}

export function drawCard({ card, rows, x, y, height }: PlacedCard, around: Surroundings): string {
  const { picture, anchors } = around;
  const faded = picture.showsPath && card.steps.length === 0;
  const anchor = anchors[picture.cards.indexOf(card)] ?? "";
  return [
    `<g id="${anchor}" transform="translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})"${faded ? ` class="faded"` : ""}>`,
    `<rect class="${["frame", ...frameStates(card)].join(" ")}" width="${cardWidth}" height="${height}" rx="6"/>`,
    `<rect class="band ${card.purpose}" width="5" height="${height}" rx="2.5"/>`,
    ...heading(card),
    ...(rows.length > 0 ? [`<path class="rule" d="M5 ${headingHeight(card) + 2}H${cardWidth}"/>`] : []),
    ...rows.map((row) => drawRow(row, around)),
    "</g>",
  ].join("");
}

function frameStates({ change, steps, purpose }: Card): string[] {
  return [
    ...(steps.length > 0 ? ["ran"] : []),
    ...(change ? [change] : []),
    ...(purpose === "missing" ? ["missing"] : []),
  ];
}

function heading(card: Card): string[] {
  const mark = marksOf(card).join(" · ");
  const markWidth = mark === "" ? 0 : textWidth(mark, 11 * bold) + 8;
  const lines = [
    ...(card.detail === "" ? [] : [card.detail]),
    ...(card.formerName === undefined ? [] : [`was ${card.formerName}`]),
    ...(card.references > 0 ? [`${card.references} transitions lead here`] : []),
  ];
  return [
    textElement(card.title, padding, 16, room - markWidth, { classes: "type", size: 11 }),
    ...(mark === ""
      ? []
      : [
          textElement(mark, cardWidth - padding, 16, room, {
            classes: `mark ${card.last ? "ran" : (card.change ?? "")}`.trim(),
            size: 11 * bold,
            anchor: "end",
          }),
        ]),
    textElement(card.name || "(no name)", padding, 34, room, {
      classes: card.change === "removed" ? "name gone" : "name",
      size: nameSize * bold,
    }),
    ...lines.map((line, index) =>
      textElement(line, padding, 52 + index * lineHeight, room, { classes: "muted" }),
    ),
  ];
}

const changeMarks = { added: "+ added", removed: "− removed", changed: "~ changed" };

/** The marks of a card in words, since not everyone can see colours. */
function marksOf({ purpose, change, formerName, unreachable, last, steps }: Card): string[] {
  return [
    ...(last ? [`${last} (step ${steps.at(-1)})`] : []),
    ...(change ? [changeMarks[change]] : []),
    ...(formerName === undefined ? [] : ["renamed"]),
    ...(purpose === "missing" ? ["missing"] : unreachable ? ["unreachable"] : []),
  ];
}

/** The text is on the side where the line leaves, with the step number between them. */
function drawRow(row: Row, { picture, anchors, direction }: Surroundings): string {
  const [exit] = row.exits;
  if (!exit) return "";
  const { kind } = row;
  const leads = kind === "back" || kind === "again" ? "back" : "on";
  const anchor = kind !== "end" && (leads === "on") === (direction === "right") ? "end" : "start";
  const classes = [
    "event",
    ...(kind === "end" && exit.steps.length === 0 ? ["muted"] : stateOf(exit, kind)),
  ].join(" ");
  const edge = anchor === "end" ? cardWidth : 0;
  const inward = anchor === "end" ? -1 : 1;
  const badge = stepBadge(exit.steps, edge + inward * padding, row.y, anchor);
  const text: RowText = {
    x: edge + inward * (padding + badge.width),
    y: row.y + 4,
    room: room - badge.width,
    style: { classes, anchor },
  };
  const target = kind === "reference" && exit.to !== undefined ? picture.cards[exit.to] : undefined;
  return [
    ...(kind === "reference" || kind === "end"
      ? []
      : [`<circle class="${classes}" cx="${edge}" cy="${row.y}" r="3.5"/>`]),
    badge.drawn,
    target
      ? reference(wordsOf(row), target.name, anchors[exit.to ?? 0] ?? "", text)
      : textElement(wordsOf(row), text.x, text.y, text.room, text.style),
  ].join("");
}

function wordsOf({ exits, kind }: Row): string {
  const sign = { added: "+ ", removed: "− ", none: "" }[exits[0]?.change ?? "none"];
  const labels = exits.map(({ label }) => label).join(", ");
  if (kind === "end") return `${endMark}${labels}`;
  return kind === "back" || kind === "again" ? `${sign}↺ ${labels}` : `${sign}${labels}`;
}

interface RowText {
  x: number;
  y: number;
  room: number;
  style: { classes: string; anchor: "start" | "end" };
}

/** Names the target instead of drawing a line; a link to it if the picture is opened on its own. */
function reference(words: string, name: string, id: string, { x, y, room, style }: RowText): string {
  const target = fit(`→ ${name}`, room * 0.6, fontSize);
  const shown = fit(words, room - textWidth(`${target} `, fontSize), fontSize);
  const end = style.anchor === "end" ? ` text-anchor="end"` : "";
  return (
    `<a href="#${id}"><text x="${x}" y="${y}" class="${style.classes}"${end}>${escapeXml(shown)} ` +
    `<tspan class="target">${escapeXml(target)}</tspan><title>${escapeXml(`${words} → ${name}`)}</title></text></a>`
  );
}

/** Class names of an exit; the last one determines the colour. */
export function stateOf({ failure, change, steps }: Exit, kind: Row["kind"]): string[] {
  return [
    ...(kind === "back" || kind === "again" ? ["back"] : []),
    ...(failure ? ["failure"] : []),
    ...(change ? [change] : []),
    ...(steps.length > 0 ? ["ran"] : []),
  ];
}

/** Numbers of the steps that took an exit; the first and the last if there are many. */
function stepBadge(steps: readonly number[], x: number, y: number, anchor: "start" | "end") {
  if (steps.length === 0) return { drawn: "", width: 0 };
  const label = steps.length > 3 ? `${steps[0]} … ${steps.at(-1)}` : steps.join(", ");
  const width = Math.round(textWidth(label, 11 * bold)) + 10;
  const left = anchor === "start" ? x : x - width;
  return {
    drawn:
      `<rect class="badge" x="${left}" y="${y - 8}" width="${width}" height="16" rx="8"/>` +
      `<text class="badge-text" x="${left + width / 2}" y="${y + 4}" text-anchor="middle">${label}</text>`,
    width: width + 6,
  };
}
