import fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, placeInLayers } from "./layered.ts";

const size = { width: 100, height: 40 };
const down = { direction: "down", betweenLayers: 30, betweenBoxes: 20, betweenLines: 10 } as const;

test("a line leads to a later layer, and the next line to an even later one", () => {
  const { boxes } = placeInLayers([size, size, size], [line(0, 1), line(1, 2), line(0, 2)], down);

  expect(boxes.map(({ y }) => y)).toEqual([20, 90, 160]);
});

test("a line that passes a layer has its own space beside the boxes, even if it leads back", () => {
  const { boxes, lines } = placeInLayers(
    [size, size, size],
    [line(0, 1), line(1, 2), line(0, 2), line(2, 0)],
    down,
  );

  for (const passing of [lines[2], lines[3]]) {
    const beside = passing?.find(({ y }) => y === boxes[1]?.y);
    expect(Math.abs((beside?.x ?? 0) - (boxes[1]?.x ?? 0))).toBeGreaterThan(size.width / 2);
  }
  expect(lines[2]?.map(({ y }) => y)).toEqual(lines[3]?.map(({ y }) => y).toReversed());
});

test("the targets of a box are in the order of its lines, not in the order of the list", () => {
  const boxes = Array.from({ length: 6 }, () => size);

  const placed = placeInLayers(boxes, [line(5, 3), line(5, 0), line(5, 4), line(5, 1)], down).boxes;

  expect([3, 0, 4, 1].map((place) => placed[place]?.x)).toEqual(
    [3, 0, 4, 1].map((place) => placed[place]?.x ?? 0).toSorted((a, b) => a - b),
  );
});

test("a line from a box to itself has no points, and an empty graph can be laid out", () => {
  expect(placeInLayers([size], [line(0, 0)], down)).toEqual({ boxes: [{ x: 50, y: 20 }], lines: [[]] });
  expect(placeInLayers([], [], down)).toEqual({ boxes: [], lines: [] });
});

test("the same input results in the same positions", () => {
  const place = fc.nat(7);
  fc.assert(
    fc.property(fc.array(fc.record({ from: place, to: place }), { maxLength: 16 }), (lines) => {
      const boxes = Array.from({ length: 8 }, () => size);

      expect(placeInLayers(boxes, lines, down)).toEqual(placeInLayers(boxes, structuredClone(lines), down));
    }),
    { numRuns: 40 },
  );
});

function line(from: number, to: number): Line {
  return { from, to };
}
