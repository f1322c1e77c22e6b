// Codes of names, events and where they lead.

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
    title: "Two widgets have one name",
    explanation:
      "Names are unique in a flow: transitions and Liquid use them. Twilio refuses the definition (81022).",
    example: { widgets: [goodbye, goodbye] },
    remedy: "Rename one, and what refers to it.",
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
    remedy: "Leave one trigger; it can have all five events.",
  },
  initial_state: {
    severity: "error",
    title: "`initial_state` does not name the trigger",
    explanation:
      "It must be the name of the trigger, letter by letter. Twilio refuses a name that no widget has (81022).",
    example: {
      definition: { states: [trigger({ incomingCall: "goodbye" }), goodbye], initial_state: "trigger" },
    },
    remedy: "Write the trigger's name, `Trigger` as a rule.",
  },
  nothing_wired: {
    severity: "warning",
    title: "The trigger leads nowhere",
    explanation: "No event of the trigger has a next widget, so nothing ever happens.",
    example: flow(trigger({})),
    remedy: "Lead at least one event of the trigger to a widget.",
  },
  unknown_event: {
    severity: "error",
    title: "An event that the widget does not have",
    explanation:
      "Twilio refuses every event that is not one of the type's (81022). Names that are mixed up easily: `fail` of Run Function and `failed` of Make HTTP Request; `incomingMessage`, never `reply`, of Send & Wait For Reply.",
    example: { widgets: [say({ audioComplete: "goodbye", completed: "goodbye" }), goodbye] },
    remedy: "Use an event that the message names.",
  },
  duplicate_event: {
    severity: "warning",
    title: "An event is listed twice",
    explanation:
      "Twilio accepts it; which of the two counts is not known. Only `match` of a split may stand several times.",
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
    title: "A transition leads to a widget that is not there",
    explanation: 'Twilio refuses the definition: "must match a widget name" (81022).',
    example: { widgets: [say({ audioComplete: "goodby" })] },
    remedy: "Correct the name, or add the widget. Leave `next` out to end the execution.",
  },
  unreachable: {
    severity: "warning",
    title: "Nothing leads to a widget",
    explanation:
      "No path from the trigger comes here. Twilio accepts it; it is dead, or a connection has been lost.",
    example: { widgets: [goodbye, widget("closed", "say-play", { say: "We are closed." })] },
    remedy: "Connect it or delete it.",
  },
  wrong_trigger: {
    severity: "either",
    title: "A widget that does not work on what started the execution",
    explanation:
      "For instance Say/Play in an execution that a message started: Studio takes a failure event or ends with 81020. What was gained on the way counts, too: a call that was answered, a conversation that was resumed. An error for Send to Flex where only REST executions without either come; otherwise a warning, one for all widgets with the same reason.",
    example: { startedBy: "incomingMessage", widgets: [goodbye] },
    remedy: "Wire the trigger's events to different branches.",
  },
  rest_only: {
    severity: "error",
    title: "A widget for the REST API in a flow without that trigger",
    explanation:
      'Twilio refuses Start Conversation and Resume Conversation where the trigger\'s `incomingRequest` leads nowhere: "can only be used in flows triggered by the REST API" (81022).',
    example: { widgets: [resume("resume", { resumed: null, failed: null })] },
    remedy: "Wire `incomingRequest` of the trigger, or delete the widget.",
  },
  second_conversation: {
    severity: "warning",
    title: "A second conversation for one execution",
    explanation: "An execution has one conversation. Starting or resuming another one takes `failed`.",
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
    title: "A failure leads nowhere",
    explanation:
      "The execution ends when the event comes, and on a call the line is cut: nobody has said a word, and what should have followed is never done. Not told where the execution would end after success as well, unless the widget hands the customer to somebody. Of messages that are not delivered there is one issue for the flow.",
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
    remedy: "Lead the event to a widget that tells the customer, tries another way, or notes what happened.",
  },
  endless_loop: {
    severity: "warning",
    title: "A loop without a way out",
    explanation:
      "The widgets lead to each other and nowhere else, and none of them waits for anything. Twilio ends the execution after ten runs of one widget in a row (81001) or 1,000 steps (81000). A failure event does not count as a way out.",
    example: {
      widgets: [
        widget("one", "say-play", { say: "One." }, { audioComplete: "two" }),
        widget("two", "say-play", { say: "Two." }, { audioComplete: "one" }),
      ],
    },
    remedy: "Lead an event out of it, for instance by a split on a counter.",
  },
  failure_retried: {
    severity: "warning",
    title: "A failure leads straight back to what failed",
    explanation:
      "What failed fails again in most cases, at once. After ten runs in a row the execution ends (81001).",
    example: {
      startedBy: "incomingMessage",
      widgets: [widget("tell", "send-message", { from, body: "Hello." }, { sent: null, failed: "tell" })],
    },
    remedy: "Count the attempts with Set Variables and a split, or lead it to another widget.",
  },
  dead_end: {
    severity: "warning",
    title: "A customer answers and hears no more",
    explanation:
      "An answer to Send & Wait For Reply or Gather Input On Call leads nowhere, or through splits and variables to the end of the execution. The usual cause is an open `noMatch`. Gather always listens for speech as well as for keys.",
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
    remedy: "Lead the open event to a widget that answers, or back to the question.",
  },
  subflow_limit: {
    severity: "warning",
    title: "Subflows beyond what Studio runs",
    explanation:
      "At most 150 Run Subflow widgets and 50 different subflows to a flow, and one revision of each.",
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
    remedy: "Use the same revision everywhere; put small subflows together.",
  },
} as const satisfies Record<string, IssueCode>;
