import { expect, test } from "vitest";
import {
  defineFlow,
  makeHttpRequest,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
} from "../build/build.ts";
import { checkFlow } from "./check.ts";
import { channel, widget, workflow } from "./codes/issueCode.ts";

const trigger = widget("Trigger", "trigger", {}, { incomingCall: "flex" });
const flex = widget(
  "flex",
  "send-to-flex",
  { workflow, channel, attributes: '{"name":"{{trigger.call.From}}"}' },
  { callComplete: null, failedToEnqueue: "sorry", callFailure: "sorry" },
);
const sorry = widget(
  "sorry",
  "say-play",
  { say: "Sorry.", loop: 1, offset: { x: -10, y: 0 } },
  { audioComplete: null },
);

const flow = (...states: unknown[]) => ({ states, initial_state: "Trigger" });
const found = (definition: unknown) =>
  checkFlow(definition).map(
    ({ code, severity, path, message }) => `${severity} ${code} at ${path}: ${message}`,
  );

test("a flow without mistakes has no issues", () => {
  expect(checkFlow(flow(trigger, flex, sorry))).toEqual([]);
});

test("the envelope requires its keys and accepts no others", () => {
  expect(found({ states: [], status: "draft", flags: {} })).toEqual([
    "error missing at flags.allow_concurrent_calls: the definition: allow_concurrent_calls is required but missing",
    "error missing at initial_state: the definition: initial_state is required but missing",
    "error trigger_count at states: the flow has no widget of type trigger",
    "error wrong_value at states: the definition: states must contain at least one widget",
    'error unknown_property at status: the definition: unknown key "status"',
  ]);
  expect(found("{}")).toEqual(["error wrong_type at : the definition: it must be an object, got a string"]);
});

test.each([
  ["an object", flow(trigger, flex, sorry)],
  ["a text", "{}"],
])("a flow resource is distinguished from its definition, which can be %s", (_, definition) => {
  expect(found({ sid: "FW1", friendly_name: "Support", definition })).toEqual([
    'error wrapped_definition at definition: the definition: this is a flow resource as Twilio\'s API returns it; pass only its "definition"',
  ]);
});

test("null is not a value: it must be omitted or replaced", () => {
  const open = { ...sorry, transitions: [{ event: "audioComplete", next: null }] };

  expect(found({ ...flow(trigger, flex, open), description: null })).toEqual([
    "error wrong_type at description: the definition: description must be a string, got null; leave it out",
    'error wrong_type at states[2].transitions[0].next: widget "sorry": next must be a string, got null; leave it out',
  ]);
});

test("names must be unique and readable by Liquid", () => {
  expect(found(flow(trigger, flex, sorry, { ...sorry, name: "flex" }, { ...sorry, name: "1 two" }))).toEqual([
    'error duplicate_name at states[3].name: widget "flex": states[1] has the same name; rename one of them',
    'warning unreachable at states[4]: widget "1 two": no path from the trigger leads here; connect it or delete it',
    'error wrong_value at states[4].name: widget "1 two": name must consist of letters, digits, _ and -, and start with a letter',
  ]);
});

test("a name that Twilio accepts and Liquid cannot read is a warning", () => {
  const plus = widget("a+b", "say-play", { say: "Sorry." });
  expect(found(flow(widget("Trigger", "trigger", {}, { incomingCall: "a+b" }), plus))).toEqual([
    'warning wrong_value at states[1].name: widget "a+b": name must consist of letters, digits, _ and -, and start with a letter',
  ]);
});

test("exactly one trigger, and it is the initial state", () => {
  expect(found(flow(trigger, { ...trigger, name: "Other" }, flex, sorry))).toEqual([
    "error trigger_count at states: the flow has 2 triggers (Trigger, Other); keep one",
  ]);
  expect(found({ ...flow(trigger, flex, sorry), initial_state: "Triger" })).toEqual([
    'error initial_state at initial_state: initial_state "Triger" is not a widget of this flow; did you mean "Trigger"?',
  ]);
  expect(found({ ...flow(trigger, flex, sorry), initial_state: "flex" })).toEqual([
    'error initial_state at initial_state: initial_state "flex" is of type send-to-flex; it must name the trigger',
  ]);
  expect(found(flow({ ...trigger, transitions: [] }))).toEqual([
    'warning nothing_wired at states[0].transitions: widget "Trigger": no event leads anywhere, so the flow does nothing',
  ]);
});

