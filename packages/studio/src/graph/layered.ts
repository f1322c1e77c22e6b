// Layout of boxes in layers, with lines that lead to later layers where possible; used for the canvas and for pictures.

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

/** A line between two boxes, by index. A line from a box to itself is not laid out. */
export interface Line {
  from: number;
  to: number;
}

export interface Layers {
  /** Centre of each box, in the given order. */
  boxes: Point[];
  /**
   * Points where each line passes the layers between its boxes, from start to end, in the given order.
   * A line that leads back passes them in the other direction.
   */
  lines: Point[][];
}

export interface Spacing {
  /** `down`: layers below each other. `right`: layers beside each other. */
  direction: "down" | "right";
  betweenLayers: number;
  betweenBoxes: number;
  /** Between a line and a box, or two lines, side by side in a layer. */
  betweenLines: number;
}

/**
 * The parts of dagre's graph in use. Its published types import files without an extension, which TypeScript does not
 * resolve in an ES module, so that everything would be `any`.
 */
interface DagreGraph {
  setGraph(options: Record<string, unknown>): void;
  setNode(name: string, size: Size): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  node(name: string): Point;
  edge(from: string, to: string, name: string): { points: Point[] };
}

/** dagre's hook for a custom order; `order` is dagre's own. */
type CustomOrder = (
  layered: LayeredGraph,
  order: (layered: LayeredGraph, options: { disableOptimalOrderHeuristic: true }) => void,
) => void;

/** From this number of boxes the exact ranking takes seconds, and an approximation is good enough. */
const manyBoxes = 300;

/** Places boxes without overlaps, so that lines mostly lead in one direction and rarely cross. Deterministic. */
export function placeInLayers(boxes: readonly Size[], lines: readonly Line[], spacing: Spacing): Layers {
  const graph: DagreGraph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: spacing.direction === "down" ? "TB" : "LR",
    ranksep: spacing.betweenLayers,
    nodesep: spacing.betweenBoxes,
    edgesep: spacing.betweenLines,
    ranker: boxes.length > manyBoxes ? "tight-tree" : "network-simplex",
  });
  // Indexes as names: a widget's own name may be "1", which JavaScript objects move to the front, or "__proto__".
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
      // The first and the last point are on the edges of the boxes.
      return points.slice(1, -1).map(({ x, y }) => ({ x, y }));
    }),
  };
}

function boxName(place: number): string {
  return `box${place}`;
}

/** The lines of a box start side by side, in order. */
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
