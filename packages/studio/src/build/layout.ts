// Positions of widgets on the canvas of Twilio's editor.

import { measureDepths } from "../graph/graph.ts";
import { type Line, type Point, placeInLayers } from "../graph/layered.ts";
import type { Node } from "../graph/node.ts";

/** Size of a widget in pixels. In exported flows neighbours are at least 320 apart, and mostly 200 or more below. */
const card = { width: 310, height: 200 };
/** Events are side by side at the bottom of a widget. The width for many events is a safe guess. */
const usualEvents = 5;
const eventWidth = 80;

const spacing = { direction: "down", betweenLayers: 60, betweenBoxes: 50, betweenLines: 20 } as const;
/** Between reachable and unreachable widgets. */
const asideGap = 200;
/** If more lines lead to one widget, such as an apology after every failure, only the first counts for the layout. */
const maxLines = 6;

/**
 * Lays a flow out from top to bottom, starting at its first widget at `{ x: 0, y: 0 }`. Unreachable widgets are placed at
 * the right. No two widgets overlap, and the same flow always gets the same positions.
 *
 * @param first name of the first widget, as in `initial_state`
 * @returns upper left corners as whole numbers of pixels, in the order of the widgets: `properties.offset` of each
 */
export function layOut(widgets: readonly Node[], first: string): Point[] {
  const reached = measureDepths(widgets, first);
  const isReached = widgets.map(({ name }) => reached.has(name));
  const main = layOutGroup(widgets, (place) => isReached[place] === true);
  const aside = layOutGroup(widgets, (place) => isReached[place] === false);

  const origin = main.get(widgets.findIndex(({ name }) => name === first)) ?? { x: 0, y: 0 };
  const rightmost = Math.max(
    ...[...main].map(([place, { x }]) => x + widthOf(widgets[place])),
    Number.NEGATIVE_INFINITY,
  );
  const leftmost = Math.min(...[...aside.values()].map(({ x }) => x));
  return widgets.map((_, place) => {
    const corner = main.get(place);
    if (corner) return roundPoint(corner.x - origin.x, corner.y - origin.y);
    const { x, y } = aside.get(place) ?? { x: 0, y: 0 };
    return roundPoint(main.size === 0 ? x : rightmost + asideGap + x - leftmost - origin.x, y);
  });
}

/** Upper left corners of some of the widgets, by index. */
function layOutGroup(widgets: readonly Node[], belongs: (place: number) => boolean): Map<number, Point> {
  const members = widgets.flatMap((_, place) => (belongs(place) ? [place] : []));
  const index = new Map(members.map((place, position) => [place, position]));
  // Of two widgets with the same name the first counts, as at run time.
  const byName = new Map(members.map((place) => [widgets[place]?.name, place] as const).toReversed());
  const lines = members.flatMap((place, from) =>
    (widgets[place]?.transitions ?? []).flatMap(({ next }): Line[] => {
      const to = next ? index.get(byName.get(next) ?? -1) : undefined;
      return to === undefined ? [] : [{ from, to }];
    }),
  );
  const sizes = members.map((place) => ({ ...card, width: widthOf(widgets[place]) }));
  const { boxes } = placeInLayers(sizes, withoutCrowds(lines), spacing);
  return new Map(
    members.map((place, position) => {
      const { x, y } = boxes[position] ?? { x: 0, y: 0 };
      return [place, { x: x - widthOf(widgets[place]) / 2, y: y - card.height / 2 }];
    }),
  );
}

function withoutCrowds(lines: readonly Line[]): Line[] {
  const incoming = new Map<number, Line[]>();
  for (const line of lines) incoming.set(line.to, [...(incoming.get(line.to) ?? []), line]);
  return lines.filter((line) => {
    const others = incoming.get(line.to) ?? [];
    return others.length <= maxLines || others[0] === line;
  });
}

function widthOf(widget: Node | undefined): number {
  return card.width + Math.max(0, (widget?.transitions.length ?? 0) - usualEvents) * eventWidth;
}

function roundPoint(x: number, y: number): Point {
  // Never -0, which would not compare equal to 0 in tests.
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
}
