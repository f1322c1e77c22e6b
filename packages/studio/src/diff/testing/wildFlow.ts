// For tests: flows of any shape that Studio could export, and an independent way to rename a widget.

import fc from "fast-check";
import type { Condition, FlowDefinition, Transition, Widget } from "../../definition/definition.ts";

const events: Record<string, readonly string[]> = {
  trigger: ["incomingMessage", "incomingCall"],
  "say-play": ["audioComplete"],
  "send-to-flex": ["callComplete", "failedToEnqueue", "callFailure"],
  "set-variables": ["next"],
  "split-based-on": ["noMatch"],
  "brand-new-widget": ["done", "failed"],
};

/** Names that contain one another, so that replacing one in a string could affect another. */
const someNames = ["a", "ab", "a-b", "a_b", "ask", "Trigger", "send_1", "send_12"] as const;

/** Builds a flow from a list of random numbers, since nested arbitraries would be ten times slower. */
interface Draw {
  names: readonly string[];
  texts: readonly string[];
  numbers: readonly number[];
}

function madeOf({ names, texts, numbers }: Draw): FlowDefinition {
  let drawn = 0;
  const pick = <T>(list: readonly [T, ...T[]]): T =>
    list[(numbers[drawn++ % numbers.length] ?? 0) % list.length] ?? list[0];
  const name = () => names[(numbers[drawn++ % numbers.length] ?? 0) % names.length] ?? "";
  const text = () => {
    const [plain, other, json] = [
      pick(["x", ...texts]),
      name(),
      pick(["{}", "[1,2]", '{"a":{"b":"{{x}}"}}']),
    ];
    return pick([
      plain,
      json,
      `Hello {{widgets.${other}.inbound.Body | strip}}!`,
      `{"a": "{{widgets["${other}"].x}}", "b": {{flow.data | to_json}}}`,
    ]);
  };
  const wire = () => pick<{ next?: string }>([{}, { next: "" }, { next: name() }, { next: name() }]);
  const match = (): Transition => {
    const value = pick(["1", "2", "{{flow.data.x}}"]);
    const type = pick(["contains", "equal_to"]);
    return {
      event: "match",
      ...wire(),
      conditions: [{ friendly_name: value, arguments: ["{{x}}"], type, value }],
    };
  };
  const times = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: (numbers[drawn++ % numbers.length] ?? 0) % (most + 1) }, make);
  const extras = () =>
    pick<object>([
      {},
      { offset: { x: 1, y: 2 } },
      { extra: null, deep: { b: [1, { c: text() }], a: false } },
      { extra: [text(), 5], text: text() },
    ]);
  const widget = (widgetName: string): Widget => {
    const type = pick([
      "trigger",
      "say-play",
      "send-to-flex",
      "set-variables",
      "split-based-on",
      "brand-new-widget",
    ]);
    const isSplit = type === "split-based-on";
    const variables = ["k", "l", "m"].slice(0, pick([0, 1, 3])).map((key) => ({ key, value: text() }));
    return {
      name: widgetName,
      type,
      transitions: [
        ...(events[type] ?? []).map((event): Transition => ({ event, ...wire() })),
        ...(isSplit ? times(4, match) : []),
      ],
      properties: {
        ...extras(),
        ...(type === "set-variables" && { variables }),
        ...(isSplit && { input: pick(["{{x}}", "{{y}}"]) }),
      },
    };
  };
  return { description: text(), states: names.map(widget), initial_state: name() };
}

export const wildFlow: fc.Arbitrary<FlowDefinition> = fc
  .record({
    names: fc.shuffledSubarray([...someNames], { minLength: 1, maxLength: 6 }),
    texts: fc.array(fc.string(), { maxLength: 3 }),
    numbers: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  })
  .map(madeOf);

/** Renames widgets everywhere in the flow. Independent of the code that recognises renames. */
export function renamed(flow: FlowDefinition, names: Readonly<Record<string, string>>): FlowDefinition {
  const other = (name: string) => (Object.hasOwn(names, name) ? (names[name] ?? name) : name);
  const inTexts = (value: unknown): unknown => {
    if (typeof value === "string")
      return value
        .replaceAll(/widgets\.([A-Za-z0-9_-]+)/g, (_, name: string) => `widgets.${other(name)}`)
        .replaceAll(/widgets\["([A-Za-z0-9_-]+)"\]/g, (_, name: string) => `widgets["${other(name)}"]`);
    if (Array.isArray(value)) return value.map(inTexts);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inTexts(member)]));
  };
  return {
    ...flow,
    initial_state: other(flow.initial_state),
    states: flow.states.map((state) => ({
      ...state,
      name: other(state.name),
      transitions: state.transitions.map(({ next, conditions, ...transition }) => ({
        ...transition,
        ...(next !== undefined && { next: next && other(next) }),
        ...(conditions && { conditions: inTexts(conditions) as Condition[] }),
      })),
      properties: inTexts(state.properties) as Widget["properties"],
    })),
  };
}
