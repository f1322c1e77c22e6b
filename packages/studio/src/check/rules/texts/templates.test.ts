import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { channel, exampleDefinition, goodbye, widget, workflow } from "../../codes/issueCode.ts";

const found = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ widgets })).map(
    ({ severity, code, path, message }) =>
      `${severity} ${code} at ${path.replace("states[1].", "")}: ${message}`,
  );
const say = (text: string) => found(widget("it", "say-play", { say: text }));

test("Liquid that does not parse is a warning: the flow continues with an empty value", () => {
  expect(say("{{ trigger.call.From ")).toEqual([
    'warning liquid_syntax at properties.say: widget "it": Liquid in say: output "{{ trigger.call.From " not closed; Studio renders the whole value as empty (81018)',
  ]);
});

test.each([
  ["make-http-request", { url: "https://a.example/{{flow.sid", method: "GET" }, "url"],
  [
    "resume-conversation",
    { conversation_service_sid: "{% if flow.data.x %}IS1" },
    "conversation_service_sid",
  ],
  ["send-to-flex", { workflow, channel, attributes: '{"a":"{{trigger.call.From"}' }, "attributes"],
])("without this value %s always fails, so it is an error", (type, properties, property) => {
  const issues = found(widget("it", type, properties)).filter((text) => text.includes("liquid"));

  expect(issues).toEqual([
    expect.stringMatching(
      new RegExp(
        `^error liquid_syntax at properties.${property}: .*, and without the value the widget always fails$`,
      ),
    ),
  ]);
});

test("a fault that only LiquidJS may report is never an error", () => {
  const properties = { url: "https://a.example/{{ flow.sid + 1 }}", method: "GET" };

  expect(found(widget("it", "make-http-request", properties))).toEqual([
    expect.stringMatching(/^warning liquid_syntax at properties.url/),
  ]);
});

test("unknown filters and tags are warnings, since they may exist", () => {
  expect(say("{{ flow.sid | sha256 }}")).toEqual([
    'warning unknown_filter at properties.say: widget "it": Liquid in say: undefined filter: sha256, as far as Studio\'s filters are known; if Studio does not have it, the whole value is empty (81018)',
  ]);
  expect(say("{% cycle 'a', 'b' %}")).toEqual([
    'warning unknown_tag at properties.say: widget "it": Liquid in say: tag "cycle" not found, as far as Studio\'s tags are known; if Studio does not have it, the whole value is empty (81018)',
  ]);
});

test("templates in conditions are checked as well", () => {
  const transitions = [
    { event: "noMatch", next: "goodbye" },
    {
      event: "match",
      next: "goodbye",
      conditions: [
        { friendly_name: "a", arguments: ["{{trigger.call.From}}"], type: "equal_to", value: "{{ a" },
      ],
    },
  ];
  const it = {
    name: "it",
    type: "split-based-on",
    transitions,
    properties: { input: "{{trigger.call.From}}" },
  };

  expect(found(it, goodbye)).toEqual([
    'warning liquid_syntax at transitions[1].conditions[0].value: widget "it": Liquid in value: output "{{ a" not closed; Studio renders the whole value as empty (81018)',
  ]);
});

test("single braces are reported if they contain one of Studio's variables", () => {
  expect(say("Hello {trigger.call.From}, {{flow.sid}}")).toEqual([
    'warning liquid_syntax at properties.say: widget "it": Liquid in say: {trigger.call.From} has single braces and is not replaced; write {{trigger.call.From}}',
  ]);
  expect(say('{"trigger": {}} {name} {flow} {{ flow.sid }}}')).toEqual([]);
});
