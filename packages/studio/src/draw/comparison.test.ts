import fc from "fast-check";
import { expect, test } from "vitest";
import { toCanonical } from "../canonical.ts";
import { compareFlows } from "./comparison.ts";
import { largeFlow } from "./largeFlow.ts";
import { anyFlow, flowOf, match, menu, tangled, widget } from "./testFlows.ts";

const nothing = { added: [], changed: [], removed: [], renamed: {} };

test("a flow is the same as itself, in either form, with its keys and widgets in any order and moved about", () => {
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

test("widgets are told apart by name: added, removed, or changed in type, properties or conditions", () => {
  const before = flowOf(
    widget("a", "say-play", { audioComplete: "b" }, { say: "a" }),
    widget("b", "say-play", {}, { say: "b" }),
    {
      name: "c",
      type: "split-based-on",
      transitions: [match("contains", "1", "a")],
      properties: { input: "x" },
    },
    widget("d", "say-play"),
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

test("a renamed widget is the same, and so is the Liquid that follows its name", () => {
  const before = flowOf(
    widget("ask", "gather-input-on-call", { keypress: "say" }, { say: "?" }),
    widget("say", "say-play", {}, { say: "{{ widgets.ask.Digits }} {{widgets.asks.Digits}}" }),
  );
  const after = flowOf(
    widget("menu", "gather-input-on-call", { keypress: "say" }, { say: "?" }),
    widget("say", "say-play", {}, { say: "{{ widgets.menu.Digits }} {{widgets.asks.Digits}}" }),
  );

  expect(compareFlows(before, after, { menu: "ask", nobody: "ask", say: "say" })).toEqual({
    ...nothing,
    renamed: { menu: "ask" },
  });
  expect(compareFlows(before, after)).toEqual({
    ...nothing,
    added: ["menu"],
    changed: ["say"],
    removed: ["ask"],
  });
});

test("two widgets may swap their names, and a new one may take the name of a renamed one", () => {
  const [one, two] = [widget("a", "say-play", {}, { say: "1" }), widget("b", "say-play", {}, { say: "2" })];

  expect(
    compareFlows(flowOf(one, two), flowOf({ ...one, name: "b" }, { ...two, name: "a" }), { a: "b", b: "a" }),
  ).toEqual({ ...nothing, renamed: { a: "b", b: "a" } });
  expect(compareFlows(flowOf(one), flowOf({ ...one, name: "b" }, { ...two, name: "a" }), { b: "a" })).toEqual(
    {
      ...nothing,
      added: ["a"],
      renamed: { b: "a" },
    },
  );
  expect(compareFlows(flowOf(one, two), flowOf({ ...one, name: "b" }), { b: "a" })).toEqual({
    ...nothing,
    removed: ["b"],
    renamed: { b: "a" },
  });
});

test("every widget of one flow but not the other is accounted for", () => {
  fc.assert(
    fc.property(tangled, tangled, (before, after) => {
      const { added, changed, removed } = compareFlows(before, after);
      const olds = before.states.map(({ name }) => name);
      const news = after.states.map(({ name }) => name);

      expect(added).toEqual(news.filter((name) => !olds.includes(name)));
      expect(removed).toEqual(olds.filter((name) => !news.includes(name)));
      expect(changed.every((name) => olds.includes(name) && news.includes(name))).toBe(true);
    }),
  );
});

test("a large flow differs from one of another size by the widgets that are more", () => {
  const { added, removed } = compareFlows(largeFlow(50), largeFlow(60));

  expect([added.length, removed]).toEqual([10, []]);
});
