import { expect, expectTypeOf, test } from "vitest";
import { type WidgetTypeName, widgetTypes } from "../widgets/table.ts";
import {
  connectVirtualAgent,
  defineFlow,
  enqueueCall,
  forkStream,
  gatherInputOnCall,
  type MadeType,
  type Match,
  type MissingWidget,
  makeHttpRequest,
  missingWidget,
  type On,
  otherWidget,
  recordCall,
  runFunction,
  runSubflow,
  sendAndWaitForReply,
  sendMessage,
  setVariables,
  split,
  type WidgetOptions,
  type WidgetSpec,
  widget,
} from "./build.ts";
import { everyWidget } from "./testing/everyWidget.ts";

const failing = { failed: undefined };

test.each(Object.entries(everyWidget))(
  "%s lists every event of its type and stores properties that the table knows",
  (type, spec) => {
    const row = widgetTypes[type as keyof typeof everyWidget];

    expect(spec.type).toBe(type);
    expect(new Set(spec.transitions.map(({ event }) => event))).toEqual(
      new Set(row.events.filter((event) => event !== "match")),
    );
    expect(spec.transitions.filter(({ next }) => next === "a")).toHaveLength(1);
    expect(row.properties.safeParse(spec.properties).error).toBeUndefined();
  },
);

test("parameters as an object become Studio's list, in the order written", () => {
  const { properties } = runFunction({
    url: "https://a.example",
    parameters: { order: "{{flow.variables.order}}", from: "" },
    on: { fail: undefined },
  });

  expect(properties.parameters).toEqual([
    { key: "order", value: "{{flow.variables.order}}" },
    { key: "from", value: "" },
  ]);
});

test("values that may be parsed carry their type", () => {
  const { properties } = runSubflow({
    flow_sid: "FW0123456789abcdef0123456789abcdef",
    flow_revision: "LatestPublished",
    parameters: {
      name: "{{contact.channel.address}}",
      order: { json_object: "{{widgets.f.parsed | to_json}}" },
    },
    on: failing,
  });

  expect(properties.parameters).toEqual([
    { key: "name", value: "{{contact.channel.address}}", type: "string" },
    { key: "order", value: "{{widgets.f.parsed | to_json}}", type: "json_object" },
  ]);
});

test("content variables are written by their placeholder", () => {
  const { properties } = sendMessage({
    message_type: "content_template",
    content_sid: "HX0123456789abcdef0123456789abcdef",
    content_variables: { "{{1}}": "{{flow.variables.name}}" },
    on: failing,
  });

  expect(properties.content_variables).toEqual([{ key: "{{1}}", value: "{{flow.variables.name}}" }]);
});

test("a list stays a list, and an object that Studio stores as an object stays one", () => {
  const parameters = [
    { key: "a", value: "1" },
    { key: "a", value: "2" },
  ];
  const details = { addon_sid: "XB1", installed_addon_sid: "XE1", name: "bot" };
  const { properties } = connectVirtualAgent({ parameters, connector_details: details, on: failing });

  expect(properties).toEqual({ parameters, connector_details: details });
});

test("attributes of a queued call and of a message can be an object as well", () => {
  const queued = enqueueCall({
    queue_name: "sales",
    task_attributes: { name: "{{trigger.call.From | to_json}}" },
    on: { failedToEnqueue: undefined, callFailure: undefined },
  });

  expect(queued.properties.task_attributes).toBe('{"name":{{trigger.call.From | to_json}}}');
});

test("an omitted address gets the table's default, and undefined counts as omitted", () => {
  expect(everyWidget["send-and-wait-for-reply"].properties).toEqual({
    from: "{{flow.channel.address}}",
    body: "Your name?",
    timeout: "60",
  });
  expect(everyWidget["make-outgoing-call-v2"].properties).toEqual({
    from: "{{flow.channel.address}}",
    to: "{{contact.channel.address}}",
    timeout: 20,
  });
  expect(sendMessage({ body: "Hello.", media_url: undefined, on: failing }).properties).not.toHaveProperty(
    "media_url",
  );
});

test("targets are typed by the events of the type", () => {
  expectTypeOf(everyWidget["send-message"]).toEqualTypeOf<WidgetSpec<"a" | undefined>>();
  expectTypeOf<On<"run-function", "a">>().toEqualTypeOf<
    { success?: "a" | MissingWidget } & { readonly fail: "a" | MissingWidget }
  >();
  expectTypeOf<WidgetOptions<"say-play", "a">>().toHaveProperty("next");
  expectTypeOf<WidgetOptions<"gather-input-on-call", "a">>().toHaveProperty("on");
  expectTypeOf<MadeType>().toEqualTypeOf<Exclude<WidgetTypeName, "trigger" | "split-based-on">>();
  expectTypeOf<{ is_blank: true; next: "a" }>().toExtend<Match<"a">>();
});

