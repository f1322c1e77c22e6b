// Boxes in layers, every line leading on to a later layer where the graph allows it: what canvas and picture share.

import { Graph, layout } from "@dagrejs/dagre";
import { type LayeredGraph, orderLayers } from "./ordering.ts";

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A line between two boxes, by their places in the list. Both may be the same box: then nothing is placed for it. */
export interface Line {
  from: number;
  to: number;
}

export interface Layers {
  /** Middle of each box, in the order given. */
  boxes: Point[];
  /**
   * Where each line passes the layers between its boxes, from its start to its end, in the order given.
   * A line that leads back has the same kind of way, in the other direction.
   */
  lines: Point[][];
}

export interface Spacing {
  /** `down`: layers below each other. `right`: layers beside each other. */
  direction: "down" | "right";
  betweenLayers: number;
  betweenBoxes: number;
  /** Between a line and a box, or two lines, that pass a layer side by side. */
  betweenLines: number;
}

/**
 * What is used of dagre's graph. Its published types name files without extension, which TypeScript does not follow for an
 * ES module, and then takes everything in them for `any`.
 */
interface DagreGraph {
  setGraph(options: Record<string, unknown>): void;
  setNode(name: string, size: Size): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  node(name: string): Point;
  edge(from: string, to: string, name: string): { points: Point[] };
}

/** dagre's place for an order of one's own; `order` is dagre's. */
type CustomOrder = (
  layered: LayeredGraph,
  order: (layered: LayeredGraph, options: { disableOptimalOrderHeuristic: true }) => void,
) => void;

/** From here on the exact ranking takes seconds, and a good one is good enough. */
const manyBoxes = 300;

/** Places boxes so that none overlap, lines mostly lead one way and cross seldom. The same input gives the same places. */
export function placeInLayers(boxes: readonly Size[], lines: readonly Line[], spacing: Spacing): Layers {
  const graph: DagreGraph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: spacing.direction === "down" ? "TB" : "LR",
    ranksep: spacing.betweenLayers,
    nodesep: spacing.betweenBoxes,
    edgesep: spacing.betweenLines,
    ranker: boxes.length > manyBoxes ? "tight-tree" : "network-simplex",
  });
  // Places as names: a widget's own name may be "1", which JavaScript's objects move to the front, or "__proto__".
  boxes.forEach((size, place) => {
    graph.setNode(boxName(place), { ...size });
  });
  lines.forEach(({ from, to }, place) => {
    if (from !== to) graph.setEdge(boxName(from), boxName(to), {}, `line${place}`);
  });
  const starts = startsOf(lines);
  const customOrder: CustomOrder = (layered, order) => {
    order(layered, { disableOptimalOrderHeuristic: true });
    orderLayers(layered, (name) => starts.get(name) ?? 0.5);
  };
  if (boxes.length > 0) layout(graph, { customOrder });
  return {
    boxes: boxes.map((_, place) => graph.node(boxName(place))).map(({ x, y }) => ({ x, y })),
    lines: lines.map(({ from, to }, place) => {
      if (from === to) return [];
      const { points } = graph.edge(boxName(from), boxName(to), `line${place}`);
      // The first and the last point stand on the edges of the boxes.
      return points.slice(1, -1).map(({ x, y }) => ({ x, y }));
    }),
  };
}

function boxName(place: number): string {
  return `box${place}`;
}

/** The lines of a box leave it one beside the other, in their order. */
function startsOf(lines: readonly Line[]): Map<string, number> {
  const leaving = new Map<number, string[]>();
  lines.forEach(({ from }, place) => {
    leaving.set(from, [...(leaving.get(from) ?? []), `line${place}`]);
  });
  return new Map(
    [...leaving.values()].flatMap((names) =>
      names.map((name, index) => [name, (index + 1) / (names.length + 1)] as const),
    ),
  );
}
