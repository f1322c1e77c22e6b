// Codes of what stands inside texts: Liquid, JSON, and how long they are.

import { channel, goodbye, type IssueCode, widget, workflow } from "./issueCode.ts";

const say = (text: string) => ({ widgets: [widget("say", "say-play", { say: text })] });
const from = "{{flow.channel.address}}";
const flex = (attributes: string) => ({
  widgets: [
    widget(
      "flex",
      "send-to-flex",
      { workflow, channel, attributes },
      { callComplete: null, failedToEnqueue: "goodbye", callFailure: "goodbye" },
    ),
    goodbye,
  ],
});

export const texts = {
  liquid_syntax: {
    severity: "either",
    title: "Liquid that does not parse",
    explanation:
      "Studio makes the whole text empty, warns (81018) and goes on. An error where braces or a tag are never closed and the widget cannot work without the text: a required URL or SID, the attributes of Send to Flex. Otherwise a warning, also because LiquidJS, which reads it here, may be stricter than Studio. Single braces, as in `{trigger.call.From}`, are told as well: they stand in the text as they are written.",
    example: say("Hello {{trigger.call.CallerCity}"),
    remedy: "Correct the template.",
  },
  unknown_tag: {
    severity: "warning",
    title: "A Liquid tag that Studio is not known to have",
    explanation:
      "Known are assign, break, capture, case, comment, continue, for, if, raw and unless. With another one the whole text is empty (81018), as far as is known.",
    example: say("{% include 'greeting' %}"),
    remedy: "Do without it, or try it on an account.",
  },
  unknown_filter: {
    severity: "warning",
    title: "A Liquid filter that Studio is not known to have",
    explanation:
      "Twilio's list of filters is not public. Known are those it names, those that deployed flows use, and Shopify's classic ones. With another one the whole text is empty (81018).",
    example: say("{{trigger.call.From | sha256}}"),
    remedy: "Use another filter, or let a Function do it.",
  },
  unknown_widget: {
    severity: "warning",
    title: "Liquid reads a widget that is not there",
    explanation: "What is unknown renders to nothing, without a warning from Twilio.",
    example: say("You said {{widgets.menu.SpeechResult}}"),
    remedy: "Correct the name; renaming a widget does not rename it in templates.",
  },
  widget_not_run: {
    severity: "warning",
    title: "Liquid reads a widget that has not run yet",
    explanation:
      "No path leads from that widget to this one, so its outputs are not there. A widget's own outputs are there when it has ended, so it can read itself only in a loop.",
    example: {
      widgets: [
        widget("say", "say-play", { say: "You pressed {{widgets.menu.Digits}}" }, { audioComplete: "menu" }),
        widget(
          "menu",
          "gather-input-on-call",
          { say: "Press a key." },
          { keypress: "goodbye", speech: "goodbye", timeout: "goodbye" },
        ),
        goodbye,
      ],
    },
    remedy: "Put the widgets into the right order.",
  },
  unknown_output: {
    severity: "warning",
    title: "Liquid reads an output that the widget does not have",
    explanation:
      "Told only where the outputs of a type are known in full, or where the name is a known one with a slip: in other case, a letter wrong, or two letters swapped. There is no `outputs` in the path.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "look_up",
          "make-http-request",
          { url: "https://api.example.com/hours", method: "GET" },
          { success: "tell", failed: "tell" },
        ),
        widget("tell", "send-message", { from, body: "{{widgets.look_up.response.hours}}" }),
      ],
    },
    remedy: "Use a name that the message gives. [The widgets](studio-widgets.md) lists all outputs.",
  },
  output_not_set: {
    severity: "warning",
    title: "Liquid reads an output of another event",
    explanation:
      "The widget has such an output, but only after an event by which no path comes here: a reply after a time-out, for instance.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "ask",
          "send-and-wait-for-reply",
          { from, body: "Your name?" },
          { incomingMessage: "thanks", timeout: "missed", deliveryFailure: "missed" },
        ),
        widget("thanks", "send-message", { from, body: "Thank you, {{widgets.ask.inbound.Body}}." }),
        widget("missed", "send-message", { from, body: "Nothing from you, {{widgets.ask.inbound.Body}}?" }),
      ],
    },
    remedy: "Read it behind the event that sets it.",
  },
  unknown_variable: {
    severity: "warning",
    title: "Liquid reads what Studio does not have",
    explanation:
      "Everything is below trigger, flow, contact or widgets, and of trigger, flow and contact the first keys are known. Anything else renders to nothing. What a trigger brings is an open set, so that there only a slip in a known name is told, as `trigger.message.body`. Variables of `assign`, `capture` and `for` are a template's own and end with it.",
    example: say("You call from {{trigger.From}}"),
    remedy: "Write the path as the message gives it, for instance `trigger.call.From`.",
  },
  variable_not_set: {
    severity: "warning",
    title: "Liquid reads a variable that nothing has set",
    explanation:
      "No Set Variables widget on any path to here sets it. Keys are case-sensitive, and a variable can be read when the widget that sets it has ended.",
    example: {
      widgets: [
        widget("set", "set-variables", { variables: [{ key: "language", value: "en" }] }, { next: "say" }),
        widget("say", "say-play", { say: "{{flow.variables.Language}}" }),
      ],
    },
    remedy: "Set it before, or correct the key.",
  },
  other_trigger: {
    severity: "warning",
    title: "Liquid reads the data of another trigger",
    explanation:
      "Only the trigger that started the execution has data: `trigger.call` on calls, `trigger.message` on messages, `flow.data` and `trigger.request` on REST executions. A call that the flow places itself does not fill `trigger.call`.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "Called from {{trigger.call.From}}" })],
    },
    remedy:
      "Read the trigger that comes here, or `contact.channel.address`, which is the customer on every channel.",
  },
  attributes_not_json: {
    severity: "either",
    title: "Attributes that cannot be a JSON object",
    explanation:
      "Send to Flex makes no task of them (81015), and the execution takes `failedToEnqueue`: an error there and on Enqueue Call, a warning on messages. Also a warning where a text (a number in E.164, a SID, what a customer wrote or said) stands without quotation marks, since it may be digits alone. Any other output of Liquid may be JSON; where tags stand between the members, nothing is said.",
    example: flex('{"name": "{{trigger.call.From}}",}'),
    remedy:
      "Correct the JSON. Write what a customer says as `{{… | to_json}}`, without quotation marks around it.",
  },
  attributes_too_long: {
    severity: "either",
    title: "Attributes of a task beyond 1,024 characters",
    explanation:
      "Send to Flex and Enqueue Call take 1,024 characters. An error where the text is longer without any Liquid; a warning where it depends on what Liquid makes of it.",
    example: flex(JSON.stringify({ note: "x".repeat(1_020) })),
    remedy: "Leave attributes out, or keep them elsewhere and send a key.",
  },
  body_not_json: {
    severity: "warning",
    title: "A request's body that cannot be JSON",
    explanation:
      "The content type says `application/json`, and the server will not be able to read it. The same where a text (a number in E.164, a SID, what a customer wrote or said) stands without quotation marks.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget("note", "make-http-request", {
          url: "https://api.example.com/notes",
          method: "POST",
          content_type: "application/json;charset=utf-8",
          body: '{"text": "{{trigger.message.Body}}"',
        }),
      ],
    },
    remedy: "Correct the JSON, or choose the form content type and use parameters.",
  },
  text_too_long: {
    severity: "warning",
    title: "A text that is too long",
    explanation:
      "Twilio sends messages of 1,600 characters at most (21617), and a rendered value holds 16 KB (81018). Counted without Liquid.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "x".repeat(1_700) })],
    },
    remedy: "Shorten or divide it.",
  },
} as const satisfies Record<string, IssueCode>;