test("the trigger alone needs no properties", () => {
  const { properties: _, ...bare } = trigger as { properties: unknown };
  const { properties: __, ...say } = sorry as { properties: unknown };

  expect(found(flow(bare, flex, sorry))).toEqual([]);
  expect(found(flow(trigger, flex, say))).toEqual([
    'error missing at states[2].properties: widget "sorry": properties is required but missing',
  ]);
});

test("a malformed widget still exists for the other rules and is reported separately", () => {
  const { type: _, ...typeless } = sorry as { type: unknown };

  expect(found(flow(trigger, flex, typeless))).toEqual([
    'error missing at states[2].type: widget "sorry": type is required but missing',
  ]);
});

test("events must belong to the type and lead to existing widgets", () => {
  const transitions = [
    { event: "success", next: "sorry" },
    { event: "failedToEnqueue", next: "sory" },
    { event: "failedToEnqueue", next: "sorry" },
    { event: "callFailure", next: "nowhere", name: "old" },
  ];
  expect(found(flow(trigger, { ...flex, transitions }, sorry))).toEqual([
    'error unknown_event at states[1].transitions[0].event: widget "flex": send-to-flex has no event "success"; available: callComplete, failedToEnqueue, callFailure',
    'error unknown_target at states[1].transitions[1].next: widget "flex": event "failedToEnqueue" leads to "sory", which is not in this flow; did you mean "sorry"?',
    'warning duplicate_event at states[1].transitions[2].event: widget "flex": event "failedToEnqueue" is listed twice, and it is not known which one counts',
    'warning unknown_property at states[1].transitions[3].name: widget "flex": a transition has no key "name", so Studio ignores it; available: event, next, conditions',
    'error unknown_target at states[1].transitions[3].next: widget "flex": event "callFailure" leads to "nowhere", which is not in this flow; available: Trigger, flex, sorry',
  ]);
});

test("unknown keys of a widget are warnings", () => {
  expect(found(flow(trigger, flex, { ...sorry, comment: "last words" }))).toEqual([
    'warning unknown_property at states[2].comment: widget "sorry": a widget has no key "comment", so Studio ignores it; available: name, type, transitions, properties',
  ]);
});

test("widgets of types that are not in the table are followed and reported", () => {
  const start = widget("Trigger", "trigger", {}, { incomingCall: "menu" });
  const menu = (type: string) => widget("menu", type, { anything: 1 }, { whatever: "flex" });

  expect(found(flow(start, menu("create-task"), flex, sorry))).toEqual([
    'warning undocumented_type at states[1].type: widget "menu": only the name of type create-task is known, so its events and properties are not checked',
  ]);
  expect(found(flow(start, menu("keep-a-note"), flex, sorry))).toEqual([
    expect.stringMatching(
      /^warning unknown_type at states\[1\]\.type: widget "menu": type "keep-a-note" is not published by Twilio, so its events and properties are not checked; available: /,
    ),
  ]);
});

test("if there are more widgets than Twilio accepts, they are counted but not checked", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => ({ ...sorry, name: `say_${index}` }));

  expect(found(flow(trigger, flex, sorry, ...many))).toEqual([
    "error wrong_value at states: the definition: states must contain at most 1,000 widgets",
  ]);
});

test("a flow made by the builder has no errors", () => {
  const definition = defineFlow({
    description: "",
    trigger: { incomingCall: "gate", incomingRequest: "tell" },
    widgets: {
      gate: split({
        input: "{{trigger.call.HandoffData}}",
        match: [{ is_not_blank: true, next: "note" }],
        noMatch: undefined,
      }),
      note: setVariables({ variables: { reason: "{{trigger.call.HandoffData}}" }, next: "look_up" }),
      look_up: makeHttpRequest({
        url: "https://a.example",
        parameters: [{ key: "reason", value: "{{flow.variables.reason}}" }],
        on: { success: "flex", failed: "sorry" },
      }),
      flex: sendToFlex({
        workflow,
        channel,
        attributes: { a: "{{widgets.look_up.parsed | to_json}}" },
        on: { failedToEnqueue: "sorry", callFailure: "sorry" },
      }),
      sorry: sayPlay({ say: "Sorry." }),
      tell: sendMessage({ body: "Sorry.", on: { failed: undefined } }),
    },
  });
  expect(found(definition)).toEqual([]);
});

test("JSON nested deeper than the stack does not break the check", () => {
  let deep: unknown = "{{";
  for (let level = 0; level < 100_000; level++) deep = [deep];
  const properties = { workflow, channel, deep };

  const issues = checkFlow(flow(trigger, { ...flex, properties }, sorry));

  expect(issues.map(({ code }) => code)).toEqual(["unknown_property", "liquid_syntax"]);
});
