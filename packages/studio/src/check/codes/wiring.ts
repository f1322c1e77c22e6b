// Codes for names, events and transitions.

import { channel, goodbye, type IssueCode, split, widget, workflow } from "./issueCode.ts";

const from = "{{flow.channel.address}}";
const trigger = (on: Record<string, string>) => widget("Trigger", "trigger", {}, on);
const say = (on: Record<string, string | null>) => widget("say", "say-play", { say: "Hello." }, on);
const resume = (name: string, on: Record<string, string | null>) =>
  widget(name, "resume-conversation", { conversation_service_sid: `IS${"0".repeat(32)}` }, on);
const flow = (...states: object[]) => ({ definition: { states, initial_state: "Trigger" } });

export const wiring = {
  duplicate_name: {
    severity: "error",
    title: "Two widgets with the same name",
    explanation:
      "Names must be unique in a flow: transitions and Liquid refer to them. Twilio refuses the definition (81022).",
    example: { widgets: [goodbye, goodbye] },
    remedy: "Rename one of them and everything that refers to it.",
  },
  trigger_count: {
    severity: "error",
    title: "Not exactly one trigger",
    explanation: "A flow has exactly one widget of type `trigger`, and it cannot be removed.",
    example: flow(
      trigger({ incomingCall: "goodbye" }),
      { ...trigger({ incomingCall: "goodbye" }), name: "Other" },
      goodbye,
    ),
    remedy: "Keep one trigger; it can have all five events.",
  },
  initial_state: {
    severity: "error",
    title: "`initial_state` does not name the trigger",
    explanation:
      "It must be exactly the name of the trigger. Twilio refuses a name that no widget has (81022).",
    example: {
      definition: { states: [trigger({ incomingCall: "goodbye" }), goodbye], initial_state: "trigger" },
    },
    remedy: "Write the trigger's name, usually `Trigger`.",
  },
  nothing_wired: {
    severity: "warning",
    title: "The trigger leads nowhere",
    explanation: "No event of the trigger has a next widget, so nothing ever happens.",
    example: flow(trigger({})),
    remedy: "Connect at least one event of the trigger to a widget.",
  },
  unknown_event: {
    severity: "error",
    title: "An event that the widget does not have",
    explanation:
      "Twilio refuses every event that the type does not have (81022). Names that are easily confused: `fail` of Run Function and `failed` of Make HTTP Request; Send & Wait For Reply has `incomingMessage`, not `reply`.",
    example: { widgets: [say({ audioComplete: "goodbye", completed: "goodbye" }), goodbye] },
    remedy: "Use an event listed in the message.",
  },
  duplicate_event: {
    severity: "warning",
    title: "An event is listed twice",
    explanation:
      "Twilio accepts it; which of the two counts is not known. Only `match` of a split can occur several times.",
    example: {
      widgets: [
        {
          ...say({}),
          transitions: [{ event: "audioComplete", next: "goodbye" }, { event: "audioComplete" }],
        },
        goodbye,
      ],
    },
    remedy: "Delete one of the two.",
  },
  unknown_target: {
    severity: "error",
    title: "A transition to a widget that does not exist",
    explanation: 'Twilio refuses the definition: "must match a widget name" (81022).',
    example: { widgets: [say({ audioComplete: "goodby" })] },
    remedy: "Correct the name, or add the widget. Omit `next` to end the execution.",
  },
  unreachable: {
    severity: "warning",
    title: "A widget that cannot be reached",
    explanation:
      "No path from the trigger leads here. Twilio accepts it; the widget is unused, or a connection is missing. Reported once for widgets that lead to each other, and not if another issue is the cause, such as a misspelt target.",
    example: { widgets: [goodbye, widget("closed", "say-play", { say: "We are closed." })] },
    remedy: "Connect it or delete it.",
  },
  wrong_trigger: {
    severity: "either",
    title: "A widget that does not work with what started the execution",
    explanation:
      "For example Say/Play in an execution started by a message: Studio takes a failure event or ends with 81020. A call answered or a conversation resumed earlier in the execution counts as well. An error for Send to Flex if only REST API executions without either reach it; otherwise a warning, reported once for all widgets with the same reason.",
    example: { startedBy: "incomingMessage", widgets: [goodbye] },
    remedy: "Connect the trigger's events to different branches.",
  },
  rest_only: {
    severity: "error",
    title: "A REST API widget in a flow without that trigger",
    explanation:
      'Twilio refuses Start Conversation and Resume Conversation if the trigger\'s `incomingRequest` leads nowhere: "can only be used in flows triggered by the REST API" (81022).',
    example: { widgets: [resume("resume", { resumed: null, failed: null })] },
    remedy: "Connect `incomingRequest` of the trigger, or delete the widget.",
  },
  second_conversation: {
    severity: "warning",
    title: "A second conversation in one execution",
    explanation:
      "An execution can have only one conversation. Starting or resuming another one takes `failed`.",
    example: {
      startedBy: "incomingRequest",
      widgets: [
        resume("resume", { resumed: "again", failed: "tell" }),
        resume("again", { resumed: "tell", failed: "tell" }),
        widget("tell", "send-message", { from, body: "Hello." }),
      ],
    },
    remedy: "Delete the second widget, or branch before the first.",
  },
  unhandled_failure: {
    severity: "warning",
    title: "A failure event leads nowhere",
    explanation:
      "When the event occurs the execution ends and a call is disconnected, without a word to the customer and without the steps that should have followed. Not reported if the execution also ends after success, unless the widget transfers the customer to someone else, and not in a subflow, whose parent continues. Undelivered messages are reported once per flow, and only if steps other than messages to the same customer would follow; failed requests are reported once per flow as well.",
    example: {
      widgets: [
        widget(
          "flex",
          "send-to-flex",
          { workflow, channel },
          { callComplete: null, failedToEnqueue: null, callFailure: "goodbye" },
        ),
        goodbye,
      ],
    },
    remedy:
      "Connect the event to a widget that informs the customer, tries another way, or records what happened.",
  },
  endless_loop: {
    severity: "warning",
    title: "A loop without a way out",
    explanation:
      "The widgets lead only to each other, and none of them waits for anything. Twilio ends the execution after ten runs of one widget in a row (81001) or 1,000 steps (81000). A failure event does not count as a way out.",
    example: {
      widgets: [
        widget("one", "say-play", { say: "One." }, { audioComplete: "two" }),
        widget("two", "say-play", { say: "Two." }, { audioComplete: "one" }),
      ],
    },
    remedy: "Connect an event to a widget outside the loop, for example with a split on a counter.",
  },
  failure_retried: {
    severity: "warning",
    title: "A failure leads straight back to the same widget",
    explanation:
      "A widget that failed usually fails again immediately. After ten runs in a row the execution ends (81001).",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "Hello." }, { sent: null, failed: "tell" })],
    },
    remedy: "Count the attempts with Set Variables and a split, or connect it to another widget.",
  },
  dead_end: {
    severity: "warning",
    title: "A customer responds and hears nothing more",
    explanation:
      "A response to Send & Wait For Reply or Gather Input On Call leads nowhere, or only through splits and variables to the end of the execution. The usual cause is a `noMatch` that is not connected. Not reported in a subflow, whose parent continues. Gather always listens for speech as well as for keys.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "ask",
          "send-and-wait-for-reply",
          { from, body: "Yes or no?" },
          { incomingMessage: "is_yes", timeout: "thanks", deliveryFailure: "thanks" },
        ),
        split("is_yes", "{{widgets.ask.inbound.Body}}", [{ type: "equal_to", value: "yes", next: "thanks" }]),
        widget("thanks", "send-message", { from, body: "Thank you." }),
      ],
    },
    remedy: "Connect the event to a widget that responds, or back to the question.",
  },
  subflow_limit: {
    severity: "warning",
    title: "More subflows than Studio supports",
    explanation:
      "A flow can have at most 150 Run Subflow widgets and 50 different subflows, and run one revision of each.",
    example: {
      startedBy: "incomingMessage",
      widgets: [
        widget(
          "first",
          "run-subflow",
          { flow_sid: "FW00000000000000000000000000000000", flow_revision: "LatestPublished" },
          { completed: "second", failed: "second" },
        ),
        widget("second", "run-subflow", {
          flow_sid: "FW00000000000000000000000000000000",
          flow_revision: "3",
        }),
      ],
    },
    remedy: "Use the same revision everywhere; merge small subflows.",
  },
} as const satisfies Record<string, IssueCode>;
