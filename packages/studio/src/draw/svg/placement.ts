// Positions of cards and lines; each line uses the space that the layers leave free for it.

import { type Line, type Point, placeInLayers } from "../../graph/layered.ts";
import type { Direction } from "../picture/options.ts";
import type { Card, Exit } from "../picture/picture.ts";
import { cardWidth, heightOf, type PlacedCard, rowsOf } from "./cardLayout.ts";
import { type LineRoute, loopPath, pathsDown, pathsRight } from "./linePath.ts";

export interface PlacedLine {
  from: PlacedCard;
  to: PlacedCard;
  exit: Exit;
  kind: "line" | "back" | "again";
  /** Data of an SVG path. */
  path: string;
}

export interface Placement {
  direction: Direction;
  cards: PlacedCard[];
  lines: PlacedLine[];
  width: number;
  height: number;
}

const spacing = {
  right: { direction: "right", betweenLayers: 100, betweenBoxes: 28, betweenLines: 14 },
  down: { direction: "down", betweenLayers: 64, betweenBoxes: 28, betweenLines: 14 },
} as const;

/** A strip is wider than this, and than this ratio of its height; on a page it would become illegibly small. */
const strip = { width: 1400, ratio: 2 };

/** @param direction default: right, or down if that would be a strip */
export function placeCards(cards: readonly Card[], direction?: Direction): Placement {
  if (direction) return placeIn(cards, direction);
  const right = placeIn(cards, "right");
  const isStrip = right.width > strip.width && right.width > strip.ratio * right.height;
  if (!isStrip) return right;
  const down = placeIn(cards, "down");
  return down.width < right.width ? down : right;
}

function placeIn(cards: readonly Card[], direction: Direction): Placement {
  const wires = cards.flatMap((card, from) =>
    card.exits.flatMap((exit) => (exit.to === undefined ? [] : [{ from, to: exit.to, exit }])),
  );
  const drawn = wires.filter(({ exit }) => !exit.reference);
  const layers = placeInLayers(
    cards.map((card) => ({
      width: cardWidth + 2 * sideRoom(card, direction),
      height: heightOf(
        card,
        rowsOf(card, () => "line"),
      ),
    })),
    [...drawn, ...anchors(cards, wires)],
    spacing[direction],
  );
  const middles = layers.boxes;
  const layerOf = ({ x, y }: Point) => (direction === "right" ? x : y);

  const places = cards.map((card, place): PlacedCard => {
    const { x, y } = middles[place] ?? { x: 0, y: 0 };
    const rows = rowsOf(card, ({ to, reference }) => {
      if (to === place) return "again";
      if (reference) return "reference";
      const target = to === undefined ? undefined : middles[to];
      return target && layerOf(target) < layerOf({ x, y }) ? "back" : "line";
    });
    const height = heightOf(card, rows);
    return { card, rows, x: x - cardWidth / 2, y: y - height / 2, height };
  });
  const write = direction === "right" ? pathsRight(places) : pathsDown(places);
  const routes = drawn.flatMap(({ from, to, exit }, index) => {
    const [source, target] = [places[from], places[to]];
    const row = source?.rows.find(({ exits }) => exits.includes(exit));
    if (!source || !target || !row || row.kind === "reference" || row.kind === "end") return [];
    return [{ from: source, to: target, exit, row, kind: row.kind, points: layers.lines[index] ?? [] }];
  });
  return {
    cards: places,
    lines: routes.map((route) => {
      const path =
        route.kind === "again"
          ? loopPath(route.from, route.row, direction)
          : write({ ...route, lane: laneOf(route, routes) });
      return { from: route.from, to: route.to, exit: route.exit, kind: route.kind, path };
    }),
    ...extent(places),
    direction,
  };
}

type Route = Omit<LineRoute, "lane"> & { kind: PlacedLine["kind"] };

/**
 * Returns the lane of a line beside its card. Lanes are ordered by where their lines lead: on the left, the line that leads
 * farthest to the left is the outermost. Of two in the same direction it is the one that would cross the other's row.
 */
function laneOf(route: Route, routes: readonly Route[]): number {
  const back = route.kind === "back" ? 1 : -1;
  const across = ({ points, to }: Route) => points[0]?.x ?? to.x;
  return routes.filter(
    (other) =>
      other.from === route.from &&
      other.kind === route.kind &&
      (across(other) - across(route) || other.row.y - route.row.y) * back < 0,
  ).length;
}

/** A card that transitions only name is placed where a line from the first of them would lead. */
function anchors(cards: readonly Card[], wires: readonly (Line & { exit: Exit })[]): Line[] {
  return cards.flatMap(({ references }, place) =>
    references === 0 ? [] : (wires.find(({ from, to }) => to === place && from !== place) ?? []),
  );
}

/** Space beside a card for lines that leave it sideways and continue downwards. */
function sideRoom({ exits }: Card, direction: Direction): number {
  return direction === "right" ? 0 : 22 + 6 * exits.filter(({ to }) => to !== undefined).length;
}

function extent(cards: readonly PlacedCard[]): { width: number; height: number } {
  const most = (ends: number[]) => ends.reduce((a, b) => Math.max(a, b), 0);
  return {
    width: most(cards.map(({ x }) => x + cardWidth)),
    height: most(cards.map(({ y, height }) => y + height)),
  };
}
