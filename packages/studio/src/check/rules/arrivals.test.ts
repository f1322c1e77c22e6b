import { expect, test } from "vitest";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import { checkFlow } from "../check.ts";
import { channel, goodbye, widget, workflow } from "../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const tell = widget("tell", "send-message", { from, body: "Sorry." });
const flex = widget(
  "flex",
  "send-to-flex",
  { workflow, channel },
  { failedToEnqueue: "tell", callFailure: "tell" },
);
const resume = (name: string, next: string) =>
  widget(name, "resume-conversation", { conversation_service_sid: "IS1" }, { resumed: next, failed: "tell" });
const dial = (answered: string, busy: string) =>
  widget(
    "dial",
    "make-outgoing-call-v2",
    { from, to: "{{contact.channel.address}}" },
    { answered, busy, noAnswer: "tell", failed: "tell" },
  );
const subflow = (completed: string) =>
  widget(
    "sub",
    "run-subflow",
    { flow_sid: "FW1", flow_revision: "LatestPublished" },
    { completed, failed: "tell" },
  );

/** Returns the issues about how executions reach widgets. */
function arriving(on: { [Event in TriggerEvent]?: string }, ...widgets: object[]) {
  const states = [widget("Trigger", "trigger", {}, on), ...widgets, tell];
  return checkFlow({ states, initial_state: "Trigger" })
    .filter(({ code }) => ["wrong_trigger", "rest_only", "second_conversation"].includes(code))
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

test("Resume Conversation needs the REST API, and it is an error only in a flow without it", () => {
  const others =
    'warning wrong_trigger: widget "resume": resume-conversation works only in executions started by incomingRequest, but executions started by a call (incomingCall) reach it';

  expect(arriving({ incomingRequest: "resume" }, resume("resume", "flex"), flex)).toEqual([]);
  expect(
    arriving({ incomingRequest: "resume", incomingCall: "resume" }, resume("resume", "flex"), flex),
  ).toEqual([others]);
  expect(
    arriving({ incomingRequest: "tell", incomingCall: "resume" }, resume("resume", "flex"), flex),
  ).toEqual([others]);
  expect(arriving({ incomingCall: "resume" }, resume("resume", "flex"), flex)).toEqual([
    'error rest_only: widget "resume": resume-conversation can only be used in flows triggered by the REST API; connect the trigger\'s incomingRequest',
  ]);
});

test("Send to Flex started only by the REST API is an error, unless the execution has acquired a call or conversation", () => {
  const refused =
    'error wrong_trigger: widget "flex": send-to-flex works only in executions started by incomingCall, incomingMessage, incomingConversationMessage, incomingParent, but executions started by the REST API (incomingRequest) without a conversation or call yet reach it';

  expect(arriving({ incomingRequest: "flex" }, flex)).toEqual([refused]);
  expect(arriving({ incomingRequest: "flex", incomingCall: "flex" }, flex)).toEqual([
    refused.replace("error", "warning"),
  ]);
  expect(arriving({ incomingRequest: "dial" }, dial("flex", "tell"), flex)).toEqual([]);
  expect(arriving({ incomingRequest: "dial" }, dial("goodbye", "flex"), flex, goodbye)).toEqual([refused]);
  expect(arriving({ incomingRequest: "sub" }, subflow("flex"), flex)).toEqual([]);
});

test("a call made by the flow can be used by call widgets, and its execution can still send messages", () => {
  const ask = widget(
    "ask",
    "send-and-wait-for-reply",
    { from, body: "Is this better?" },
    { incomingMessage: "tell", timeout: "tell", deliveryFailure: "tell" },
  );
  const say = widget("say", "say-play", { say: "Hello." }, { audioComplete: "ask" });

  expect(arriving({ incomingRequest: "dial" }, dial("say", "ask"), say, ask)).toEqual([]);
  expect(arriving({ incomingRequest: "dial" }, dial("ask", "say"), say, ask)).toEqual([
    'warning wrong_trigger: widget "say": say-play works only in executions started by incomingCall, incomingParent, but executions started by the REST API (incomingRequest) without a conversation or call yet reach it',
  ]);
});

test("widgets with the same wrong trigger are reported together, those that can never work one by one", () => {
  const say = (name: string, next: string) =>
    widget(name, "say-play", { say: "Hello." }, { audioComplete: next });
  const warned =
    'warning wrong_trigger: widget "one": say-play works only in executions started by incomingCall, incomingParent, but executions started by the REST API (incomingRequest) without a conversation or call yet reach it. The same applies to "two" and "three"';

  expect(
    arriving({ incomingRequest: "one" }, say("one", "two"), say("two", "three"), say("three", "tell")),
  ).toEqual([warned]);
  const again = { ...flex, name: "again" };
  const first = widget("flex", "send-to-flex", { workflow, channel }, { failedToEnqueue: "again" });
  expect(arriving({ incomingRequest: "flex" }, first, again)).toEqual([
    expect.stringMatching(/^error wrong_trigger: widget "flex": .* reach it$/),
    expect.stringMatching(/^error wrong_trigger: widget "again": .* reach it$/),
  ]);
});

test("an execution has one conversation", () => {
  expect(arriving({ incomingRequest: "one" }, resume("one", "two"), resume("two", "flex"), flex)).toEqual([
    'warning second_conversation: widget "two": an execution that already has a conversation can reach this widget; resume-conversation then takes "failed", since an execution has only one conversation',
  ]);
});

test("a subflow uses its parent's call or conversation, but cannot run another subflow", () => {
  expect(arriving({ incomingParent: "dial" }, dial("flex", "tell"), flex)).toEqual([]);
  expect(arriving({ incomingParent: "sub" }, subflow("tell"))).toEqual([
    'warning wrong_trigger: widget "sub": run-subflow works only in executions started by incomingCall, incomingMessage, incomingConversationMessage, incomingRequest, but executions started by a parent flow (incomingParent) reach it',
  ]);
});

const start = (on: Record<string, string>) => widget("Trigger", "trigger", {}, on);
const hello = (name: string, next: string | null) =>
  widget(name, "say-play", { say: "Hello." }, { audioComplete: next });
const codesOf = (...states: object[]) =>
  checkFlow({ states, initial_state: "Trigger" }).map(({ code, message }) => `${code} ${message}`);

test("widgets that lead to each other are unreachable once", () => {
  const [first, second, own] = [hello("a", "b"), hello("b", "c"), hello("loop", "loop")];

  expect(
    codesOf(start({ incomingCall: "in" }), hello("in", null), second, first, hello("c", "b"), own),
  ).toEqual([
    'unreachable widget "a": no path from the trigger leads here; connect it or delete it. Only from there the flow reaches "b" and "c"',
    'unreachable widget "loop": no path from the trigger leads here; connect it or delete it',
  ]);
});

test("one mistake in the wiring has no follow-up for each widget behind it", () => {
  const chain = [hello("menu", "sales"), hello("sales", "bye"), hello("bye", null)];
  const codes = (...states: object[]) => codesOf(...states).map((text) => text.split(" ")[0]);

  expect(codes(start({ incomingCall: "menux" }), ...chain)).toEqual(["unknown_target"]);
  expect(codes(start({ incomingCall: "menu" }), hello("menu", "sale"), ...chain.slice(1))).toEqual([
    "unknown_target",
  ]);
  expect(codes(start({}), ...chain)).toEqual(["nothing_wired"]);
  expect(codes(...chain)).toEqual(["initial_state", "trigger_count"]);
  expect(codes({ ...start({}), transitions: {} }, ...chain)).toEqual(["nothing_wired", "wrong_type"]);
});
