// For tests: flows to draw, small ones and random ones.

import fc from "fast-check";
import type { FlowDefinition, Transition, Widget } from "../../definition/definition.ts";

/** A widget in one line: `{ event: next }`, with `undefined` for an event that ends the execution. */
export function widget(
  name: string,
  type: string,
  wires: Record<string, string | undefined> = {},
  properties: Record<string, unknown> = {},
): Widget {
  const transitions = Object.entries(wires).map(
    ([event, next]): Transition => ({ event, ...(next === undefined ? {} : { next }) }),
  );
  return { name, type, transitions, properties };
}

export function flowOf(...states: Widget[]): FlowDefinition {
  return { description: "", states, initial_state: "Trigger" };
}

export function match(type: string, value: string, next?: string): Transition {
  return {
    event: "match",
    ...(next === undefined ? {} : { next }),
    conditions: [{ friendly_name: "", arguments: ["{{x}}"], type, value }],
  };
}

/** A caller chooses, is asked again, or reaches an agent; if that fails, they hear an apology. */
export const menu = flowOf(
  widget("Trigger", "trigger", { incomingMessage: undefined, incomingCall: "ask" }),
  widget(
    "ask",
    "gather-input-on-call",
    { keypress: "choice", speech: undefined, timeout: "ask" },
    { say: "Press 1." },
  ),
  {
    name: "choice",
    type: "split-based-on",
    transitions: [{ event: "noMatch", next: "ask" }, match("equal_to", "1", "person")],
    properties: { input: "{{widgets.ask.Digits}}" },
  },
  widget("person", "send-to-flex", {
    callComplete: undefined,
    failedToEnqueue: "sorry",
    callFailure: "sorry",
  }),
  widget("sorry", "say-play", { audioComplete: undefined }, { say: "Sorry." }),
);

/** Strings that break out of a language if they are not escaped, and its reserved words. */
const hostile = [
  'a"b',
  "<b>&amp;</b>",
  "]]></style><script>alert(1)</script>",
  '"]) --> w1',
  "```\n# heading",
  "`code` **bold** $$x$$",
  "end",
  "class",
  "%%{init: {}}%%",
  "1. list",
  "fa:fa-car",
  "#quot;",
  "ﬂ°°60¶ß",
  "line\nbreak\r\n\u2028\u0000\u0008",
  "\ud800 lone",
  "\u202egnirts",
  "名前 👩‍👩‍👧 e\u0301",
  "__proto__",
  "constructor",
  "",
  "long ".repeat(400),
];

export const wildText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.array(fc.constantFrom(...hostile), { maxLength: 3 }).map((parts) => parts.join("")),
);

const wildType = fc.oneof(
  fc.constantFrom(
    "trigger",
    "split-based-on",
    "send-message",
    "send-to-flex",
    "run-function",
    "set-variables",
  ),
  wildText,
);

/** Flows whose widgets are connected to each other in every possible way. */
export const tangled: fc.Arbitrary<FlowDefinition> = fc
  .array(
    fc.record({
      type: wildType,
      nexts: fc.array(fc.nat(11), { maxLength: 7 }),
      event: wildText,
      say: wildText,
    }),
    { maxLength: 10 },
  )
  .map((drafts) => ({
    states: drafts.map(({ type, nexts, event, say }, place) => ({
      name: `w${place}`,
      type,
      transitions: nexts.map((next) => ({ event, next: `w${next}` })),
      properties: { say },
    })),
    initial_state: "w0",
  }));

/** Anything that a file may contain, in the form of a flow or not. */
export const anyFlow: fc.Arbitrary<FlowDefinition> = fc
  .oneof(
    tangled,
    fc.record({
      initial_state: wildText,
      states: fc.array(
        fc.record(
          {
            name: fc.oneof(wildText, fc.jsonValue()),
            type: fc.oneof(wildType, fc.jsonValue()),
            transitions: fc.oneof(
              fc.array(
                fc.record(
                  {
                    event: wildText,
                    next: wildText,
                    conditions: fc.array(
                      fc.record({ type: wildText, value: fc.oneof(wildText, fc.jsonValue()) }),
                    ),
                  },
                  { requiredKeys: [] },
                ),
                { maxLength: 4 },
              ),
              fc.jsonValue(),
            ),
            properties: fc.oneof(fc.record({ say: wildText, body: wildText, url: wildText }), fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 5 },
      ),
    }),
    fc.jsonValue(),
  )
  .map((value) => value as FlowDefinition);
