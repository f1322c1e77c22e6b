import fc from "fast-check";
import { expect, test } from "vitest";
import {
  defineFlow,
  makeHttpRequest,
  resumeConversation,
  sayPlay,
  sendMessage,
  sendToFlex,
  split,
} from "../build/build.ts";
import { checkFlow } from "./check.ts";
import type { FlowProblem } from "./problem.ts";

const workflow = "WW0123456789abcdef0123456789abcdef";
const channel = "TC0123456789abcdef0123456789abcdef";

const trigger = {
  name: "Trigger",
  type: "trigger",
  transitions: [{ event: "incomingCall", next: "flex" }],
  properties: {},
};
const flex = {
  name: "flex",
  type: "send-to-flex",
  transitions: [
    { event: "callComplete" },
    { event: "failedToEnqueue", next: "sorry" },
    { event: "callFailure", next: "sorry" },
  ],
  properties: { workflow, channel, attributes: '{"name":"{{trigger.call.From}}"}' },
};
const sorry = {
  name: "sorry",
  type: "say-play",
  transitions: [{ event: "audioComplete" }],
  properties: { say: "Sorry.", loop: 1, offset: { x: -10, y: 0 } },
};

const flow = (...states: unknown[]) => ({ states, initial_state: "Trigger" });
const found = (definition: unknown) =>
  checkFlow(definition).map(
    ({ code, severity, path, message }) => `${severity} ${code} at ${path}: ${message}`,
  );
/** Problems of the flow above with other properties of one of its widgets. */
const withProperties = (state: typeof flex | typeof sorry, properties: object) =>
  found(
    flow(
      ...[trigger, flex, sorry].map((each) =>
        each === state ? { ...each, properties: { ...each.properties, ...properties } } : each,
      ),
    ),
  );
const liquid = (say: string) => withProperties(sorry, { say });

test("a flow in order has no problem", () => {
  expect(checkFlow(flow(trigger, flex, sorry))).toEqual([]);
});

test("numbers and text are told apart as strictly as Twilio does", () => {
  expect(withProperties(flex, { timeout: 3600, priority: "high" })).toEqual([
    'warning wrong_value at states[1].properties.priority: widget "flex" (send-to-flex): priority must be a whole number from 0 to 2147483647, written as text',
    'error wrong_type at states[1].properties.timeout: widget "flex" (send-to-flex): timeout must be a string, got an integer; write "3600"',
  ]);
  expect(withProperties(sorry, { loop: "1" })).toEqual([
    'error wrong_type at states[2].properties.loop: widget "sorry" (say-play): loop must be a number, got a string',
  ]);
  expect(withProperties(flex, { timeout: "{{flow.variables.patience}}" })).toEqual([]);
});

test("an unknown property is an error, with the right name where it is known", () => {
  expect(withProperties(flex, { hold_music_url: "https://a", atributes: "{}" })).toEqual([
    'error unknown_property at states[1].properties.hold_music_url: widget "flex" (send-to-flex): "hold_music_url" is not a key here; its name is waitUrl',
    'error unknown_property at states[1].properties.atributes: widget "flex" (send-to-flex): "atributes" is not a key here, and Studio would ignore it; did you mean "attributes"?',
  ]);
});

test("a SID of another kind is an error, a placeholder and an empty one are warnings", () => {
  expect(withProperties(flex, { workflow: channel, channel: "YOUR-CHANNEL-SID" })).toEqual([
    'error wrong_value at states[1].properties.workflow: widget "flex" (send-to-flex): workflow must be the SID of a TaskRouter workflow (WW…)',
    'warning placeholder at states[1].properties.channel: widget "flex": channel is still the placeholder YOUR-CHANNEL-SID; fill it in before the flow is deployed',
  ]);
  expect(withProperties(flex, { channel: "" })).toEqual([
    'warning placeholder at states[1].properties.channel: widget "flex": channel is empty; fill it in before the flow is deployed',
  ]);
});

test("what belongs together in properties is checked together", () => {
  expect(withProperties(sorry, { play: "https://a" })).toEqual([
    'warning wrong_value at states[2].properties: widget "sorry" (say-play): needs exactly one of say, play and digits',
  ]);
});

test("the envelope knows its keys and needs them", () => {
  expect(found({ states: [], status: "draft", flags: {} })).toEqual([
    "error wrong_value at states: the definition: states needs at least one widget",
    "error missing at initial_state: the definition: initial_state is missing, it is required",
    "error missing at flags.allow_concurrent_calls: the definition: allow_concurrent_calls is missing, it is required",
    'error unknown_property at status: the definition: "status" is not a key here',
    "error trigger_count at states: the flow has no widget of type trigger",
  ]);
  expect(found("{}")).toEqual(["error wrong_type at : the definition: it must be an object, got a string"]);
});

