import fc from "fast-check";
import { expect, test } from "vitest";
import { toCanonical } from "../../canonical/canonical.ts";
import { largeFlow } from "../testing/largeFlow.ts";
import { anyFlow, flowOf, match, menu, tangled, widget } from "../testing/testFlows.ts";
import { compareFlows } from "./comparison.ts";

const nothing = { added: [], changed: [], removed: [], renamed: {} };

test("a flow equals itself in either form, with its keys and widgets in any order and position", () => {
  const moved = structuredClone(menu);
  for (const [place, { properties }] of moved.states.entries()) properties.offset = { x: place, y: 0 };
  moved.states.reverse();

  expect(compareFlows(menu, moved)).toEqual(nothing);
  expect(compareFlows(toCanonical(menu), menu)).toEqual(nothing);
  fc.assert(
    fc.property(anyFlow, (flow) => {
      expect(compareFlows(flow, structuredClone(flow))).toEqual(nothing);
    }),
  );
});

test("widgets are distinguished by name: added, removed, or changed in type, properties or conditions", () => {
  const before = flowOf(
    widget("a", "say-play", { audioComplete: "b" }, { say: "a" }),
    widget("b", "say-play", {}, { say: "b" }),
    {
      name: "c",
      type: "split-based-on",
      transitions: [match("contains", "1", "a")],
      properties: { input: "x" },
    },
    widget("d", "record-call"),
    widget("e", "say-play", { audioComplete: "a" }),
  );
  const after = flowOf(
    widget("a", "say-play", { audioComplete: "b" }, { say: "other" }),
    widget("b", "send-message", {}, { say: "b" }),
    {
      name: "c",
      type: "split-based-on",
      transitions: [match("contains", "2", "a")],
      properties: { input: "x" },
    },
    widget("e", "say-play", { audioComplete: "b" }),
    widget("f", "say-play"),
  );

  expect(compareFlows(before, after)).toEqual({
    ...nothing,
    added: ["f"],
    changed: ["a", "b", "c"],
    removed: ["d"],
  });
});

test("a renamed widget is unchanged, and so is the Liquid that follows its name", () => {
  const say = "For sales press 1, for support press 2";
  const before = flowOf(
    widget("ask", "gather-input-on-call", { keypress: "say" }, { say }),
    widget("say", "say-play", {}, { say: "{{ widgets.ask.Digits }} {{widgets.asks.Digits}}" }),
  );
  const after = flowOf(
    widget("menu", "gather-input-on-call", { keypress: "say" }, { say }),
    widget("say", "say-play", {}, { say: "{{ widgets.menu.Digits }} {{widgets.asks.Digits}}" }),
  );

  expect(compareFlows(before, after)).toEqual({ ...nothing, renamed: { menu: "ask" } });
});

test("a different target of an event or condition is not a change to the widget", () => {
  const split = (next: string) => ({
    name: "c",
    type: "split-based-on",
    transitions: [{ event: "noMatch", next }, match("contains", "1", next)],
    properties: { input: "x" },
  });
  const [a, b] = [widget("a", "say-play", {}, { say: "1" }), widget("b", "say-play", {}, { say: "2" })];

  expect(compareFlows(flowOf(split("a"), a, b), flowOf(split("b"), a, b))).toEqual(nothing);
});

test("the first of two widgets with the same name counts", () => {
  const [first, second] = [
    widget("a", "say-play", {}, { say: "1" }),
    widget("a", "say-play", {}, { say: "2" }),
  ];

  expect(compareFlows(flowOf(first, second), flowOf(first))).toEqual(nothing);
  expect(compareFlows(flowOf(first, second), flowOf(second))).toEqual({ ...nothing, changed: ["a"] });
});

test("every widget that only one of the flows has is accounted for", () => {
  fc.assert(
    fc.property(tangled, tangled, (before, after) => {
      const { added, changed, removed, renamed } = compareFlows(before, after);
      const [olds, news] = [before, after].map(({ states }) => states.map(({ name }) => name));

      const kept = news?.filter((name) => !added.includes(name)) ?? [];
      const former = kept.map((name) => renamed[name] ?? name);
      expect([...former, ...removed].toSorted()).toEqual(olds?.toSorted());
      expect(changed.every((name) => kept.includes(name))).toBe(true);
    }),
  );
});

test("two large flows of different sizes differ in the additional widgets", () => {
  const { added, removed } = compareFlows(largeFlow(50), largeFlow(60));

  expect([added.length, removed]).toEqual([10, []]);
});
