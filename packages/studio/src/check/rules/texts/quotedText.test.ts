import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { channel, goodbye, widget, workflow } from "../../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const ask = widget(
  "ask",
  "gather-input-on-call",
  { say: "Why do you call?" },
  { keypress: "note", speech: "note", timeout: "note" },
);
const note = widget(
  "note",
  "set-variables",
  {
    variables: [
      { key: "reason", value: "{{widgets.ask.SpeechResult}}" },
      { key: "again", value: "{{flow.variables.reason | downcase}}" },
      { key: "safe", value: "{{widgets.ask.SpeechResult | url_encode}}" },
      { key: "language", value: "en" },
    ],
  },
  { next: "look_up" },
);
const lookUp = widget(
  "look_up",
  "run-function",
  { url: "https://a.example" },
  { success: "it", fail: "goodbye" },
);
const start = widget(
  "Trigger",
  "trigger",
  {},
  { incomingCall: "ask", incomingConversationMessage: "look_up", incomingMessage: "look_up" },
);
const found = (it: object) =>
  checkFlow({ states: [start, ask, note, lookUp, it, goodbye], initial_state: "Trigger" })
    .filter(({ code }) => code === "text_in_json")
    .map(({ severity, path, message }) => `${severity} at ${path.replace("states[4].", "")}: ${message}`);
const flex = (attributes: string) =>
  found(widget("it", "send-to-flex", { workflow, channel, attributes }, { failedToEnqueue: "goodbye" }));

test("the message shows the way out and what happens otherwise", () => {
  expect(flex('{"name": "{{trigger.call.From}}", "last": "{{ trigger.conversation.Body }}"}')).toEqual([
    'warning at properties.attributes: widget "it": in attributes {{ trigger.conversation.Body }} is inside quotation marks, and a quotation mark or a line break in what the customer wrote makes the JSON invalid, and no task is created (81015); write {{ trigger.conversation.Body | to_json }} without the quotation marks around it',
  ]);
  expect(flex('{"a": "Said: {{widgets.ask.SpeechResult | downcase}}."}')).toEqual([
    'warning at properties.attributes: widget "it": in attributes {{widgets.ask.SpeechResult | downcase}} is inside quotation marks, and a quotation mark or a line break in what the caller said makes the JSON invalid, and no task is created (81015); build the whole string with Set Variables, and write that variable with | to_json and without quotation marks',
  ]);
});

test.each([
  "{{trigger.message.Body}}",
  "{{widgets.ask.inbound.Body}}",
  "{{trigger.conversation.ChannelAttributes.pre_engagement_data.question}}",
  "{{widgets.look_up.parsed.customer.name}}",
  "{{widgets.look_up.parsed.notes[0].text}}",
  "{{widgets.look_up.body}}",
  "{{trigger.call.HandoffData}}",
  "{{flow.data.HandoffData.reason}}",
  "{{flow.variables.reason}}",
  "{{flow.variables.again | upcase}}",
  "{% assign said = widgets.ask.SpeechResult %}{{said}}",
  "{% for each in widgets.look_up.parsed.notes %}{{each.text}}{% endfor %}",
  "{% if flow.sid %}{{trigger.message.Body}}{% endif %}",
  '{{trigger.message.Body | default: "nothing"}}',
])("%s inside quotation marks is reported once", (text) => {
  expect(flex(`{"n": 1, "a": "${text}"}`)).toHaveLength(1);
});

test.each([
  '"{{trigger.call.From}}"',
  '"{{widgets.ask.Digits}}"',
  '"{{widgets.look_up.parsed.customerId}}"',
  '"{{widgets.look_up.parsed.order.status}}"',
  '"{{widgets.look_up.status_code}}"',
  '"{{trigger.conversation.ChannelAttributes.pre_engagement_data.friendlyName}}"',
  '"{{flow.data.HandoffData.conversationId}}"',
  '"{{flow.variables.safe}}"',
  '"{{flow.variables.language}}"',
  '"{{widgets.ask.SpeechResult | size}}"',
  '"{{trigger.message.Body | remove: \'"\'}}"',
  "{{trigger.message.Body | to_json}}",
  "{{widgets.look_up.parsed.customer | to_json}}",
  "{{trigger.message.Body}}",
])("%s is not reported", (value) => {
  expect(flex(`{"a": ${value}}`)).toEqual([]);
});

test("to_json inside quotation marks writes them twice", () => {
  expect(flex('{"a": "{{trigger.message.Body | to_json}}"}')).toEqual([
    'warning at properties.attributes: widget "it": in attributes {{trigger.message.Body | to_json}} is inside quotation marks, but to_json writes quotation marks itself, so the JSON is invalid; delete the outer quotation marks',
  ]);
});

const json = '{"text": "{{trigger.message.Body}}"}';
const request = (properties: object) =>
  found(widget("it", "make-http-request", { url: "https://a.example", method: "POST", ...properties }));
const set = (variable: object) =>
  found(widget("it", "set-variables", { variables: [{ key: "a", value: json, ...variable }] }));

test("bodies, parameters and variables that are JSON are read as well, other strings are not", () => {
  expect(request({ content_type: "application/json;charset=utf-8", body: json })).toHaveLength(1);
  expect(request({ body: json })).toHaveLength(1);
  expect(request({ parameters: [{ key: "payload", value: json }] })).toHaveLength(1);
  expect(request({ parameters: [{ key: "payload", value: 'He said "{{trigger.message.Body}}"' }] })).toEqual(
    [],
  );
  expect(set({ type: "json_object" })).toEqual([
    expect.stringContaining("makes the JSON invalid, and the variable stays empty (81027); write"),
  ]);
  expect(set({})).toHaveLength(1);
  expect(set({ value: '"{{trigger.message.Body}}"' })).toEqual([]);
  expect(found(widget("it", "send-message", { from, body: json }))).toEqual([]);
  expect(found(widget("it", "send-message", { from, body: "Hi.", attributes: json }))).toHaveLength(1);
});

test("many values of one string are one issue", () => {
  const outputs = ["a", "b", "c", "d", "e"].map((key) => `"${key}": "{{widgets.look_up.parsed.${key}}}"`);

  expect(flex(`{${outputs.join()}}`)).toEqual([
    expect.stringContaining(
      "in attributes {{widgets.look_up.parsed.a}}, {{widgets.look_up.parsed.b}}, {{widgets.look_up.parsed.c}} and 2 more are inside",
    ),
  ]);
});