test("names are unique and fit for Liquid", () => {
  expect(found(flow(trigger, flex, sorry, { ...sorry, name: "flex" }, { ...sorry, name: "1 two" }))).toEqual([
    'error duplicate_name at states[3].name: widget "flex": states[1] has the same name; rename one of them',
    'error wrong_value at states[4].name: widget "1 two": name must be letters, digits, _ and -, starting with a letter',
    'warning unreachable at states[4]: widget "1 two": nothing leads here from the trigger; connect it or delete it',
  ]);
});

test("exactly one trigger, and it is the initial state", () => {
  expect(found(flow({ ...trigger, name: "Trigger" }, { ...trigger, name: "Other" }, flex, sorry))).toEqual([
    "error trigger_count at states: the flow has 2 triggers (Trigger, Other); leave one",
  ]);
  expect(found({ ...flow(trigger, flex, sorry), initial_state: "Triger" })).toEqual([
    'error initial_state at initial_state: initial_state "Triger" is not a widget of this flow; did you mean "Trigger"?',
  ]);
  expect(found({ ...flow(trigger, flex, sorry), initial_state: "flex" })).toEqual([
    'error initial_state at initial_state: initial_state "flex" is of type send-to-flex; it must name the trigger',
  ]);
  expect(found(flow({ ...trigger, transitions: [] }))).toEqual([
    'warning nothing_wired at states[0].transitions: widget "Trigger": no event leads anywhere, so that the flow does nothing',
  ]);
});

test("events belong to the type, and lead to widgets that exist", () => {
  const transitions = [
    { event: "success", next: "sorry" },
    { event: "failedToEnqueue", next: "sory" },
    { event: "failedToEnqueue", next: "sorry" },
    { event: "callFailure", next: "nowhere", name: "old" },
  ];
  expect(found(flow(trigger, { ...flex, transitions }, sorry))).toEqual([
    'warning unknown_property at states[1].transitions[3].name: widget "flex": a transition has no "name", Studio ignores it; there is event, next, conditions',
    'error unknown_event at states[1].transitions[0].event: widget "flex": send-to-flex has no event "success"; there is callComplete, failedToEnqueue, callFailure',
    'warning duplicate_event at states[1].transitions[2].event: widget "flex": event "failedToEnqueue" is listed twice, and which one counts is not known',
    'error unknown_target at states[1].transitions[1].next: widget "flex": event "failedToEnqueue" leads to "sory", which is not in this flow; did you mean "sorry"?',
    'error unknown_target at states[1].transitions[3].next: widget "flex": event "callFailure" leads to "nowhere", which is not in this flow; there is Trigger, flex, sorry',
  ]);
});

test("an open failure is a warning, but only where it can happen", () => {
  const open = { ...flex, transitions: [] };
  const messages = { ...trigger, transitions: [{ event: "incomingMessage", next: "flex" }] };
  const unhandled = (event: string) =>
    `warning unhandled_failure at states[1].transitions: widget "flex": nothing happens on "${event}", the customer is left without a word; lead it to a widget`;

  expect(found(flow(trigger, open))).toEqual([unhandled("failedToEnqueue"), unhandled("callFailure")]);
  expect(found(flow(messages, open))).toEqual([unhandled("failedToEnqueue")]);
});

test("types that are not in the table are followed and named", () => {
  const start = { ...trigger, transitions: [{ event: "incomingCall", next: "menu" }] };
  const menu = {
    name: "menu",
    type: "create-task",
    transitions: [{ event: "whatever", next: "flex" }],
    properties: { anything: 1 },
  };
  expect(found(flow(start, menu, flex, sorry))).toEqual([
    'warning unchecked_type at states[1].type: widget "menu": of type create-task nothing but the name is known, so that its events and properties are not checked',
  ]);
  expect(found(flow(start, { ...menu, type: "gather-input-on-cal" }, flex, sorry))).toEqual([
    'warning unchecked_type at states[1].type: widget "menu": type "gather-input-on-cal" is not one that Twilio publishes, so nothing of it is checked; did you mean "gather-input-on-call"?',
  ]);
});

