import fc from "fast-check";
import { expect, test } from "vitest";
import { diffFlows } from "./diffFlows.ts";
import { callFlow, changed, condition } from "./testing/testFlow.ts";

type Given = ReturnType<typeof condition>;

/** Summarizes the changes if the menu has these conditions. */
function afterGiving(...conditions: Given[]): string[] {
  const flow = changed("menu", (widget) => {
    widget.transitions = [{ event: "noMatch", next: "sorry" }, ...conditions];
  });
  return diffFlows(callFlow(), flow).map((change) => {
    const { kind, condition: words, path, place, before, after } = change;
    const field = path.slice(`states["menu"].match[${JSON.stringify(words)}]`.length);
    const values = place === undefined ? ` from ${before} to ${after}` : ` at ${place}`;
    return `${kind} ${words}${field}${values}`;
  });
}

const [one, two, three] = [
  condition("equal_to", "1", "note"),
  condition("equal_to", "2", "to_flex"),
  condition("contains", "3", "sorry"),
];

test("a condition inserted at the front is one addition, with its position", () => {
  expect(afterGiving(condition("regex", "0", "sorry"), one, two, three)).toEqual(["added regex 0 at 1"]);
});

test("a removed condition is one removal, and the others have not moved", () => {
  expect(afterGiving(two, three)).toEqual(["removed equal_to 1 at 1"]);
});

test("a moved condition is reported with its positions", () => {
  expect(afterGiving(two, three, one)).toEqual(["moved equal_to 1 from 1 to 3"]);
  expect(afterGiving(three, two, one)).toEqual([
    "moved contains 3 from 3 to 1",
    "moved equal_to 1 from 1 to 3",
  ]);
});

test("a condition that leads elsewhere, or nowhere, is reported as such", () => {
  expect(afterGiving(condition("equal_to", "1", "sorry"), condition("equal_to", "2"), three)).toEqual([
    "changed equal_to 1.next from note to sorry",
    "removed equal_to 2.next from to_flex to undefined",
  ]);
});

test("a condition with another value or type that still leads to the same widget has changed", () => {
  expect(afterGiving(condition("equal_to", "9", "note"), two, three)).toEqual([
    "changed equal_to 9 from equal_to 1 to equal_to 9",
  ]);
  expect(afterGiving(one, two, condition("starts_with", "3", "sorry"))).toEqual([
    "changed starts_with 3 from contains 3 to starts_with 3",
  ]);
});

test("a condition with another test and another target is two changes, one with only another name is one", () => {
  const other = { ...condition("equal_to", "9", "sorry") };
  other.conditions[0] = { ...condition("equal_to", "9").conditions[0], friendly_name: "1" } as never;
  const named = { ...one, conditions: one.conditions.map((each) => ({ ...each, friendly_name: "sales" })) };

  expect(afterGiving(other, two, three)).toEqual([
    "changed equal_to 9 from equal_to 1 to equal_to 9",
    "changed equal_to 9.next from note to sorry",
  ]);
  expect(afterGiving(named, two, three)).toEqual(["changed equal_to 1.friendly_name from 1 to sales"]);
});

test("another input of a split is one change, since the conditions' arguments repeat it", () => {
  const flow = changed("menu", (widget) => {
    widget.properties.input = "{{widgets.ask.SpeechResult}}";
    for (const { conditions = [] } of widget.transitions)
      for (const each of conditions) each.arguments = ["{{widgets.ask.SpeechResult}}"];
  });

  expect(diffFlows(callFlow(), flow).map(({ path }) => path)).toEqual(['states["menu"].properties.input']);
});

test("a blank test is described without a value, and a repeated one is numbered", () => {
  const blank = condition("is_blank", "Is Blank", "sorry");
  expect(afterGiving(one, two, three, blank, blank)).toEqual([
    "added is_blank at 4",
    "added is_blank (2) at 5",
  ]);
});

test("the conditions of a split that had none, or has none left, are added or removed", () => {
  expect(afterGiving()).toEqual([
    "removed equal_to 1 at 1",
    "removed equal_to 2 at 2",
    "removed contains 3 at 3",
  ]);
});

test("any two orders of conditions differ only by moves, of which there are fewer than conditions", () => {
  const values = ["1", "2", "3", "4", "5", "6"];
  const split = (order: readonly string[]) =>
    changed("menu", (widget) => {
      widget.transitions = order.map((value) => condition("equal_to", value, "sorry"));
    });
  fc.assert(
    fc.property(fc.shuffledSubarray(values, { minLength: 6 }), (order) => {
      const changes = diffFlows(split(values), split(order));

      expect(changes.every(({ kind }) => kind === "moved")).toBe(true);
      expect(changes.length).toBeLessThan(values.length);
      expect(changes.length === 0).toBe(order.join() === values.join());
    }),
  );
});
