import fc from "fast-check";
import { expect, test } from "vitest";
import { findArrivals, findLoops, measureDepths, predecessors } from "./graph.ts";
import type { Node } from "./node.ts";

const node = (name: string, type: string, on: Record<string, string>): Node => ({
  name,
  type,
  transitions: Object.entries(on).map(([event, next]) => ({ event, next })),
});

test("an execution keeps its trigger in addition to what it has acquired", () => {
  const nodes = [
    node("Trigger", "trigger", { incomingRequest: "dial", incomingMessage: "tell" }),
    node("dial", "make-outgoing-call-v2", { answered: "say", busy: "tell" }),
    node("say", "say-play", { audioComplete: "sub" }),
    node("sub", "run-subflow", { completed: "tell" }),
    node("tell", "send-message", {}),
  ];
  const rest = { start: "incomingRequest", gained: [], anything: false };
  const called = { ...rest, gained: ["incomingCall"] };

  expect(Object.fromEntries(findArrivals(nodes))).toEqual({
    dial: [rest],
    say: [called],
    sub: [called],
    tell: expect.arrayContaining([
      { ...rest, start: "incomingMessage" },
      rest,
      { ...called, anything: true },
    ]),
  });
});

test("the events that lead from one widget to another are listed", () => {
  const before = predecessors([
    node("menu", "gather-input-on-call", { keypress: "say", speech: "other", timeout: "menu" }),
    node("say", "say-play", { audioComplete: "last" }),
    node("other", "say-play", {}),
    node("last", "say-play", {}),
  ]);

  expect(before("menu", "last")).toEqual(["keypress", "timeout"]);
  expect(before("menu", "menu")).toEqual(["timeout"]);
  expect(before("last", "menu")).toEqual([]);
  expect(before("nobody", "menu")).toEqual([]);
});

const graph = fc
  .integer({ min: 1, max: 12 })
  .chain((size) => {
    const name = fc.integer({ min: 0, max: size }).map(String);
    const targets = fc.array(name, { maxLength: 3 });
    return fc.array(targets, { minLength: size, maxLength: size });
  })
  .map((targets) =>
    targets.map((nexts, index) => ({
      name: String(index),
      type: "say-play",
      transitions: nexts.map((next, at) => ({ event: `e${at}`, next })),
    })),
  );

test("a loop consists of nodes that can reach themselves and each other", () => {
  fc.assert(
    fc.property(graph, (nodes) => {
      const before = predecessors(nodes);
      const leads = (from: string, to: string) => before(from, to).length > 0;
      const inLoops = nodes.filter(({ name }) => leads(name, name)).map(({ name }) => name);
      const groups = findLoops(nodes).map((group) => group.map(({ name }) => name));

      expect(groups.flat().toSorted()).toEqual(inLoops.toSorted());
      for (const group of groups)
        for (const name of inLoops)
          expect(group.includes(name)).toBe(
            group.every((other) => (leads(other, name) && leads(name, other)) || other === name),
          );
    }),
  );
});

test("every widget is one step away from a widget that is nearer to the first", () => {
  fc.assert(
    fc.property(graph, (nodes) => {
      const depth = measureDepths(nodes, "0");
      for (const [name, steps] of depth)
        if (steps > 0)
          expect(
            nodes.some(
              (each) =>
                depth.get(each.name) === steps - 1 && each.transitions.some(({ next }) => next === name),
            ),
          ).toBe(true);
    }),
  );
});
