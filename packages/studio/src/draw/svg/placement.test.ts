import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowDefinition } from "../../definition/definition.ts";
import type { Direction, DrawOptions } from "../picture/options.ts";
import { pictureOf } from "../picture/picture.ts";
import { largeFlow } from "../testing/largeFlow.ts";
import { flowOf, menu, tangled, widget } from "../testing/testFlows.ts";
import { cardWidth, type PlacedCard } from "./cardLayout.ts";
import { type PlacedLine, type Placement, placeCards } from "./placement.ts";

const directions = ["right", "down"] as const;

test.each(directions)(
  "cards do not overlap and lines do not cross cards, however they are connected (%s)",
  (direction) => {
    fc.assert(
      fc.property(tangled, fc.constantFrom(0, 1, 6), (flow, maxLines) => {
        expect(faultsOf(placedFlow(flow, direction, { maxLines }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  },
);

test.each(directions)("in a menu of 130 widgets no card or line is hidden under a card (%s)", (direction) => {
  expect(faultsOf(placedFlow(largeFlow(130), direction))).toEqual([]);
});

const deployed = new URL("../../../../../../shared/flows/", import.meta.url);
const samples = existsSync(deployed)
  ? readdirSync(deployed).filter((file) => file.endsWith(".json") && file !== "MANIFEST.json")
  : [];

test.skipIf(samples.length === 0)(
  "the same is true of deployed flows (skipped if the folder of samples is not next to the project)",
  () => {
    for (const file of samples) {
      const flow: FlowDefinition = JSON.parse(readFileSync(new URL(file, deployed), "utf8"));
      for (const direction of directions)
        expect([file, faultsOf(placedFlow(flow, direction))]).toEqual([file, []]);
    }
  },
);

test("the same flow is always placed in the same way", () => {
  expect(placedFlow(menu, "right")).toEqual(placedFlow(structuredClone(menu), "right"));
});

test("forward events leave on one side, events that lead back on the other, each in its own row", () => {
  const { cards, lines } = placedFlow(menu, "right");

  expect(
    cards.map(({ card, rows }) => [card.name, rows.map(({ kind, exits }) => [kind, exits.length])]),
  ).toEqual([
    ["Trigger", [["line", 1]]],
    [
      "ask",
      [
        ["line", 1],
        ["again", 1],
        ["end", 1],
      ],
    ],
    [
      "choice",
      [
        ["back", 1],
        ["line", 1],
      ],
    ],
    [
      "person",
      [
        ["line", 1],
        ["line", 1],
        ["end", 1],
      ],
    ],
    ["sorry", [["end", 1]]],
  ]);
  const ends = lines.map(({ from, to, kind, path }) => {
    const points = pointsOf(path);
    const [start, end] = [points[0], points.at(-1)];
    return [from.card.name, kind, start && start.x - from.x, end && end.x - to.x];
  });
  expect(ends).toEqual([
    ["Trigger", "line", cardWidth, 0],
    ["ask", "line", cardWidth, 0],
    ["ask", "again", 0, 0],
    ["choice", "back", 0, cardWidth],
    ["choice", "line", cardWidth, 0],
    ["person", "line", cardWidth, 0],
    ["person", "line", cardWidth, 0],
  ]);
});

test("the targets of a split are in the order of its conditions, whatever the order of the widgets", () => {
  const targets = ["a", "b", "c", "d", "e"];
  const split = widget(
    "Trigger",
    "trigger",
    Object.fromEntries(targets.map((name) => [`event_${name}`, name])),
  );
  const flow = flowOf(...targets.toReversed().map((name) => widget(name, "say-play")), split);

  for (const [direction, axis] of [
    ["right", "y"],
    ["down", "x"],
  ] as const) {
    const { cards } = placedFlow(flow, direction);
    const order = cards.filter(({ card }) => card.name !== "Trigger").toSorted((a, b) => a[axis] - b[axis]);
    expect(order.map(({ card }) => card.name)).toEqual(targets);
  }
});

test("the direction is to the right, unless that results in a strip too long for a page", () => {
  const steps = Array.from({ length: 12 }, (_, index) =>
    widget(`w${index}`, "say-play", { audioComplete: `w${index + 1}` }),
  );

  expect(placeCards(pictureOf(menu, {}).cards).direction).toBe("down");
  expect(placeCards(pictureOf(flowOf(...steps), {}).cards).direction).toBe("down");
  expect(placeCards(pictureOf(flowOf(...steps.slice(0, 3)), {}).cards).direction).toBe("right");
  expect(placeCards(pictureOf(largeFlow(130), {}).cards).direction).toBe("right");
});

test("a flow of 1,000 widgets, Studio's maximum, is laid out without overlaps", () => {
  const placement = placedFlow(largeFlow(1_000), "right");

  expect(placement.cards).toHaveLength(1_000);
  expect(overlaps(placement.cards)).toEqual([]);
});

function placedFlow(flow: FlowDefinition, direction: Direction, options: DrawOptions = {}): Placement {
  return placeCards(pictureOf(flow, options).cards, direction);
}

function faultsOf({ cards, lines }: Placement): string[] {
  return [...overlaps(cards), ...lines.flatMap((line) => crossedCards(line, cards))];
}

function overlaps(cards: readonly PlacedCard[]): string[] {
  return cards.flatMap((one, place) =>
    cards
      .slice(place + 1)
      .filter(
        (other) =>
          Math.abs(one.x - other.x) < cardWidth &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => `${one.card.name} overlaps ${other.card.name}`),
  );
}

function crossedCards({ from, to, exit, path }: PlacedLine, cards: readonly PlacedCard[]): string[] {
  const points = pointsOf(path);
  return cards
    .filter(({ x, y, height }) =>
      points.some(
        (point) =>
          point.x > x + 1 && point.x < x + cardWidth - 1 && point.y > y + 1 && point.y < y + height - 1,
      ),
    )
    .map(({ card }) => `${from.card.name} → ${to.card.name} (${exit.label}) passes ${card.name}`);
}

/** Points along a path of the commands M, H, V, C, c and Q, close enough to each other. */
function pointsOf(path: string): { x: number; y: number }[] {
  let here = { x: 0, y: 0 };
  return [...path.matchAll(/([MHVCcQ])([^MHVCcQ]+)/g)].flatMap(([, command = "", given = ""]) => {
    const numbers = given.trim().split(/[ ,]+/).map(Number);
    expect(numbers.every(Number.isFinite)).toBe(true);
    const corners =
      command === "H"
        ? [{ x: numbers[0] ?? 0, y: here.y }]
        : command === "V"
          ? [{ x: here.x, y: numbers[0] ?? 0 }]
          : numbers.flatMap((x, index) => {
              const y = numbers[index + 1] ?? 0;
              if (index % 2 === 1) return [];
              return [command === "c" ? { x: here.x + x, y: here.y + y } : { x, y }];
            });
    const start = command === "M" ? (corners[0] ?? here) : here;
    const points = Array.from({ length: 33 }, (_, step) => along([start, ...corners], step / 32));
    here = corners.at(-1) ?? here;
    return command === "M" ? corners : points;
  });
}

/** De Casteljau's construction of a point on a curve. */
function along(corners: readonly { x: number; y: number }[], part: number): { x: number; y: number } {
  const [first] = corners;
  if (!first || corners.length === 1) return first ?? { x: 0, y: 0 };
  return along(
    corners.slice(1).map(({ x, y }, index) => {
      const before = corners[index] ?? first;
      return { x: before.x + (x - before.x) * part, y: before.y + (y - before.y) * part };
    }),
    part,
  );
}
