// What a card of the SVG holds, line by line, and how large that makes it.

import type { Card, Exit } from "../picture/picture.ts";
import { shorten, textWidth } from "../picture/plainText.ts";

export const cardWidth = 264;
export const padding = 12;
export const rowHeight = 20;
export const lineHeight = 18;
export const fontSize = 12;

/** From the top of the card to where lines arrive at its side: the height of its name. */
export const arrivalY = 24;

/**
 * A line of a card below its heading. `line` and `back` have a line in the picture, `again` one to the card itself,
 * `reference` names its target instead, `end` ends the execution.
 */
export interface Row {
  /** More than one only for `end`. */
  exits: readonly Exit[];
  kind: "line" | "back" | "again" | "reference" | "end";
  /** Middle, from the top of the card. */
  y: number;
}

/** A card and where it stands. */
export interface PlacedCard {
  card: Card;
  rows: Row[];
  /** Upper left corner. */
  x: number;
  y: number;
  height: number;
}

export const endMark = "■ ";

/** Heading: type and name, then one line each for what the widget does, its former name, how many name it. */
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

/** Ends the execution, and this one did not end there. */
function isQuietEnd({ to, steps }: Exit): boolean {
  return to === undefined && steps.length === 0;
}

/** Characters that are more than a row has room for, so that the width of the rest does not matter. */
const longLabel = 80;

/** As many to a row as fit. */
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
