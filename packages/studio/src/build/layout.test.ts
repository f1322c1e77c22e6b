import fc from "fast-check";
import { expect, test } from "vitest";
import { largeFlow } from "../draw/testing/largeFlow.ts";
import type { Node } from "../graph/node.ts";
import { layOut } from "./layout.ts";

/** Names that include members of JavaScript's objects, and numbers, which objects list first. */
const name = fc.constantFrom(
  "Trigger",
  "a",
  "b",
  "c",
  "d",
  "e",
  "1",
  "0",
  "__proto__",
  "constructor",
  "nowhere",
);

const graph: fc.Arbitrary<Node[]> = fc.uniqueArray(name, { minLength: 1, maxLength: 10 }).chain((names) =>
  fc.tuple(
    ...names.map((each) =>
      fc.record({
        name: fc.constant(each),
        type: fc.constant("split-based-on"),
        transitions: fc.array(
          fc.record({ event: fc.constant("match"), next: fc.option(name, { nil: undefined }) }),
          { maxLength: 12 },
        ),
      }),
    ),
  ),
);

test("no two widgets overlap, however they are connected", () => {
  fc.assert(
    fc.property(graph, (widgets) => {
      const corners = layOut(widgets, "Trigger");

      expect(corners).toHaveLength(widgets.length);
      for (const [place, one] of corners.entries()) {
        expect([one.x, one.y].every(Number.isInteger)).toBe(true);
        for (const other of corners.slice(place + 1))
          expect(Math.abs(one.x - other.x) >= 310 || Math.abs(one.y - other.y) >= 200).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test("the same flow always gets the same positions, and the first widget is at the origin", () => {
  fc.assert(
    fc.property(graph, (widgets) => {
      const corners = layOut(widgets, "Trigger");

      expect(layOut(structuredClone(widgets), "Trigger")).toEqual(corners);
      const first = widgets.findIndex((widget) => widget.name === "Trigger");
      if (first >= 0) expect(corners[first]).toEqual({ x: 0, y: 0 });
    }),
    { numRuns: 30 },
  );
});

test("positions are in the order of the widgets, and the widgets are unchanged", () => {
  const widgets = [leads("b"), leads("Trigger", "a"), leads("a", "b")];
  const before = structuredClone(widgets);

  expect(layOut(widgets, "Trigger")).toEqual([
    { x: 0, y: 520 },
    { x: 0, y: 0 },
    { x: 0, y: 260 },
  ]);
  expect(widgets).toEqual(before);
});

test("a widget that repeats its question is still above the widgets it leads to", () => {
  const widgets = [
    leads("Trigger", "menu"),
    leads("menu", "menu", "choice"),
    leads("choice", "menu", "sales"),
  ];

  expect(layOut([...widgets, leads("sales")], "Trigger").map(({ y }) => y)).toEqual([0, 260, 520, 780]);
});

test("unreachable widgets are to the right of everything else, in separate layers", () => {
  const widgets = [leads("lost", "left"), leads("left", "a"), leads("Trigger", "a"), leads("a")];

  const [lost, left, trigger, a] = layOut(widgets, "Trigger");

  expect([trigger, a]).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 260 },
  ]);
  expect([lost, left]).toEqual([
    { x: 510, y: 0 },
    { x: 510, y: 260 },
  ]);
});

test("an apology after every failure does not sink below everything", () => {
  const { states, initial_state } = largeFlow(130);

  const corners = layOut(states, initial_state);

  const heightOf = (widget: string) => corners[states.findIndex((state) => state.name === widget)]?.y ?? 0;
  expect(heightOf("apology")).toBeLessThan(heightOf("menu_1_1"));
});

test("a flow without its first widget, or without any widget, can be laid out", () => {
  expect(layOut([leads("a", "b"), leads("b")], "Trigger")).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 260 },
  ]);
  expect(layOut([], "Trigger")).toEqual([]);
});

function leads(from: string, ...to: string[]): Node {
  return { name: from, type: "split-based-on", transitions: to.map((next) => ({ event: "match", next })) };
}