test("a wrong property, a wrong event and an omitted failure event do not compile", () => {
  const wrong = () => [
    // @ts-expect-error timeout is a string here
    sendAndWaitForReply({ body: "?", timeout: 3600, on: { deliveryFailure: undefined } }),
    // @ts-expect-error timeout is a number here
    gatherInputOnCall({ say: "?", timeout: "5", on: {} }),
    // @ts-expect-error a boolean
    recordCall({ record_call: "true", on: failing }),
    // @ts-expect-error record_call must be given
    recordCall({ on: failing }),
    // @ts-expect-error no such property
    gatherInputOnCall({ say: "?", num_digits: 1, on: {} }),
    // @ts-expect-error the event is fail
    runFunction({ url: "https://a", on: { failed: undefined } }),
    // @ts-expect-error the event is incomingMessage
    sendAndWaitForReply({ body: "?", on: { reply: "a", deliveryFailure: undefined } }),
    // @ts-expect-error deliveryFailure must be handled
    sendAndWaitForReply({ body: "?", on: { incomingMessage: "a" } }),
    // @ts-expect-error one event, so next instead of on
    forkStream({ stream_action: "start", on: { next: "a" } }),
    // @ts-expect-error start or stop
    forkStream({ stream_action: "pause" }),
    // @ts-expect-error values are strings
    runFunction({ url: "https://a", parameters: { a: 1 }, on: { fail: undefined } }),
    // @ts-expect-error a string or { json_object }
    setVariables({ variables: { a: { json: "{}" } } }),
    // @ts-expect-error Studio supports only GET and POST
    makeHttpRequest({ url: "https://a", method: "PUT", on: failing }),
    // @ts-expect-error no such type
    widget("make-outgoing-call", { from: "", to: "", on: {} }),
    // @ts-expect-error not an event of this type
    widget("make-outgoing-call-v1", { from: "", to: "", on: { sent: "a" } }),
    // @ts-expect-error not an event of any type
    widget("make-outgoing-call-v1", { from: "", to: "", on: { replied: "a" } }),
    // @ts-expect-error the failure event must be handled
    widget("send-to-auto-pilot", { autopilot_assistant_sid: "", from: "", body: "", timeout: 1, on: {} }),
    // @ts-expect-error to is missing
    widget("make-outgoing-call-v1", { from: "", on: {} }),
    // @ts-expect-error a split is written with split
    widget("split-based-on", { input: "", on: { noMatch: undefined } }),
    // @ts-expect-error a condition needs its next
    split({ input: "x", match: [{ equal_to: "1" }], noMatch: undefined }),
    // @ts-expect-error a value is a string
    split({ input: "x", match: [{ equal_to: 1, next: undefined }], noMatch: undefined }),
    // @ts-expect-error a blank test has no value
    split({ input: "x", match: [{ is_blank: "yes", next: undefined }], noMatch: undefined }),
    // @ts-expect-error exported conditions have their own names
    split({ input: "x", match: [{ conditions: [], friendly_name: "", next: "a" }], noMatch: "a" }),
  ];
  expect(wrong).toBeTypeOf("function");
});

test("targets are checked whichever function makes the widget, unless they are marked as missing", () => {
  const wrong = () =>
    defineFlow({
      trigger: {},
      widgets: {
        // @ts-expect-error "nobody" is not a widget of this flow
        ask: sendAndWaitForReply({
          body: "?",
          on: { incomingMessage: "nobody", deliveryFailure: undefined },
        }),
        // @ts-expect-error "nobody" is not a widget of this flow
        old: widget("connect-virtual-agent", { connector: "bot", on: { return: "nobody" } }),
        // @ts-expect-error "nobody" is not a widget of this flow
        strange: otherWidget({ type: "hours", properties: {}, on: { open: "ask", closed: "nobody" } }),
        lost: forkStream({ stream_action: "stop", next: missingWidget("nobody") }),
        older: widget("make-outgoing-call-v1", {
          from: "",
          to: "",
          on: { answered: "ask", busy: undefined },
        }),
        half: runFunction({ url: "https://a", on: { success: "ask", fail: missingWidget("nobody") } }),
      },
    });
  const nothing = () =>
    // @ts-expect-error "nobody" is not a widget of this flow
    defineFlow({ trigger: { incomingCall: "nobody" }, widgets: {} });
  expect([wrong, nothing]).toHaveLength(2);
});
