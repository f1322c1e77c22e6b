// Codes for what strings contain: Liquid, JSON, and their length.

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
      "Studio renders the whole value as empty, warns (81018) and continues. An error if braces or a tag are never closed and the widget cannot work without the value: a required URL or SID, the attributes of Send to Flex. Otherwise a warning, also because LiquidJS, which parses it here, may be stricter than Studio. Single braces, as in `{trigger.call.From}`, are reported as well: Studio does not replace them.",
    example: say("Hello {{trigger.call.CallerCity}"),
    remedy: "Correct the template.",
  },
  unknown_tag: {
    severity: "warning",
    title: "A Liquid tag that Studio is not known to have",
    explanation:
      "The known tags are assign, break, capture, case, comment, continue, for, if, raw and unless. As far as is known, any other tag makes the whole value empty (81018).",
    example: say("{% include 'greeting' %}"),
    remedy: "Avoid the tag, or test it on an account.",
  },
  unknown_filter: {
    severity: "warning",
    title: "A Liquid filter that Studio is not known to have",
    explanation:
      "Twilio's list of filters is not public. The known ones are those in its documentation, those used in deployed flows, and Shopify's classic filters. Any other filter makes the whole value empty (81018).",
    example: say("{{trigger.call.From | sha256}}"),
    remedy: "Use another filter, or do it in a Function.",
  },
  unknown_widget: {
    severity: "warning",
    title: "Liquid reads a widget that does not exist",
    explanation: "An unknown path renders as an empty string, without a warning from Twilio.",
    example: say("You said {{widgets.menu.SpeechResult}}"),
    remedy: "Correct the name; renaming a widget does not update the templates that use it.",
  },
  widget_not_run: {
    severity: "warning",
    title: "Liquid reads a widget that has not run yet",
    explanation:
      "No path leads from that widget to this one, so its outputs are not set. A widget's own outputs are set once it has ended, so it can read them only in a loop.",
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
    remedy: "Reorder the widgets.",
  },
  unknown_output: {
    severity: "warning",
    title: "Liquid reads an output that the widget does not have",
    explanation:
      "Reported only if all outputs of the type are known, or if the name is a typo of a known one: different case, one wrong letter, or two letters swapped. There is no `outputs` in the path.",
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
    remedy: "Use a name from the message. [Studio's widgets](studio-widgets.md) lists all outputs.",
  },
  output_not_set: {
    severity: "warning",
    title: "Liquid reads an output of another event",
    explanation:
      "The widget sets this output only after an event from which no path leads here: for example a reply that is read after a timeout.",
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
    remedy: "Read it after the event that sets it.",
  },
  unknown_variable: {
    severity: "warning",
    title: "Liquid reads a variable that Studio does not have",
    explanation:
      "All variables are below trigger, flow, contact or widgets, and the first keys of trigger, flow and contact are known. Anything else renders as an empty string. A trigger can have further fields, so only typos of known names are reported there, such as `trigger.message.body`. Variables of `assign`, `capture` and `for` exist only within their template.",
    example: say("You call from {{trigger.From}}"),
    remedy: "Write the path as shown in the message, for example `trigger.call.From`.",
  },
  variable_not_set: {
    severity: "warning",
    title: "Liquid reads a variable that nothing has set",
    explanation:
      "No Set Variables widget on any path to this widget sets it. Keys are case-sensitive, and a variable can be read only after the widget that sets it has ended.",
    example: {
      widgets: [
        widget("set", "set-variables", { variables: [{ key: "language", value: "en" }] }, { next: "say" }),
        widget("say", "say-play", { say: "{{flow.variables.Language}}" }),
      ],
    },
    remedy: "Set it earlier, or correct the key.",
  },
  other_trigger: {
    severity: "warning",
    title: "Liquid reads the data of another trigger",
    explanation:
      "Only the trigger that started the execution has data: `trigger.call` for calls, `trigger.message` for messages, `flow.data` and `trigger.request` for REST API executions. A call that the flow makes does not set `trigger.call`.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "Called from {{trigger.call.From}}" })],
    },
    remedy:
      "Read the trigger that started the execution, or `contact.channel.address`, which is the customer's address on every channel.",
  },
  attributes_not_json: {
    severity: "either",
    title: "Attributes that cannot be a JSON object",
    explanation:
      "Send to Flex does not create the task (81015), and the execution takes `failedToEnqueue`: an error there and on Enqueue Call, a warning on messages. Also a warning if a string (an E.164 number, a SID, what a customer wrote or said) has no quotation marks around it, since it may consist of digits. Any other Liquid output may be JSON; nothing is reported if there are tags between the members.",
    example: flex('{"name": "{{trigger.call.From}}",}'),
    remedy:
      "Correct the JSON. Write a customer's words as `{{… | to_json}}`, without quotation marks around it.",
  },
  attributes_too_long: {
    severity: "either",
    title: "Task attributes longer than 1,024 characters",
    explanation:
      "Send to Flex and Enqueue Call accept 1,024 characters. An error if the string is longer even without its Liquid; a warning if it depends on what Liquid renders.",
    example: flex(JSON.stringify({ note: "x".repeat(1_020) })),
    remedy: "Omit attributes, or store them elsewhere and send a key.",
  },
  body_not_json: {
    severity: "warning",
    title: "A request body that cannot be JSON",
    explanation:
      "The content type is `application/json`, but the server will not be able to parse the body. Also reported if a string (an E.164 number, a SID, what a customer wrote or said) has no quotation marks around it.",
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
    remedy: "Correct the JSON, or choose a form content type and use parameters.",
  },
  text_in_json: {
    severity: "warning",
    title: "Free text inside quotation marks of JSON",
    explanation:
      "What a customer wrote or said, or what a Function or another program returned, is inside quotation marks in attributes, a body, a parameter or a variable that is JSON. The first quotation mark or line break in it makes the JSON invalid: Send to Flex creates no task (81015), a `json_object` variable stays empty (81027). Also reported for `to_json` inside quotation marks, since it writes them itself. Not reported for identifiers, numbers and addresses.",
    example: {
      widgets: [
        widget(
          "ask",
          "gather-input-on-call",
          { say: "How can we help you?" },
          { keypress: "flex", speech: "flex", timeout: "goodbye" },
        ),
        ...flex('{"reason": "{{widgets.ask.SpeechResult}}"}').widgets,
      ],
    },
    remedy:
      "Write `{{… | to_json}}` without quotation marks around it. If the string contains more than the output, build it with Set Variables first.",
  },
  summary_not_found: {
    severity: "warning",
    title: "A hand-off whose summary Flex cannot find",
    explanation:
      "Flex UI shows the virtual agent's summary of the conversation that a context of the task names, and Send to Flex is assumed to write that context from a top-level `conversationId` of the attributes, the name in TAC's hand-off payload. Reported where attributes contain the payload's `conversationId` or `storeId` in another place.",
    example: flex('{"handoff": {"conversationId": {{trigger.call.conversationId | to_json}} } }'),
    remedy: 'Write `"conversationId": {{… | to_json}}` at the top level of the attributes.',
  },
  text_too_long: {
    severity: "warning",
    title: "A string that is too long",
    explanation:
      "An SMS or WhatsApp message has at most 1,600 characters (21617), and a rendered value holds at most 16 KB (81018). Counted without Liquid. A message in a conversation may be a chat message, which can be longer.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "x".repeat(1_700) })],
    },
    remedy: "Shorten or split it.",
  },
} as const satisfies Record<string, IssueCode>;
