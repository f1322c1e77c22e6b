import fc from "fast-check";
import { expect, test } from "vitest";
import type { FlowDefinition } from "../definition/definition.ts";
import { widgetTypes } from "../widgets/table.ts";
import { fromCanonical, isCanonical, toCanonical } from "./canonical.ts";

// Generated flows have the form of Studio's exports, with any types, transitions and properties, not all of them
// sensible.
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,6}$/);
const events: Record<string, readonly string[]> = {
  ...Object.fromEntries(Object.entries(widgetTypes).map(([type, row]) => [type, row.events])),
  "brand-new-widget": [],
};
const widget = (widgetName: string, names: string[]) =>
  fc.constantFrom(...Object.keys(events)).chain((type) => {
    const next = fc.record({ next: fc.constantFrom("", ...names) }, { requiredKeys: [] });
    const wires = (events[type] ?? [])
      .filter((event) => event !== "match")
      .map((event) => next.map((wire) => ({ event, ...wire })));
    const conditions = fc.record({
      friendly_name: fc.string(),
      arguments: fc.constantFrom(["{{x}}"], ["{{y}}"]),
      type: fc.constantFrom("contains", "is_blank"),
      value: fc.string(),
    });
    const match = fc
      .tuple(next, conditions)
      .map(([wire, only]) => ({ event: "match", ...wire, conditions: [only] }));
    const variables = fc.array(
      fc.record(
        {
          key: fc.string(),
          value: fc.string(),
          type: fc.constantFrom("string", "json_object"),
          index: fc.string(),
        },
        { requiredKeys: ["key", "value"] },
      ),
    );
    return fc.record({
      name: fc.constant(widgetName),
      type: fc.constant(type),
      transitions: fc
        .tuple(fc.tuple(...wires), fc.array(match, { maxLength: type === "split-based-on" ? 3 : 0 }))
        .map(([plain, matches]) => [...plain, ...matches]),
      properties: fc.record(
        {
          offset: fc.record({ x: fc.integer(), y: fc.integer() }),
          ...(type === "set-variables" ? { variables } : {}),
          ...(type === "split-based-on" ? { input: fc.constantFrom("{{x}}", "{{y}}") } : {}),
          extra: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    });
  });
const flows = fc.uniqueArray(name, { minLength: 1, maxLength: 6 }).chain((names) =>
  fc.record({
    description: fc.string(),
    states: fc.tuple(...names.map((each) => widget(each, names))),
    initial_state: fc.constantFrom(...names),
  }),
);

/** Objects read back from JSON have the usual prototype; fast-check's may have none. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

test("any flow runs the same way after a round trip through canonical form, positions included", () => {
  fc.assert(
    fc.property(flows, (generated) => {
      const flow = plain(generated);
      const form = toCanonical(flow as unknown);

      const back = fromCanonical(form) as FlowDefinition;

      expect(toCanonical(back)).toEqual(form);
      expect(toCanonical(form)).toEqual(form);
      expect(isCanonical(form)).toBe(true);
      const offsetOf = (states: readonly { name: string; properties: object }[]) =>
        Object.fromEntries(
          states.map((state) => [
            state.name,
            "offset" in state.properties ? state.properties.offset : undefined,
          ]),
        );
      expect(offsetOf(back.states)).toEqual(offsetOf(flow.states));
    }),
  );
});

test("the order of states and keys makes no difference", () => {
  fc.assert(
    fc.property(flows, (generated) => {
      const flow = plain(generated);
      const reversed = { ...flow, states: flow.states.toReversed().map((state) => reverseKeys(state)) };

      expect(JSON.stringify(toCanonical(reversed as unknown))).toBe(
        JSON.stringify(toCanonical(flow as unknown)),
      );
    }),
  );
});

function reverseKeys(object: object): object {
  return Object.fromEntries(Object.entries(object).toReversed());
}

test("neither direction throws, whatever the JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (states, offsets, transitions) => {
      const state = { name: "a", type: "split-based-on", properties: offsets, transitions };
      for (const flow of [
        states,
        { states },
        { states, offsets },
        { states: [state] },
        { states: { a: { ...state, match: states } } },
      ])
        expect(() => fromCanonical(toCanonical(flow as unknown))).not.toThrow();
    }),
  );
});
