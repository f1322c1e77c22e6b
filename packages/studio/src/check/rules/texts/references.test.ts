import { describe, expect, test } from "vitest";
import type { TriggerEvent } from "../../../widgets/widgetType.ts";
import { checkFlow } from "../../check.ts";
import { goodbye, split, widget } from "../../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const codes = [
  "unknown_widget",
  "widget_not_run",
  "unknown_output",
  "output_not_set",
  "unknown_variable",
  "variable_not_set",
  "other_trigger",
];

/** Returns the issues of a flow's templates. */
function reading(on: { [Event in TriggerEvent]?: string }, ...widgets: object[]) {
  return checkFlow({ states: [widget("Trigger", "trigger", {}, on), ...widgets], initial_state: "Trigger" })
    .filter(({ code }) => codes.includes(code))
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}
const tell = (body: string, next?: string) =>
  widget("tell", "send-message", { from, body }, { failed: "goodbye", ...(next ? { sent: next } : {}) });
const onCall = (say: string, ...widgets: object[]) =>
  reading({ incomingCall: "it" }, widget("it", "say-play", { say }), ...widgets);

describe("widgets", () => {
  const ask = (next: Record<string, string>) =>
    widget("ask", "send-and-wait-for-reply", { from, body: "Your name?" }, next);

  test("must exist, must have run before, and can read their own outputs only in a loop", () => {
    expect(onCall("{{ widgets.menue.Digits }}{{ widgets.menue.x }}", { ...goodbye, name: "menu" })).toEqual([
      'warning unknown_widget: widget "it": {{widgets.menue…}} is always empty, because no widget has that name; did you mean "menu"?',
    ]);
    expect(
      reading({ incomingMessage: "tell" }, tell("{{widgets.ask.inbound.Body}}", "ask"), ask({}), goodbye),
    ).toEqual([
      'warning widget_not_run: widget "tell": {{widgets.ask…}} is always empty here, because "ask" never runs before this widget',
    ]);
    const self = (next: string) => tell("{{widgets.tell.outbound.Sid}}", next);
    expect(reading({ incomingMessage: "tell" }, self("goodbye"), goodbye)).toEqual([
      'warning widget_not_run: widget "tell": {{widgets.tell…}} is always empty here, because a widget\'s outputs are set once it has ended, and no path leads back here',
    ]);
    expect(
      reading({ incomingMessage: "tell" }, self("ask"), ask({ incomingMessage: "tell" }), goodbye),
    ).toEqual([]);
  });

  test("can be read where they have not run if the template tests the value", () => {
    const guarded = "{% if widgets.ask %}{{widgets.ask.inbound.Body}}{% endif %}";
    const filled = "{{widgets.ask.inbound.Body | default: 'you'}}";

    expect(reading({ incomingMessage: "tell" }, tell(guarded, "ask"), ask({}), goodbye)).toEqual([]);
    expect(reading({ incomingMessage: "tell" }, tell(filled, "ask"), ask({}), goodbye)).toEqual([]);
  });

  test("set some outputs only after a certain event", () => {
    const flow = (on: Record<string, string>) =>
      reading({ incomingMessage: "ask" }, ask(on), tell("{{widgets.ask.inbound.Body}}"), goodbye);

    expect(flow({ incomingMessage: "tell", timeout: "tell" })).toEqual([]);
    expect(flow({ incomingMessage: "goodbye", timeout: "tell", deliveryFailure: "tell" })).toEqual([
      'warning output_not_set: widget "tell": {{widgets.ask.inbound.Body}} is always empty here: it is set only after "incomingMessage", and only "timeout" and "deliveryFailure" of "ask" lead here',
    ]);
  });

  test("have no other outputs if all of them are known", () => {
    const request = (body: string) =>
      reading(
        { incomingMessage: "get" },
        widget(
          "get",
          "make-http-request",
          { url: "https://a.example", method: "GET" },
          { success: "tell", failed: "goodbye" },
        ),
        tell(body),
        goodbye,
      );
    expect(request("{{widgets.get.parsed.a[0].b}} {{widgets.get.status_code}} {{widgets.get.size}}")).toEqual(
      [],
    );
    expect(request("{{widgets.get.headers.date}} {{widgets.get.outputs.body}}")).toEqual([
      'warning unknown_output: widget "tell": {{widgets.get.headers.date}} is always empty; available: body, content_type, status_code, parsed',
      'warning unknown_output: widget "tell": {{widgets.get.outputs.body}} is always empty; outputs are directly below the widget name: write {{widgets.get.body}}',
    ]);
    const gate = split("gate", "1", [{ type: "equal_to", value: "1", next: "it" }], "it");
    const it = widget("it", "say-play", { say: "{{widgets.Trigger.call.From}} {{widgets.gate.x}}" });
    expect(reading({ incomingCall: "gate" }, gate, it)).toEqual([
      'warning unknown_output: widget "it": {{widgets.Trigger.call.From}} is always empty; trigger data is below trigger, not below widgets',
      'warning unknown_output: widget "it": {{widgets.gate.x}} is always empty, because split-based-on has no outputs',
    ]);
  });

  test("may not have set outputs after a failure", () => {
    const resume = widget(
      "resume",
      "resume-conversation",
      { conversation_service_sid: "IS1" },
      { resumed: "goodbye", failed: "tell" },
    );
    expect(
      reading({ incomingRequest: "resume" }, resume, tell("{{widgets.resume.conversation.sid}}"), goodbye),
    ).toEqual([
      'warning output_not_set: widget "tell": {{widgets.resume.conversation.sid}} is always empty here: resume-conversation sets it only after "resumed", and only "failed" of "resume" leads here',
    ]);
  });

  test("with unknown outputs are checked for misspelt known names", () => {
    const menu = widget("menu", "gather-input-on-call", { say: "1?" }, { keypress: "it", speech: "it" });
    const it = (say: string) => reading({ incomingCall: "menu" }, menu, widget("it", "say-play", { say }));

    expect(it("{{widgets.menu.Digits}} {{widgets.menu.SomethingNew}}")).toEqual([]);
    expect(it("{{widgets.menu.digits}}")).toEqual([
      'warning unknown_output: widget "it": {{widgets.menu.digits}} is always empty; its name is Digits',
    ]);
    expect(
      reading(
        { incomingMessage: "ask" },
        ask({ incomingMessage: "tell" }),
        tell("{{widgets.ask.inbound.body}}"),
      ),
    ).toEqual([
      'warning unknown_output: widget "tell": {{widgets.ask.inbound.body}} is always empty; its name is inbound.Body',
    ]);
    expect(
      reading(
        { incomingMessage: "ask" },
        ask({ incomingMessage: "tell" }),
        tell("{{widgets.ask.outputs.Body}}"),
      ),
    ).toEqual([
      'warning unknown_output: widget "tell": {{widgets.ask.outputs.Body}} is always empty; outputs are directly below the widget name: write {{widgets.ask.outbound.Body}} or {{widgets.ask.inbound.Body}}',
    ]);
    expect(it("{{widgets.menu.SpechResult}} {{widgets.menu.Digit}} {{widgets.menu.CallSid2}}")).toEqual([
      'warning unknown_output: widget "it": {{widgets.menu.Digit}} is always empty; its name is Digits',
      'warning unknown_output: widget "it": {{widgets.menu.SpechResult}} is always empty; its name is SpeechResult',
    ]);
  });
});

