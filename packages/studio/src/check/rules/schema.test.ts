import { expect, test } from "vitest";
import { checkFlow } from "../check.ts";
import { channel, exampleDefinition, goodbye, widget, workflow } from "../codes/issueCode.ts";

/** Issues of the properties of a widget that leads to a goodbye by all its events. */
function found(type: string, properties: object, on: Record<string, string>, startedBy?: "incomingMessage") {
  const states = [
    widget("it", type, properties, on),
    ...(Object.values(on).includes("goodbye") ? [goodbye] : []),
  ];
  return checkFlow(exampleDefinition({ widgets: states, ...(startedBy ? { startedBy } : {}) })).map(
    ({ severity, code, path, message }) =>
      `${severity} ${code} at ${path.replace("states[1].properties", "")}: ${message.replace(/^widget "it"( \([\w-]+\))?: /, "")}`,
  );
}
const flex = (properties: object) =>
  found(
    "send-to-flex",
    { workflow, channel, ...properties },
    { failedToEnqueue: "goodbye", callFailure: "goodbye" },
  );
const say = (properties: object) => found("say-play", { say: "Hello.", ...properties }, {});
const gather = (properties: object) =>
  found(
    "gather-input-on-call",
    { say: "Press 1.", ...properties },
    { keypress: "goodbye", speech: "goodbye" },
  );

test("numbers and strings are distinguished as strictly as Twilio does", () => {
  expect(flex({ timeout: 3600, priority: "high" })).toEqual([
    "warning wrong_value at .priority: priority must be a whole number from 0 to 2147483647, written as a string",
    'error wrong_type at .timeout: timeout must be a string, got an integer; write "3600"',
  ]);
  expect(say({ loop: "1" })).toEqual([
    "error wrong_type at .loop: loop must be a number, got a string; write 1",
  ]);
  expect(gather({ stop_gather: "true", profanity_filter: true })).toEqual([
    'error wrong_type at .profanity_filter: profanity_filter must be a string, got a boolean; write "true"',
    "error wrong_type at .stop_gather: stop_gather must be a boolean, got a string; write true",
  ]);
  expect(flex({ timeout: "{{flow.sid}}" })).toEqual([]);
});

const request = (properties: object) =>
  found(
    "make-http-request",
    { url: "https://a.example", ...properties },
    { success: "goodbye", failed: "goodbye" },
  );

test("the message lists the values of an enumeration and suggests the intended one", () => {
  expect(request({ method: "post" })).toEqual([
    'error wrong_value at .method: method must be one of "GET", "POST"; did you mean "POST"?',
  ]);
  expect(request({ method: 42 })).toEqual([
    'error wrong_type at .method: method must be a string, got an integer; write one of "GET", "POST"',
  ]);
  expect(flex({ waitUrlMethod: null })).toEqual([
    "error wrong_type at .waitUrlMethod: waitUrlMethod must be a string, got null; leave it out",
  ]);
});

test("an optional property can be omitted, but not null", () => {
  expect(say({ loop: null, voice: null })).toEqual([
    "error wrong_type at .loop: loop must be a number, got null; leave it out",
    "error wrong_type at .voice: voice must be a string, got null; leave it out",
  ]);
});

test("an unknown property is an error if its correct name is known and missing", () => {
  expect(flex({ hold_music_url: "https://a", atributes: "{}" })).toEqual([
    'error unknown_property at .atributes: Studio ignores "atributes"; the property is called attributes',
    'error unknown_property at .hold_music_url: Studio ignores "hold_music_url"; the property is called waitUrl',
  ]);
  expect(gather({ numDigits: 1, finishOnKey: "#", Hints: "a" })).toEqual([
    'error unknown_property at .Hints: Studio ignores "Hints"; the property is called hints',
    'error unknown_property at .finishOnKey: Studio ignores "finishOnKey"; the property is called finish_on_key',
    'error unknown_property at .numDigits: Studio ignores "numDigits"; the property is called number_of_digits',
  ]);
});

