// Codes for the definition's JSON.

import { goodbye, type IssueCode, widget } from "./issueCode.ts";

export const shape = {
  wrapped_definition: {
    severity: "error",
    title: "A flow resource instead of its definition",
    explanation:
      "Twilio's API returns a flow resource: its SID, name and status, with the definition inside. Only the definition can be checked and deployed.",
    example: {
      definition: {
        sid: "FW…",
        friendly_name: "Support",
        definition: { states: [], initial_state: "Trigger" },
      },
    },
    remedy: "Pass the value of `definition`.",
  },
  wrong_type: {
    severity: "error",
    title: "A value has the wrong JSON type",
    explanation:
      "Twilio is strict about JSON types, property by property: some numbers and booleans must be strings, others must not. It refuses the definition (81022). Exports from 2020 and earlier have numbers where Twilio requires strings today.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "ask",
          "send-and-wait-for-reply",
          { from: "{{flow.channel.address}}", body: "Your name?", timeout: 3600 },
          { incomingMessage: "thanks", deliveryFailure: "thanks" },
        ),
        widget("thanks", "send-message", { from: "{{flow.channel.address}}", body: "Thank you." }),
      ],
    },
    remedy: 'Write it as shown in the message, for example `"3600"`.',
  },
  missing: {
    severity: "error",
    title: "A required key is missing",
    explanation: "Twilio refuses the definition (81022).",
    example: {
      widgets: [widget("record", "record-call", {}, { success: "goodbye", failed: "goodbye" }), goodbye],
    },
    remedy: "Add the key. [Studio's widgets](studio-widgets.md) lists which are required.",
  },
  wrong_value: {
    severity: "either",
    title: "A value that is not valid",
    explanation:
      "An error where Twilio knows every value (an enumeration), or where it cannot work: the SID of another kind of object, a reserved name. A warning where a number is out of its range, a name is used in place of a SID, a URL has no host, or properties exclude each other: whether Twilio refuses these is not known.",
    example: { widgets: [widget("say", "say-play", { say: "Hello.", loop: 100 })] },
    remedy: "Choose one of the values listed in the message.",
  },
  unknown_property: {
    severity: "either",
    title: "An unknown key",
    explanation:
      "Twilio accepts unknown properties and ignores them when the flow runs. An error where the intended key is known and missing: a name used in Twilio's Console or documentation, a different spelling (camel case), a typo of one or two letters. Otherwise a warning. Unknown keys of the definition itself are errors.",
    example: { widgets: [widget("say", "say-play", { say: "Hello.", Language: "en-GB" })] },
    remedy: "Use the name shown in the message, or delete the key.",
  },
  placeholder: {
    severity: "warning",
    title: "A value that has not been filled in",
    explanation:
      "A placeholder from a template (`<WORKFLOW_SID>`, Terraform and shell variables in braces, `__SID__`, `%s`, `YOUR_…`, `WWxxxx…`), or an empty URL or SID that the widget needs. Such a flow can be checked, but it does not work. Reported once per flow, with all values and their widgets.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("ask", "make-http-request", { url: "https://<API_HOST>/hours", method: "GET" })],
    },
    remedy: "Fill it in before the flow is deployed.",
  },
  unknown_type: {
    severity: "either",
    title: "A widget type that Twilio does not publish",
    explanation:
      "An error where a published type is meant: only punctuation, case or at most two letters differ, or it is the name in Twilio's Console. Twilio refuses it (81022). Otherwise a warning: Twilio's own validation accepts about a dozen types that are not documented, so it may be right. The widget's transitions are followed, but neither its events nor its properties are checked.",
    example: { widgets: [widget("say", "say_play", { say: "Hello." })] },
    remedy:
      "Write the type shown in the message, or compare the name with [Studio's widgets](studio-widgets.md).",
  },
  undocumented_type: {
    severity: "warning",
    title: "A widget type that is not documented",
    explanation:
      "Twilio's published schema lists the type, but neither its properties nor its events are documented. The widget's transitions are followed, but the widget is not checked.",
    example: { widgets: [widget("task", "create-task", {})] },
    remedy: "Inspect the widget in Twilio's Console.",
  },
  retired_type: {
    severity: "warning",
    title: "A widget of a discontinued product",
    explanation: "Old exports contain widgets of products that Twilio has discontinued since.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "bot",
          "send-to-auto-pilot",
          {
            autopilot_assistant_sid: "UA…",
            from: "{{flow.channel.address}}",
            body: "{{trigger.message.Body}}",
            timeout: 14400,
          },
          { sessionEnded: null, failure: "sorry", timeout: null },
        ),
        widget("sorry", "send-message", { from: "{{flow.channel.address}}", body: "Sorry." }),
      ],
    },
    remedy: "Replace it, for example with a virtual agent or a Function.",
  },
} as const satisfies Record<string, IssueCode>;