describe("variables", () => {
  const set = (key: string, value: string, next: string) =>
    widget("set", "set-variables", { variables: [{ key, value }] }, { next });

  test("must be set before they are read, with the same spelling", () => {
    const flow = (body: string) =>
      reading({ incomingMessage: "set" }, set("name", "Ann", "tell"), tell(body), goodbye);

    expect(flow("{{flow.variables.name}} {{widgets.set.name}} {{flow.variables.size}}")).toEqual([]);
    expect(flow("{{flow.variables.Name}}")).toEqual([
      'warning variable_not_set: widget "tell": {{flow.variables.Name}} is always empty here, because no widget sets it; did you mean "name"?',
    ]);
    expect(flow("{{widgets.set.nme}}")).toEqual([
      'warning unknown_output: widget "tell": {{widgets.set.nme}} is always empty; did you mean "name"?',
    ]);
  });

  test("that are set later, or by the widget itself, are not set yet", () => {
    expect(
      reading(
        { incomingMessage: "tell" },
        tell("{{flow.variables.name}}", "set"),
        set("name", "Ann", "goodbye"),
        goodbye,
      ),
    ).toEqual([
      'warning variable_not_set: widget "tell": {{flow.variables.name}} is always empty here, because "set" never runs before this widget',
    ]);
    expect(
      reading({ incomingMessage: "set" }, set("n", "{{flow.variables.n}}1", "tell"), tell("a"), goodbye),
    ).toEqual([
      'warning variable_not_set: widget "set": {{flow.variables.n}} is always empty here, because this widget itself sets it, and a variable can be read only after the widget that sets it has ended',
    ]);
    const counting = "{% if flow.variables.n %}{{flow.variables.n | plus: 1}}{% else %}1{% endif %}";
    expect(
      reading({ incomingMessage: "set" }, set("n", counting, "tell"), tell("a", "set"), goodbye),
    ).toEqual([]);
  });

  test("may be set by a subflow", () => {
    const sub = widget("sub", "run-subflow", { flow_sid: "FW1", flow_revision: "1" }, { completed: "tell" });

    expect(reading({ incomingMessage: "sub" }, sub, tell("{{flow.variables.a}}"), goodbye)).toEqual([]);
  });

  test("of a template exist only within it", () => {
    const body =
      "{% assign a = flow.sid %}{{a}}{% for b in flow.data.list %}{{b.c}}{% endfor %}{% capture d %}x{% endcapture %}{{d}}";

    expect(reading({ incomingRequest: "tell" }, tell(body), goodbye)).toEqual([]);
  });
});

