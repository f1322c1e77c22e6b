// The rows and the size of a card in the SVG.

import type { Card, Exit } from "../picture/picture.ts";
import { shorten, textWidth } from "../picture/plainText.ts";

export const cardWidth = 264;
export const padding = 12;
const rowHeight = 20;
export const lineHeight = 18;
export const fontSize = 12;

/** Distance from the top of the card to where lines arrive at its side, at the height of its name. */
export const arrivalY = 24;

/**
 * A row of a card below its heading. `line` and `back` have a line in the picture, `again` a line to the card itself,
 * `reference` names its target instead, `end` ends the execution.
 */
export interface Row {
  /** More than one only for `end`. */
  exits: readonly Exit[];
  kind: "line" | "back" | "again" | "reference" | "end";
  /** Middle, from the top of the card. */
  y: number;
}

/** A card and its position. */
export interface PlacedCard {
  card: Card;
  rows: Row[];
  /** Upper left corner. */
  x: number;
  y: number;
  height: number;
}

export const endMark = "■ ";

/** Height of type and name, and of one line each for the detail, the former name and the number of references. */
export function headingHeight({ detail, formerName, references }: Card): number {
  const lines = [detail !== "", formerName !== undefined, references > 0].filter(Boolean).length;
  return 44 + lines * lineHeight;
}

export function heightOf(card: Card, rows: readonly Row[]): number {
  return headingHeight(card) + (rows.length > 0 ? rows.length * rowHeight + 10 : 4);
}

/** @param kindOf how an exit that leads to a widget is shown */
export function rowsOf(card: Card, kindOf: (exit: Exit) => Row["kind"]): Row[] {
  const shown = [
    ...card.exits
      .filter((exit) => !isQuietEnd(exit))
      .map((exit) => ({ exits: [exit], kind: exit.to === undefined ? ("end" as const) : kindOf(exit) })),
    ...endRows(card.exits.filter(isQuietEnd)).map((exits) => ({ exits, kind: "end" as const })),
  ];
  const heading = headingHeight(card);
  return shown.map((row, index) => ({ ...row, y: heading + 6 + (index + 0.5) * rowHeight }));
}

/** Whether an exit ends the execution, and the shown execution did not end there. */
function isQuietEnd({ to, steps }: Exit): boolean {
  return to === undefined && steps.length === 0;
}

/** More characters than fit into a row. */
const longLabel = 80;

/** Puts as many exits into a row as fit. */
function endRows(exits: readonly Exit[]): Exit[][] {
  const rows: Exit[][] = [];
  let width = Number.POSITIVE_INFINITY;
  for (const exit of exits) {
    const own = textWidth(`, ${shorten(exit.label, longLabel)}`, fontSize);
    const row = rows.at(-1);
    if (row && width + own <= cardWidth - 2 * padding) {
      row.push(exit);
      width += own;
    } else {
      rows.push([exit]);
      width = textWidth(endMark, fontSize) + own;
    }
  }
  return rows;
}
