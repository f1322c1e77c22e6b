import { expect, test } from "vitest";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import { checkFlow } from "../check.ts";
import { channel, exampleDefinition, goodbye, widget, workflow } from "../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const unhandled = (startedBy: TriggerEvent, ...widgets: object[]) =>
  checkFlow(exampleDefinition({ startedBy, widgets }))
    .filter(({ code }) => code === "unhandled_failure")
    .map(({ path, message, event }) => ({ path, message, event }));

const flex = widget("flex", "send-to-flex", { workflow, channel });
const say = (name: string, next?: string) =>
  widget(name, "send-message", { from, body: "Hello." }, next ? { sent: next } : {});
const request = (next?: string) =>
  widget(
    "ask",
    "make-http-request",
    { url: "https://a.example", method: "POST" },
    next ? { success: next } : {},
  );

test("a failed transfer of a customer is reported with the events that can occur", () => {
  expect(unhandled("incomingCall", flex)).toEqual([
    {
      path: "states[1].transitions",
      message:
        'widget "flex": "failedToEnqueue" and "callFailure" lead nowhere, so the customer hears nothing more; connect them to a widget',
      event: "failedToEnqueue",
    },
  ]);
  expect(unhandled("incomingMessage", flex)).toMatchObject([
    {
      message: expect.stringContaining('"failedToEnqueue" leads nowhere, so the customer'),
      event: "failedToEnqueue",
    },
  ]);
});

test("a call made by the flow can fail like an incoming one", () => {
  const dial = widget(
    "dial",
    "make-outgoing-call-v2",
    { from, to: "{{contact.channel.address}}" },
    { answered: "flex", failed: "sorry" },
  );
  expect(unhandled("incomingRequest", dial, flex, say("sorry"))).toMatchObject([
    { message: expect.stringContaining('"failedToEnqueue" and "callFailure"') },
  ]);
});

test("a failure is not reported if success ends the execution as well", () => {
  expect(unhandled("incomingMessage", say("last"))).toEqual([]);
  expect(unhandled("incomingMessage", request())).toEqual([]);
  expect(unhandled("incomingCall", request("goodbye"), goodbye)).toMatchObject([
    {
      message:
        'widget "ask": "failed" leads nowhere, so the customer hears nothing more; connect it to a widget',
    },
  ]);
});

test("undelivered messages are reported once for the flow", () => {
  expect(
    unhandled("incomingMessage", say("one", "two"), say("two", "ask"), request("three"), say("three")),
  ).toContainEqual({
    path: "states[1].transitions",
    message:
      'widget "one": if the message is not delivered ("failed"), the execution ends here without the steps that should follow; connect the event to a widget. The same applies to "two"',
    event: "failed",
  });
});

test("an undelivered message is not reported if only messages would follow, or no reply can come", () => {
  const wait = (on: Record<string, string | null>) =>
    widget("wait", "send-and-wait-for-reply", { from, body: "Your name?" }, on);

  expect(unhandled("incomingMessage", say("one", "two"), say("two", "wait"), wait({}))).toEqual([]);
  expect(unhandled("incomingMessage", wait({ incomingMessage: "ask", timeout: null }), request())).toEqual(
    [],
  );
  expect(
    unhandled("incomingMessage", wait({ incomingMessage: "ask", timeout: "ask" }), request()),
  ).toMatchObject([{ event: "deliveryFailure" }]);
});

test("open failures of requests are reported once for the flow, those of transfers one by one", () => {
  const call = widget("call", "run-function", { url: "https://a.example" }, { success: "flex" });

  expect(unhandled("incomingCall", request("call"), call, flex).map(({ message }) => message)).toEqual([
    'widget "ask": "failed" and "fail" lead nowhere, so the customer hears nothing more; connect them to a widget. The same applies to "call"',
    expect.stringMatching(/^widget "flex": "failedToEnqueue" and "callFailure" lead nowhere/),
  ]);
});

test("a subflow may leave failures to its parent", () => {
  expect(unhandled("incomingParent", request("tell"), say("tell", "flex"), flex)).toEqual([]);
});

test("behind a split on the trigger only the executions that can arrive count", () => {
  const condition = {
    friendly_name: "Call",
    arguments: ["{{trigger.call}}"],
    type: "is_not_blank",
    value: "",
  };
  const which = {
    ...widget("which", "split-based-on", { input: "{{trigger.call}}" }),
    transitions: [
      { event: "noMatch", next: "tell" },
      { event: "match", next: "hello", conditions: [condition] },
    ],
  };
  const start = widget("Trigger", "trigger", {}, { incomingCall: "which", incomingMessage: "which" });
  const hello = widget("hello", "say-play", { say: "Hello {{trigger.call.From}}." });
  const tell = widget("tell", "send-message", { from, body: "Hello {{trigger.message.From}}." });

  expect(checkFlow({ states: [start, which, hello, tell], initial_state: "Trigger" })).toEqual([]);
});
