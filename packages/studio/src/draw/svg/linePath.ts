// The path of a line from its row to its target: curved between layers, straight past the cards of a layer.

import type { Point } from "../../graph/layered.ts";
import type { Direction } from "../picture/options.ts";
import { arrivalY, cardWidth, type PlacedCard, type Row } from "./cardLayout.ts";

/** A line before it is drawn. */
export interface LineRoute {
  from: PlacedCard;
  row: Row;
  to: PlacedCard;
  /** Where it passes the layers between its cards; points between layers are ignored. */
  points: readonly Point[];
  /** Number of lines on the same side of the card that are closer to it. */
  lane: number;
}

/** Returns the data of an SVG path. */
export type PathWriter = (wire: LineRoute) => string;

/** Cards of one layer have the same middle; all are between `start` and `end`. */
interface Layer {
  middle: number;
  start: number;
  end: number;
}

/** For layers side by side: lines leave at the right and arrive at the left; lines that lead back the other way round. */
export function pathsRight(cards: readonly PlacedCard[]): PathWriter {
  const layers = layersOf(cards.map(({ x }) => ({ start: x, end: x + cardWidth })));
  return ({ from, row, to, points }) => {
    const back = row.kind === "back";
    const start = { x: from.x + (back ? 0 : cardWidth), y: from.y + row.y };
    const end = { x: to.x + (back ? cardWidth : 0), y: to.y + arrivalY };
    return `M${at(start)}${through(start, end, passes(points, layers, "x"), back, "x")}`;
  };
}

/**
 * For layers below each other: lines leave at the left and arrive from above; lines that lead back are at the right. The
 * top row, whose target is usually farthest to the left, then has the outermost lane, and few lines cross.
 */
export function pathsDown(cards: readonly PlacedCard[]): PathWriter {
  const layers = layersOf(cards.map(({ y, height }) => ({ start: y, end: y + height })));
  const layerOf = ({ y, height }: PlacedCard) =>
    layers.find(({ middle }) => Math.abs(middle - (y + height / 2)) < 1) ?? { start: y, end: y + height };
  return ({ from, row, to, points, lane }) => {
    const back = row.kind === "back";
    const stops = passes(points, layers, "y");
    const edge = { x: from.x + (back ? cardWidth : 0), y: from.y + row.y };
    // Lines on one side are kept apart.
    const beside = back ? from.x + cardWidth + 22 + 6 * lane : from.x - 14 - 6 * lane;
    const leave = { x: beside, y: back ? layerOf(from).start : layerOf(from).end };
    const out = `M${at(edge)}${corner(edge, leave)}V${round(leave.y)}`;
    if (!back) {
      // A straight end, since an arrowhead takes its direction from the last segment of a line.
      const above = { x: to.x + cardWidth / 2, y: layerOf(to).start - 8 };
      return `${out}${through(leave, above, stops, back, "y")}V${round(to.y)}`;
    }
    const arrive = { x: to.x + cardWidth, y: to.y + arrivalY };
    const below = { x: arrive.x + 14, y: layerOf(to).end };
    return `${out}${through(leave, below, stops, back, "y")}V${round(arrive.y + 6)}Q${round(below.x)} ${round(arrive.y)} ${round(below.x - 6)} ${round(arrive.y)}H${round(arrive.x)}`;
  };
}

/** Leads sideways out of a card and around the corner. */
function corner(from: Point, to: Point): string {
  const [right, down] = [Math.sign(to.x - from.x), Math.sign(to.y - from.y)];
  return `H${round(to.x - 6 * right)}Q${round(to.x)} ${round(from.y)} ${round(to.x)} ${round(from.y + 6 * down)}`;
}

/** Leads from a row to the name of the same card, on the side of lines that lead back. */
export function loopPath({ x, y }: PlacedCard, row: Row, direction: Direction): string {
  const [edge, out] = direction === "right" ? [x, -26] : [x + cardWidth, 26];
  return `M${round(edge)} ${round(y + row.y)}c${out} 0 ${out} ${arrivalY - row.y} 0 ${arrivalY - row.y}`;
}

function layersOf(cards: readonly { start: number; end: number }[]): Layer[] {
  const layers: Layer[] = [];
  for (const { start, end } of cards) {
    const middle = (start + end) / 2;
    const layer = layers.find((each) => Math.abs(each.middle - middle) < 1);
    if (layer) Object.assign(layer, { start: Math.min(layer.start, start), end: Math.max(layer.end, end) });
    else layers.push({ middle, start, end });
  }
  return layers;
}

interface Pass {
  layer: Layer;
  across: number;
}

function passes(points: readonly Point[], layers: readonly Layer[], along: "x" | "y"): Pass[] {
  return points.flatMap((point) => {
    const layer = layers.find(({ middle }) => Math.abs(middle - point[along]) < 1);
    return layer ? [{ layer, across: along === "x" ? point.y : point.x }] : [];
  });
}

/** Curves from layer to layer, and is straight within each. */
function through(start: Point, end: Point, stops: readonly Pass[], back: boolean, along: "x" | "y"): string {
  let here = start;
  let path = "";
  for (const { layer, across } of stops) {
    const [enter, leave] = back ? [layer.end, layer.start] : [layer.start, layer.end];
    path += bend(here, along === "x" ? { x: enter, y: across } : { x: across, y: enter }, along);
    path += along === "x" ? `H${round(leave)}` : `V${round(leave)}`;
    here = along === "x" ? { x: leave, y: across } : { x: across, y: leave };
  }
  return path + bend(here, end, along);
}

function bend(from: Point, to: Point, along: "x" | "y"): string {
  const half = (from[along] + to[along]) / 2;
  const [first, second] =
    along === "x"
      ? [
          { x: half, y: from.y },
          { x: half, y: to.y },
        ]
      : [
          { x: from.x, y: half },
          { x: to.x, y: half },
        ];
  return `C${at(first)} ${at(second)} ${at(to)}`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
