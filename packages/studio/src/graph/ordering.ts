// Orders the nodes of each layer so that lines rarely cross: barycentres, after Sugiyama, Tagawa and Toda (1981).
// dagre does the same, but starts all lines of a box at one point. Ours start side by side, so that the reverse order of
// the targets, which dagre considers equal, would make the lines cross.

/** A layered graph in which every edge leads from one layer to the next. */
export interface LayeredGraph {
  nodes(): string[];
  node(name: string): LayeredNode;
  inEdges(name: string): { v: string; w: string }[];
  outEdges(name: string): { v: string; w: string }[];
}

export interface LayeredNode {
  rank: number;
  order: number;
  /** Set if the node is a point of a line, not a box. */
  edgeObj?: { name?: string };
}

/** Rounds without improvement after which the best order is used. */
const patience = 4;

/**
 * Improves the existing `order` of every node. Of orders with equally few crossings the first is kept.
 *
 * @param startOf where a line leaves its box, from 0 to 1 across it
 */
export function orderLayers(graph: LayeredGraph, startOf: (line: string) => number): void {
  const places = new Map(graph.nodes().map((name) => [name, graph.node(name).order]));
  const layers = layersOf(graph, places);
  const placeOf = (name: string) => places.get(name) ?? 0;
  // A point of a line knows its line; if the node before it is a box, the line starts there.
  const start = ({ v, w }: { v: string; w: string }) =>
    placeOf(v) + (graph.node(v).edgeObj ? 0.5 : startOf(graph.node(w).edgeObj?.name ?? ""));
  const end = ({ w }: { w: string }) => placeOf(w) + 0.5;

  let best = { places: new Map(places), crossings: countCrossings(layers, graph, start, end) };
  for (let round = 0, idle = 0; idle < patience && best.crossings > 0; round += 1, idle += 1) {
    const down = round % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      arrange(layer, (name) => mean(down ? graph.inEdges(name).map(start) : graph.outEdges(name).map(end)));
      layer.forEach((name, place) => {
        places.set(name, place);
      });
    }
    const crossings = countCrossings(layers, graph, start, end);
    if (crossings < best.crossings) {
      best = { places: new Map(places), crossings };
      idle = -1;
    }
  }
  for (const [name, place] of best.places) graph.node(name).order = place;
}

function layersOf(graph: LayeredGraph, places: ReadonlyMap<string, number>): string[][] {
  const layers: string[][] = [];
  for (const [name] of [...places].toSorted(([, a], [, b]) => a - b)) {
    const { rank } = graph.node(name);
    layers[rank] = [...(layers[rank] ?? []), name];
  }
  return Array.from(layers, (layer) => layer ?? []);
}

/** Sorts a layer; nodes without a preferred position stay where they are. */
function arrange(layer: string[], wishOf: (name: string) => number | undefined): void {
  const wishes = layer.map((name, place) => ({ name, place, wish: wishOf(name) }));
  const moving = wishes.flatMap(({ name, wish }) => (wish === undefined ? [] : [{ name, wish }]));
  const sorted = moving.toSorted((a, b) => a.wish - b.wish).values();
  for (const { place, wish } of wishes)
    if (wish !== undefined) layer[place] = sorted.next().value?.name ?? "";
}

function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;
}

type Edge = { v: string; w: string };

function countCrossings(
  layers: readonly (readonly string[])[],
  graph: LayeredGraph,
  start: (edge: Edge) => number,
  end: (edge: Edge) => number,
): number {
  return layers.reduce((sum, layer) => {
    const edges = layer
      .flatMap((name) => graph.outEdges(name))
      .map((edge) => [start(edge), end(edge)] as const);
    const ends = edges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, to]) => to);
    return sum + countInversions(ends);
  }, 0);
}

/** Counts pairs in the wrong order, while merging. */
function countInversions(values: readonly number[]): number {
  const sorted: number[] = [];
  let count = 0;
  for (const value of values) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    count += sorted.length - low;
    sorted.splice(low, 0, value);
  }
  return count;
}
