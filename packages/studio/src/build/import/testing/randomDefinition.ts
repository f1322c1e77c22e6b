// For property tests: random definitions, valid and malformed.

import fc from "fast-check";
import * as z from "zod";
import { conditionTypes } from "../../../widgets/condition.ts";
import { namesOnly, widgetTypes } from "../../../widgets/table.ts";

const hostile = [
  `\`$${"{process.exit(1)}"}\``,
  "*/ // <!--",
  "'single' and \"double\" \\ \\u0041 \\",
  "line one\nline two \r\nline three\ttabbed\u2028\u2029\u202e\ufeff",
  '{{ a | default: "b" }}{% if x %}\'{% endif %}',
  "🙂 é \ud800 \u0000 \u001b[31m",
  `${"long words and {{widgets.liquid.in.between}} ".repeat(12)}\nand a second line`,
  "x".repeat(150),
  '{"type": "inbound", "name": "{{trigger.call.From}}", "reason": {{x | to_json}}}',
  '{"type":"inbound","name":"{{trigger.call.From}}","reason":{{x | to_json}}}',
];

const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostile), fc.string());
const hostileNames = ["a b", "1", "2", "__proto__", "constructor", "toString", "Trigger", "", "default", "é"];
const name = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/) },
  { weight: 1, arbitrary: fc.oneof(fc.constantFrom(...hostileNames), text) },
);

/** A value that the schema accepts in most cases. */
function valueFor(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return valueFor(schema.unwrap());
  if (schema instanceof z.ZodArray) return fc.array(valueFor(schema.element), { maxLength: 3 });
  if (schema instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(Object.entries(schema.shape).map(([key, inner]) => [key, valueFor(inner)])),
      {
        requiredKeys: Object.keys(schema.shape).filter(
          (key) => !(schema.shape[key] instanceof z.ZodOptional),
        ),
      },
    );
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(valueFor), fc.constant("{{x}}"));
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.integer();
  if (schema instanceof z.ZodUnknown) return fc.jsonValue();
  return text;
}

function rarely<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 30, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

const condition = fc.record({
  friendly_name: text,
  arguments: fc.constantFrom(["{{x}}"], ["{{stale}}"], []),
  type: fc.oneof(fc.constantFrom(...conditionTypes), fc.constant("sounds_like")),
  value: text,
});
const blank = fc.constantFrom(
  { friendly_name: "If value is_blank", arguments: ["{{x}}"], type: "is_blank", value: "Is Blank" },
  { friendly_name: "none", arguments: ["{{x}}"], type: "is_not_blank", value: "Is Not Blank" },
  { friendly_name: "none", arguments: ["{{x}}"], type: "is_blank" },
);

function transitionsOf(events: readonly string[], names: readonly string[], isSplit: boolean) {
  const next = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...names) },
    { weight: 6, arbitrary: fc.constantFrom(undefined, undefined, null, "") },
    { weight: 1, arbitrary: fc.oneof(fc.constant("nobody"), text) },
  );
  const odd = fc.tuple(
    rarely(fc.dictionary(text, fc.jsonValue())),
    rarely(fc.array(condition, { maxLength: 2 })),
  );
  const one = (event: string) =>
    fc.tuple(next, odd).map(([to, [extra, conditions]]) => ({
      ...extra,
      event,
      ...(to === undefined ? {} : { next: to }),
      ...(conditions ? { conditions } : {}),
    }));
  const match = fc
    .tuple(
      next,
      fc.oneof(fc.array(fc.oneof(condition, blank), { minLength: 1, maxLength: 1 }), fc.constant(undefined)),
    )
    .map(([to, conditions]) => ({
      event: "match",
      ...(to === undefined ? {} : { next: to }),
      ...(conditions ? { conditions } : {}),
    }));
  return fc
    .tuple(
      fc
        .subarray([...events])
        .chain((chosen) => fc.tuple(...chosen.filter((event) => event !== "match").map(one))),
      rarely(fc.oneof(one("unheard_of"), one(events[0] ?? "x"))),
      isSplit ? fc.array(match, { maxLength: 3 }) : fc.constant([]),
    )
    .map(([known, extra, matches]) => [...known, ...(extra ? [extra] : []), ...matches]);
}

const types = [...Object.keys(widgetTypes), ...namesOnly, "state-machine"];

function widget(own: string, names: readonly string[]) {
  return fc.constantFrom(...types).chain((type) => {
    const row = widgetTypes[type as keyof typeof widgetTypes] as
      | (typeof widgetTypes)["send-message"]
      | undefined;
    const sound = row ? valueFor(row.properties) : fc.dictionary(text, fc.jsonValue());
    return fc
      .record({
        properties: sound,
        strange: rarely(
          fc.dictionary(fc.oneof(fc.constantFrom("body", "url", "input", "timeout"), text), fc.jsonValue()),
        ),
        transitions: transitionsOf(row?.events ?? ["done", "failed"], names, type === "split-based-on"),
        extra: rarely(fc.dictionary(text, fc.jsonValue())),
        input: fc.constantFrom(type === "split-based-on" ? { input: "{{x}}" } : {}),
      })
      .map(({ properties, strange, transitions, extra, input }) => ({
        ...extra,
        name: own,
        type,
        transitions,
        properties: { ...(properties as object), ...input, ...strange },
      }));
  });
}

function trigger(names: readonly string[]) {
  return transitionsOf(widgetTypes.trigger.events, names, false).map((transitions) => ({
    name: "Trigger",
    type: "trigger",
    transitions,
    properties: { offset: { x: 0, y: 0 } },
  }));
}

/** A definition that is JSON and has a list of states; most are valid, some are malformed in one or two places. */
export const randomDefinition: fc.Arbitrary<Record<string, unknown>> = fc
  .uniqueArray(
    name.filter((own) => own !== "Trigger"),
    { minLength: 1, maxLength: 6 },
  )
  .chain((names) =>
    fc.record({
      trigger: trigger(names),
      widgets: fc.tuple(...names.map((own) => widget(own, names))),
      twice: rarely(widget(names[0] ?? "a", names)),
      noTrigger: fc.integer({ min: 0, max: 15 }),
      initial: rarely(fc.constantFrom(names[0], "nobody", null, undefined)),
      envelope: fc.record(
        {
          description: fc.oneof(text, text, fc.constant(null)),
          flags: fc.oneof(fc.record({ allow_concurrent_calls: fc.boolean() }), fc.constant({})),
        },
        { requiredKeys: [] },
      ),
      extra: rarely(fc.dictionary(text, fc.jsonValue())),
      broken: rarely(fc.jsonValue()),
    }),
  )
  .map(({ trigger: start, widgets, twice, noTrigger, initial, envelope, extra, broken }) => ({
    ...extra,
    ...envelope,
    initial_state: initial ?? "Trigger",
    states: [
      ...(noTrigger === 0 ? [] : [start]),
      ...widgets,
      ...(twice ? [twice] : []),
      ...(broken === undefined ? [] : [broken]),
    ],
  }));