const rest = { workflow, channel, on: { failedToEnqueue: "tell", callFailure: undefined } } as const;
const tell = sendMessage({ body: "Sorry.", on: { failed: undefined } });
const serious = (problems: FlowProblem[]) =>
  problems
    .filter(({ code }) => code === "wrong_trigger")
    .map(({ severity, message }) => `${severity}: ${message}`);

test("Resume Conversation needs the REST API, and Send to Flex under the REST API needs a conversation", () => {
  const resume = (next: "flex" | "tell") =>
    resumeConversation({ conversation_service_sid: "{{x}}", on: { resumed: next, failed: "tell" } });
  const withTrigger = (on: { incomingRequest?: "resume" | "flex"; incomingCall?: "resume" }) =>
    serious(
      checkFlow(
        defineFlow({
          description: "",
          trigger: on,
          widgets: { resume: resume("flex"), flex: sendToFlex(rest), tell },
        }),
      ),
    );

  expect(withTrigger({ incomingRequest: "resume" })).toEqual([]);
  expect(withTrigger({ incomingCall: "resume" })).toEqual([
    'error: widget "resume": resume-conversation works only under incomingRequest, but executions started by a call (incomingCall) come here',
  ]);
  expect(withTrigger({ incomingRequest: "resume", incomingCall: "resume" })).toEqual([
    'warning: widget "resume": resume-conversation works only under incomingRequest, but executions started by a call (incomingCall) come here',
  ]);
  expect(withTrigger({ incomingRequest: "flex" })).toEqual([
    'error: widget "flex": send-to-flex works only under incomingCall, incomingMessage, incomingConversationMessage, incomingParent, but executions started by the REST API (incomingRequest) without a conversation or call yet come here',
  ]);
  expect(withTrigger({})).toEqual([
    'error: widget "resume": resume-conversation can only be used in flows triggered by the REST API; wire the trigger\'s incomingRequest',
  ]);
});

test("a call placed on the way makes voice widgets usable", () => {
  const start = { ...trigger, transitions: [{ event: "incomingRequest", next: "dial" }] };
  const dial = {
    name: "dial",
    type: "make-outgoing-call-v2",
    transitions: [
      { event: "answered", next: "flex" },
      { event: "busy", next: "sorry" },
    ],
    properties: {},
  };
  expect(serious(checkFlow(flow(start, dial, flex, sorry)))).toEqual([
    'warning: widget "sorry": say-play works only under incomingCall, incomingParent, but executions started by the REST API (incomingRequest) without a conversation or call yet come here',
  ]);
});

test("a match has one condition with one argument, which repeats the input", () => {
  const condition = { friendly_name: "1", arguments: ["{{flow.data.x}}"], type: "equal_to", value: "1" };
  const match = (conditions: unknown) => ({ event: "match", next: "sorry", conditions });
  const choose = {
    name: "flex",
    type: "split-based-on",
    transitions: [
      { event: "noMatch", conditions: [condition] },
      match([condition]),
      match([]),
      match([condition, condition]),
      match([{ ...condition, arguments: [] }]),
      match([{ ...condition, arguments: ["{{flow.data.y}}"] }]),
      match([{ ...condition, type: "equals" }]),
    ],
    properties: { input: "{{flow.data.x}}" },
  };
  expect(found(flow(trigger, choose, sorry)).map((text) => text.replace('widget "flex": ', ""))).toEqual([
    expect.stringMatching(
      /^error wrong_value at states\[1\]\.transitions\[6\]\.conditions\[0\]\.type: type must be one of "equal_to", /,
    ),
    "error match_condition at states[1].transitions[2].conditions: a match needs exactly one condition, this one has 0",
    "error match_condition at states[1].transitions[3].conditions: a match needs exactly one condition, this one has 2",
    "error match_condition at states[1].transitions[4].conditions[0].arguments: a condition needs exactly one argument, the split's input, this one has 0",
    "warning stale_argument at states[1].transitions[5].conditions[0].arguments: the condition's argument differs from the split's input ({{flow.data.x}}), left behind by a copy perhaps; make them the same",
    'error match_condition at states[1].transitions[0].conditions: only the match events of a split have conditions, "noMatch" has none',
  ]);
  expect(found(flow(trigger, { ...choose, transitions: [{ event: "noMatch" }] }))).toEqual([
    'warning split_without_match at states[1].transitions: widget "flex": the split has no match, so everything takes noMatch',
  ]);
});