test("any other unknown property is a warning, since it does no harm", () => {
  expect(flex({ comment: "ours", waitUrl: "https://a", wait_url: "https://b" })).toEqual([
    'warning unknown_property at .comment: unknown key "comment", which Studio ignores; available: workflow, channel, attributes, priority, timeout, waitUrl, waitUrlMethod, offset',
    'warning unknown_property at .wait_url: Studio ignores "wait_url"; the property is called waitUrl, which is also set',
  ]);
  expect(say({ offset: { x: 1, y: 2, z: 3 }, tone: "warm" })).toEqual([
    'warning unknown_property at .offset.z: unknown key "z", which Studio ignores',
    'warning unknown_property at .tone: unknown key "tone", which Studio ignores; available: say, play, digits, voice, language, loop, offset',
  ]);
});

test("a SID of another kind is an error", () => {
  expect(flex({ workflow: channel })).toEqual([
    "error wrong_value at .workflow: workflow must be the SID of a TaskRouter workflow (WW…)",
  ]);
});

test("properties that depend on each other are checked together", () => {
  expect(say({ play: "https://a" })).toEqual([
    "warning wrong_value at : needs exactly one of say, play and digits",
  ]);
  expect(gather({ say: "" })).toEqual([]);
  expect(say({ say: "", digits: "1w2#x" })).toEqual([
    "warning wrong_value at .digits: digits must be 0-9, A-D, #, *, w and W",
  ]);
});

test("an enumeration is closed, unless Twilio has other values as well", () => {
  expect(found("fork-stream", { stream_action: "begin" }, {})).toEqual([
    'error wrong_value at .stream_action: stream_action must be one of "start", "stop"',
  ]);
  expect(gather({ speech_model: "experimental_conversations", profanity_filter: "{{flow.data.x}}" })).toEqual(
    [expect.stringContaining("warning other_trigger at .profanity_filter")],
  );
  const subflow = { flow_sid: "FW1", flow_revision: "LatestDraft" };
  expect(found("run-subflow", subflow, {}, "incomingMessage")).toEqual([
    "warning wrong_value at .flow_revision: flow_revision is not one of the known values: LatestPublished, LatestRevision",
  ]);
  expect(found("run-subflow", { ...subflow, flow_revision: "7" }, {}, "incomingMessage")).toEqual([]);
});

test("the reserved parameter of an HTTP request is refused", () => {
  const request = { url: "https://a.example", method: "POST", parameters: [{ key: "method", value: "x" }] };

  expect(found("make-http-request", request, {}, "incomingMessage")).toEqual([
    'error wrong_value at .parameters[0].key: key cannot be "method": Studio reserves that name (error 81014)',
  ]);
});

test("a SID must be of the expected kind of object", () => {
  const account = `AC${"0a".repeat(16)}`;

  expect(flex({ workflow: account })).toEqual([
    "error wrong_value at .workflow: workflow must be the SID of a TaskRouter workflow (WW…)",
  ]);
  expect(
    found(
      "enqueue-call",
      { workflow_sid: account },
      { callComplete: "goodbye", failedToEnqueue: "goodbye", callFailure: "goodbye" },
    ),
  ).toEqual([
    "error wrong_value at .workflow_sid: workflow_sid must be the SID of a TaskRouter workflow (WW…)",
  ]);
  expect(
    found(
      "run-subflow",
      { flow_sid: account, flow_revision: "LatestPublished" },
      { completed: "goodbye", failed: "goodbye" },
    ),
  ).toEqual([
    "error wrong_value at .flow_sid: flow_sid must be a flow's SID (FW…) and cannot contain Liquid",
  ]);
});

test("a workflow must be given as a SID", () => {
  expect(flex({ workflow: "Assign to Anyone" })).toEqual([
    "warning wrong_value at .workflow: workflow must be the SID of a TaskRouter workflow (WW…), not its name",
  ]);
  expect(flex({ workflow: "{{flow.channel.details.workflow}}" })).toEqual([]);
});

