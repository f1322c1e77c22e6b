// The builder: one maker for each widget type in use, and the functions that combine widgets into a flow.
// The table of widget types, and the reference generated from it, describe the properties and events of each type.

import { maker } from "./maker.ts";

export { defineFlow, type FlowOptions, type Offset, otherFlow } from "./defineFlow.ts";
export { type MadeType, type Maker, type WidgetOptions, widget } from "./maker.ts";
export { asExported, otherWidget } from "./otherWidget.ts";
export { type Match, split } from "./split.ts";
export {
  type MissingWidget,
  missingWidget,
  type On,
  type Target,
  type Toward,
  type WidgetSpec,
} from "./widgetSpec.ts";
export type { TypedValue, WrittenProperties } from "./writtenProperties.ts";

/**
 * Set Variables: sets `flow.variables.<key>`. A string is rendered and stays a string; `{ json_object: string }` is
 * rendered and parsed, so that its members can be read.
 *
 * @example
 * ```ts
 * import { setVariables } from "@tac-handoff/studio";
 *
 * const remember = setVariables({ variables: { reason: "{{widgets.ask.inbound.Body}}" }, next: "thanks" });
 *
 * remember.properties; // → { variables: [{ key: "reason", value: "{{widgets.ask.inbound.Body}}", type: "string" }] }
 * ```
 */
export const setVariables = maker("set-variables");

/**
 * Make HTTP Request. `method` defaults to GET, `content_type` to a form; `add_twilio_auth` is for Twilio hosts only.
 *
 * @example
 * ```ts
 * import { makeHttpRequest } from "@tac-handoff/studio";
 *
 * const hours = makeHttpRequest({
 *   url: "https://api.example.com/hours",
 *   parameters: { day: "{{'now' | date: '%A'}}" },
 *   on: { success: "tell", failed: "sorry" },
 * });
 *
 * hours.transitions; // → [{ event: "success", next: "tell" }, { event: "failed", next: "sorry" }]
 * ```
 */
export const makeHttpRequest = maker("make-http-request");

/**
 * Run Function: a request to a Function. Its failure event is `fail`.
 *
 * @example
 * ```ts
 * import { runFunction } from "@tac-handoff/studio";
 *
 * const lookUp = runFunction({
 *   url: "https://example-1234.twil.io/look-up",
 *   parameters: { phone: "{{contact.channel.address}}" },
 *   on: { success: "hello", fail: "sorry" },
 * });
 *
 * lookUp.type; // → "run-function"
 * ```
 */
export const runFunction = maker("run-function");

/** Run Subflow: another flow, one level deep. */
export const runSubflow = maker("run-subflow");

/**
 * Send Message. In an execution attached to a conversation the message is sent to that conversation.
 *
 * @example
 * ```ts
 * import { sendMessage } from "@tac-handoff/studio";
 *
 * const thanks = sendMessage({ body: "Thank you.", on: { failed: undefined } });
 *
 * thanks.properties.to; // → "{{contact.channel.address}}"
 * ```
 */
export const sendMessage = maker("send-message", "from", "to");

/**
 * Send & Wait For Reply. `timeout` (seconds, default "3600") is a string; the reply is `widgets.<name>.inbound.Body`.
 *
 * @example
 * ```ts
 * import { sendAndWaitForReply } from "@tac-handoff/studio";
 *
 * const ask = sendAndWaitForReply({
 *   body: "What is your name?",
 *   timeout: "600",
 *   on: { incomingMessage: "thanks", timeout: "reminder", deliveryFailure: undefined },
 * });
 *
 * ask.type; // → "send-and-wait-for-reply"
 * ```
 */
export const sendAndWaitForReply = maker("send-and-wait-for-reply", "from");

/** Start Conversation: attaches a REST API execution to a new Classic conversation. Once per execution. */
export const startConversation = maker("start-conversation");

/** Resume Conversation: attaches a REST API execution to an existing Classic conversation. Once per execution. */
export const resumeConversation = maker("resume-conversation");

/**
 * Say/Play: exactly one of `say`, `play` (URL) and `digits`; on calls only. `loop` defaults to 1.
 *
 * @example
 * ```ts
 * import { sayPlay } from "@tac-handoff/studio";
 *
 * const hello = sayPlay({ say: "Hello.", language: "en-GB", next: "menu" });
 *
 * hello.transitions; // → [{ event: "audioComplete", next: "menu" }]
 * ```
 */
export const sayPlay = maker("say-play");

/**
 * Gather Input On Call: DTMF input or speech. `timeout` and `number_of_digits` are numbers, `speech_timeout` is a string.
 *
 * @example
 * ```ts
 * import { gatherInputOnCall } from "@tac-handoff/studio";
 *
 * const menu = gatherInputOnCall({
 *   say: "Press 1 for sales.",
 *   number_of_digits: 1,
 *   on: { keypress: "which", speech: "which", timeout: "sorry" },
 * });
 *
 * menu.transitions.map(({ event }) => event); // → ["keypress", "speech", "timeout"]
 * ```
 */
export const gatherInputOnCall = maker("gather-input-on-call");

/** Connect Call To: dials a number, client or SIP endpoint. `callCompleted` is also taken after busy and no answer. */
export const connectCallTo = maker("connect-call-to");

/** Make Outgoing Call (v2): calls the execution's contact. */
export const makeOutgoingCall = maker("make-outgoing-call-v2", "from", "to");

/** Record Voicemail. `play_beep` is a string, `transcribe` a boolean. */
export const recordVoicemail = maker("record-voicemail");

/** Call Recording: starts or stops it. */
export const recordCall = maker("record-call");

/** Enqueue Call: exactly one of `workflow_sid` and `queue_name`; `priority` and `timeout` are numbers. */
export const enqueueCall = maker("enqueue-call");

/** TwiML Redirect. The flow continues (`return`) after a redirect to its webhook with `?FlowEvent=return`. */
export const twimlRedirect = maker("add-twiml-redirect");

/** Capture Payments: reads a card or bank account by DTMF for a Pay connector. */
export const capturePayments = maker("capture-payments");

/** Fork Stream: starts or stops streaming a copy of the call's audio. */
export const forkStream = maker("fork-stream");

/** Connect Virtual Agent (v2), on calls and in conversations. */
export const connectVirtualAgent = maker("connect-virtual-agent-v2");

/** Run ConversationRelay: connects the call to a virtual agent over a WebSocket. */
export const runConversationRelay = maker("run-conversation-relay");

/**
 * Send to Flex. `attributes` can be an object, which is written by `attributesText`; at most 1,024 characters.
 * `priority` (default "0") and `timeout` (seconds, default "3600") are strings. Success is `callComplete` on every
 * channel.
 *
 * @example
 * ```ts
 * import { sendToFlex } from "@tac-handoff/studio";
 *
 * const flex = sendToFlex({
 *   workflow: "WW0123456789abcdef0123456789abcdef",
 *   channel: "TC0123456789abcdef0123456789abcdef",
 *   attributes: { name: "{{trigger.call.From}}" },
 *   on: { callComplete: undefined, failedToEnqueue: "sorry", callFailure: "sorry" },
 * });
 *
 * flex.properties.attributes; // → '{"name":"{{trigger.call.From}}"}'
 * ```
 */
export const sendToFlex = maker("send-to-flex");