test("Liquid must parse, and read what can exist", () => {
  const at = 'at states[2].properties.say: widget "sorry":';
  expect(liquid("{{ trigger.call.From }} {{ widgets.flex.sid }} {% assign a = flow.data %}{{ a }}")).toEqual(
    [],
  );
  expect(liquid("{{ trigger.call.From ")).toEqual([
    `error liquid_syntax ${at} Liquid in say: output "{{ trigger.call.From " not closed; Studio would make the whole text empty (81018)`,
  ]);
  expect(liquid("{{ flow.sid | sha256 }}")).toEqual([
    `warning unknown_filter ${at} Liquid in say: undefined filter: sha256, as far as is known of Studio's filters; without it the whole text is empty (81018)`,
  ]);
  expect(liquid("{{ widgets.flx.sid }}{{ widgets.flx.url }}")).toEqual([
    `warning unknown_widget ${at} {{widgets.flx…}} is always empty, because no widget has that name; did you mean "flex"?`,
  ]);
  expect(liquid("{{ trigger.From }} {{ name }}")).toEqual([
    `warning unknown_variable ${at} {{trigger.From}} is always empty; write trigger.call, trigger.message, trigger.conversation, trigger.request, trigger.parent`,
    `warning unknown_variable ${at} {{name}} is always empty; Studio's variables begin with trigger, flow, contact, widgets`,
  ]);
});

test("attributes of a task must be a JSON object of at most 1,024 characters", () => {
  const at = 'at states[1].properties.attributes: widget "flex":';
  expect(withProperties(flex, { attributes: '{"name": "{{trigger.call.From}}"' })).toEqual([
    expect.stringContaining(`error attributes_not_json ${at} attributes is not JSON (`),
  ]);
  expect(withProperties(flex, { attributes: `{"long":"${"x".repeat(1_014)}"}` })).toEqual([
    `error attributes_too_long ${at} attributes have 1025 characters, 1024 are the most`,
  ]);
});

test("the reserved parameter of an HTTP request is refused", () => {
  const ask = makeHttpRequest({
    url: "https://a.example",
    parameters: [{ key: "method", value: "x" }],
    on: { failed: "sorry" },
  });
  const definition = defineFlow({
    description: "",
    trigger: { incomingCall: "ask" },
    widgets: { ask, sorry: sayPlay({ say: "Sorry." }) },
  });
  expect(found(definition)).toEqual([
    'error wrong_value at states[1].properties.parameters[0].key: widget "ask" (make-http-request): key cannot be "method": Studio reserves that name (error 81014)',
  ]);
});

test("what the builder makes has no error", () => {
  const definition = defineFlow({
    description: "",
    trigger: { incomingCall: "gate", incomingRequest: "tell" },
    widgets: {
      gate: split({
        input: "{{trigger.call.HandoffData}}",
        match: [{ is_not_blank: true, next: "flex" }],
        noMatch: undefined,
      }),
      flex: sendToFlex({ ...rest, attributes: { a: "{{flow.data | to_json}}" } }),
      tell,
    },
  });
  expect(checkFlow(definition).filter(({ severity }) => severity === "error")).toEqual([]);
});

// JSON near to a flow: whatever the check looks at may be of any shape.
const near = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    "Trigger",
    "flex",
    "{{ a",
    "{{widgets.a.b | c}}",
    "{% if x %}",
    "match",
    "split-based-on",
    "send-to-flex",
    "__proto__",
    "constructor",
  ),
);
const object = (...keys: string[]) =>
  fc.oneof(near, fc.record(Object.fromEntries(keys.map((key) => [key, near])), { requiredKeys: [] }));
const anything = fc.record({
  states: fc.oneof(
    near,
    fc.array(
      fc.record(
        {
          name: near,
          type: near,
          properties: object("attributes", "input", "variables", "workflow", "say"),
          transitions: fc.oneof(
            near,
            fc.array(
              fc.record({
                event: near,
                next: near,
                conditions: fc.oneof(near, fc.array(object("arguments", "type", "value"))),
              }),
            ),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
  ),
  initial_state: near,
});

test("no JSON makes the check throw, and every problem says something", () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue()), (definition) => {
      for (const { message, code } of checkFlow(definition)) expect(message.length, code).toBeGreaterThan(10);
    }),
    { numRuns: 300 },
  );
});

test("JSON nested deeper than the stack does not break the check", () => {
  let deep: unknown = "{{";
  for (let level = 0; level < 100_000; level++) deep = [deep];

  const problems = checkFlow(flow(trigger, { ...flex, properties: { ...flex.properties, deep } }, sorry));

  expect(problems.map(({ code }) => code)).toEqual(["unknown_property", "liquid_syntax"]);
});