test("a request needs a complete URL", () => {
  const says = "is not a complete URL; write it as https://example.com/path, without spaces";

  expect(request({ url: "a.example/x" })).toEqual([`warning wrong_value at .url: url ${says}`]);
  expect(request({ url: "https://a.example/a b" })).toEqual([`warning wrong_value at .url: url ${says}`]);
  expect(request({ url: "{{flow.channel.details.url}}" })).toEqual([]);
});

test("Twilio's credentials are sent only to Twilio", () => {
  const says =
    "add_twilio_auth is on, but the URL is not a Twilio URL (twilio.com): the request is not made, and the widget takes failed";

  expect(request({ add_twilio_auth: true })).toEqual([`warning wrong_value at .add_twilio_auth: ${says}`]);
  expect(request({ add_twilio_auth: true, url: "https://twilio.com.a.example/" })).toEqual([
    `warning wrong_value at .add_twilio_auth: ${says}`,
  ]);
  expect(request({ add_twilio_auth: true, url: "https://conversations.twilio.com/v2/X" })).toEqual([]);
  expect(request({ add_twilio_auth: true, url: "https://{{flow.channel.details.host}}/x" })).toEqual([]);
});

test.each([
  ["send_to_flex", "send-to-flex"],
  ["sayplay", "say-play"],
  ["Say-Play", "say-play"],
  ["send-messages", "send-message"],
  ["gather-inptu-on-call", "gather-input-on-call"],
  ["makeHttpRequest", "make-http-request"],
  ["create_task", "create-task"],
  ["Send & Wait For Reply", "send-and-wait-for-reply"],
  ["Call Recording", "record-call"],
])("type %s is an error, since %s is meant", (type, meant) => {
  const issues = found(type, {}, {}).filter((issue) => issue.includes("unknown_type"));

  expect(issues).toEqual([
    `error unknown_type at states[1].type: there is no type "${type}"; write "${meant}"`,
  ]);
});

test.each(["make-outgoing-call-v3", "send-email", "ask", "record-voice", "run-flow", "resolve-profile"])(
  "type %s may be one that Twilio does not publish",
  (type) => {
    expect(found(type, {}, {})).toEqual([
      expect.stringContaining(`warning unknown_type at states[1].type: type "${type}" is not published`),
    ]);
  },
);

test("a misspelt type has no further issues", () => {
  const states = [
    widget("Trigger", "Trigger", {}, { incomingMessage: "tell" }),
    widget("tell", "send_message", { from: "{{flow.channel.address}}", body: "Hi." }, { sent: null }),
  ];

  expect(checkFlow({ states, initial_state: "Trigger" }).map(({ message }) => message)).toEqual([
    'widget "Trigger": there is no type "Trigger"; write "trigger"',
    'widget "tell": there is no type "send_message"; write "send-message"',
  ]);
});

test.each([
  ["resolve-profile", "Resolve Profile (twilio.com/docs/studio/widget-library/resolve-profile)"],
  ["profiles_lookup-v1", "Resolve Profile (twilio.com/docs/studio/widget-library/resolve-profile)"],
  [
    "create-or-update-profile",
    "Create or Update Profile (twilio.com/docs/studio/widget-library/create-or-update-profile)",
  ],
])("type %s is probably %s", (type, page) => {
  expect(found(type, {}, {})).toEqual([
    `warning unknown_type at states[1].type: type "${type}" is not published by Twilio, so its events and properties are not checked; it is probably ${page}, whose name in exports is not public`,
  ]);
});

test("a widget of an unknown type may set any variable and any output", () => {
  const widgets = [
    widget("profile", "resolve-profile", { anything: true }, { found: "say", not_found: "goodbye" }),
    widget("say", "say-play", {
      say: "Hello {{flow.variables.first_name}} {{widgets.profile.traits.last_name}}.",
    }),
    goodbye,
  ];

  expect(checkFlow(exampleDefinition({ widgets })).map(({ code }) => code)).toEqual(["unknown_type"]);
});
