// Codes of the definition's JSON.

import { goodbye, type IssueCode, widget } from "./issueCode.ts";

export const shape = {
  wrapped_definition: {
    severity: "error",
    title: "A flow of the API in place of its definition",
    explanation:
      "Twilio's API answers with a flow: its SID, its name, its status, and the definition among them. Only the definition can be checked and deployed.",
    example: {
      definition: {
        sid: "FW…",
        friendly_name: "Support",
        definition: { states: [], initial_state: "Trigger" },
      },
    },
    remedy: "Pass what stands under `definition`.",
  },
  wrong_type: {
    severity: "error",
    title: "A value has the wrong JSON type",
    explanation:
      "Twilio is strict about JSON types, property by property: some numbers and booleans must be texts, others must not. It refuses the definition (81022). Exports of 2020 and before have numbers where text is wanted today.",
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
    remedy: 'Write it as the message sentence, for instance `"3600"`.',
  },
  missing: {
    severity: "error",
    title: "A required key is missing",
    explanation: "Twilio refuses the definition (81022).",
    example: {
      widgets: [widget("record", "record-call", {}, { success: "goodbye", failed: "goodbye" }), goodbye],
    },
    remedy: "Add the key. [The widgets](studio-widgets.md) says which are required.",
  },
  wrong_value: {
    severity: "either",
    title: "A value is not one that works",
    explanation:
      "An error where Twilio knows every value (an enumeration), or where it cannot work: the SID of another kind of object, a reserved name. A warning where a number is out of its range, a name stands for a SID, a URL has no host, or properties do not belong together: whether Twilio refuses that is not known.",
    example: { widgets: [widget("say", "say-play", { say: "Hello.", loop: 100 })] },
    remedy: "Choose one of the values the message names.",
  },
  unknown_property: {
    severity: "either",
    title: "A key that Studio does not know",
    explanation:
      "Unknown properties pass Twilio's check and are ignored when the flow runs. An error where the right key is known and missing: a name of Twilio's Console or prose, another spelling (camel case), a slip of one or two letters. Otherwise a warning. Unknown keys of the definition itself are errors.",
    example: { widgets: [widget("say", "say-play", { say: "Hello.", Language: "en-GB" })] },
    remedy: "Use the name that the message gives, or delete the key.",
  },
  placeholder: {
    severity: "warning",
    title: "Something is still to be filled in",
    explanation:
      "A placeholder of a template (`<WORKFLOW_SID>`, Terraform's and the shell's forms in braces, `__SID__`, `%s`, `YOUR_…`, `WWxxxx…`), or an empty URL or SID that the widget needs. The flow can be checked so, but it does not work.",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("ask", "make-http-request", { url: "https://<API_HOST>/hours", method: "GET" })],
    },
    remedy: "Fill it in before the flow is deployed.",
  },
  unknown_type: {
    severity: "warning",
    title: "A type of widget that Twilio does not publish",
    explanation:
      "Twilio's check knows about a dozen types that are listed nowhere, so this may be right. The widget is followed, but neither its events nor its properties are checked.",
    example: { widgets: [widget("say", "say-pley", { say: "Hello." })] },
    remedy: "Compare the name with [the widgets](studio-widgets.md).",
  },
  undocumented_type: {
    severity: "warning",
    title: "A type of which nothing but the name is known",
    explanation:
      "Twilio's published schema lists the type, but neither properties nor events of it are written anywhere. The widget is followed and not checked.",
    example: { widgets: [widget("task", "create-task", {})] },
    remedy: "Look the widget up in Twilio's Console.",
  },
  retired_type: {
    severity: "warning",
    title: "A widget whose product is gone",
    explanation: "Old exports have widgets of products that Twilio has switched off since.",
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
    remedy: "Replace it, for instance by a virtual agent or a Function.",
  },
} as const satisfies Record<string, IssueCode>;