describe("triggers", () => {
  test("have data only if they have started the execution", () => {
    const other =
      'warning other_trigger: widget "tell": {{trigger.call.From}} is always empty here, because only executions started by incomingMessage reach this widget, and trigger.call is set only after incomingCall';

    expect(
      reading({ incomingMessage: "tell" }, tell("{{trigger.call.From}} {{trigger.call.To}}"), goodbye),
    ).toEqual([other]);
    expect(
      reading({ incomingMessage: "tell", incomingCall: "tell" }, tell("{{trigger.call.From}}"), goodbye),
    ).toEqual([]);
    expect(reading({ incomingParent: "tell" }, tell("{{trigger.call.From}}"), goodbye)).toEqual([]);
  });

  test("of the REST API set flow.data", () => {
    expect(
      reading({ incomingRequest: "tell" }, tell("{{flow.data.a}}{{trigger.request.to}}"), goodbye),
    ).toEqual([]);
    expect(onCall("{{flow.data.a}}")).toEqual([
      'warning other_trigger: widget "it": {{flow.data.a}} is always empty here, because only executions started by incomingCall reach this widget, and flow.data holds the parameters of a REST API execution (incomingRequest)',
    ]);
  });

  test("can have unknown fields, but not misspelt known ones", () => {
    expect(
      onCall("{{trigger.call.SipHeader_X-Id}} {{trigger.call.FromCity}} {{trigger.call.taskSid}}"),
    ).toEqual([]);
    expect(onCall("{{trigger.call.from}} {{trigger.call.CallSdi}} {{flow.channel.adress}}")).toEqual([
      'warning unknown_variable: widget "it": {{flow.channel.adress}} is always empty; write {{flow.channel.address}}',
      'warning unknown_variable: widget "it": {{trigger.call.CallSdi}} is always empty; write {{trigger.call.CallSid}}',
      'warning unknown_variable: widget "it": {{trigger.call.from}} is always empty; write {{trigger.call.From}}',
    ]);
    const body =
      "{{trigger.message.Bdy}} {{trigger.message.MediaUrl0}} {{trigger.message.ChannelAttributes.x}}";
    expect(reading({ incomingMessage: "tell" }, tell(body), goodbye)).toEqual([
      'warning unknown_variable: widget "tell": {{trigger.message.Bdy}} is always empty; write {{trigger.message.Body}}',
    ]);
  });

  test("are read by kind, not by event", () => {
    expect(onCall("{{trigger.incomingConversationMessage.ChannelSid}}")).toEqual([
      'warning unknown_variable: widget "it": {{trigger.incomingConversationMessage.ChannelSid}} is always empty; write {{trigger.conversation.ChannelSid}}',
    ]);
  });

  test("are not reported for the values that the Console writes into every message", () => {
    const properties = {
      from,
      body: "Hello.",
      service: "{{trigger.message.InstanceSid}}",
      channel: "{{trigger.message.ChannelSid}}",
    };
    expect(reading({ incomingCall: "it" }, widget("it", "send-message", properties))).toEqual([]);
  });
});

describe("anything else", () => {
  test("does not exist, and the message suggests the right one", () => {
    expect(onCall("{{ trigger.From }} {{ name }} {{ trigers.call.From }} {{ it.voice }}")).toEqual([
      'warning unknown_variable: widget "it": {{it.voice}} is always empty; write {{widgets.it.voice}}',
      'warning unknown_variable: widget "it": {{name}} is always empty; Studio\'s variables start with trigger, flow, contact, widgets',
      'warning unknown_variable: widget "it": {{trigers.call.From}} is always empty; did you mean "trigger"?',
      'warning unknown_variable: widget "it": {{trigger.From}} is always empty; write {{trigger.call.From}}',
    ]);
    expect(
      onCall("{{flow.chanel.sid}} {{contact.name}} {{flow.channel.sid}} {{contact.channel.address}}"),
    ).toEqual([
      'warning unknown_variable: widget "it": {{contact.name}} is always empty; a contact has only {{contact.channel.address}}',
      'warning unknown_variable: widget "it": {{flow.chanel.sid}} is always empty; did you mean "channel"?',
    ]);
  });

  test("selected by a key computed at run time is not checked", () => {
    expect(onCall("{{widgets[flow.sid].x}} {{trigger[flow.sid]}} {{flow.variables[flow.sid]}}")).toEqual([]);
  });

  test("in an unreachable widget is not reported, since the widget is", () => {
    const lost = widget("lost", "say-play", {
      say: "{{widgets.it.voice}} {{flow.variables.a}} {{trigger.message.Body}}",
    });

    expect(onCall("Hello.", lost)).toEqual([]);
  });
});
