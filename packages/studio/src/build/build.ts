// What a flow is written with: one maker for each type of widget in use, and what puts them together.
// Properties, events and what surprises about a type stand in the table of widget types and in the reference made of it.

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
 * Set Variables: `flow.variables.<key>` from here on. A text is rendered and stays text;
 * `{ json_object: text }` is rendered and parsed, so that its members can be read.
 */
export const setVariables = maker("set-variables");

/** Make HTTP Request. `method` defaults to GET, the content type to a form; `add_twilio_auth` is for Twilio hosts only. */
export const makeHttpRequest = maker("make-http-request");

/** Run Function: a request to a Function. Its failure event is `fail`. */
export const runFunction = maker("run-function");

/** Run Subflow: another flow, one level deep. */
export const runSubflow = maker("run-subflow");

/** Send Message. In an execution attached to a conversation it goes to that conversation. */
export const sendMessage = maker("send-message", "from", "to");

/** Send & Wait For Reply. `timeout` ("3600", seconds) is text; the reply is `widgets.<name>.inbound.Body`. */
export const sendAndWaitForReply = maker("send-and-wait-for-reply", "from");

/** Start Conversation: attaches a REST execution to a new Classic conversation. Once per execution. */
export const startConversation = maker("start-conversation");

/** Resume Conversation: attaches a REST execution to a Classic conversation. Once per execution. */
export const resumeConversation = maker("resume-conversation");

/** Say/Play: exactly one of `say`, `play` (URL) and `digits`; on calls only. `loop` defaults to 1. */
export const sayPlay = maker("say-play");

/** Gather Input On Call: keys or speech. `timeout` and `number_of_digits` are numbers, `speech_timeout` is text. */
export const gatherInputOnCall = maker("gather-input-on-call");

/** Connect Call To: dials somebody. `callCompleted` comes after busy and no answer too. */
export const connectCallTo = maker("connect-call-to");

/** Make Outgoing Call (v2): calls the execution's contact. */
export const makeOutgoingCall = maker("make-outgoing-call-v2", "from", "to");

/** Record Voicemail. `play_beep` is text, `transcribe` a boolean. */
export const recordVoicemail = maker("record-voicemail");

/** Call Recording: starts or stops it. */
export const recordCall = maker("record-call");

/** Enqueue Call: exactly one of `workflow_sid` and `queue_name`; `priority` and `timeout` are numbers here. */
export const enqueueCall = maker("enqueue-call");

/** TwiML Redirect. Comes back (`return`) by a redirect to the flow's webhook with `?FlowEvent=return`. */
export const twimlRedirect = maker("add-twiml-redirect");

/** Capture Payments: a card or bank account by keys, for a Pay connector. */
export const capturePayments = maker("capture-payments");

/** Fork Stream: starts or stops a copy of the call's audio. */
export const forkStream = maker("fork-stream");

/** Connect Virtual Agent (v2), on calls and in conversations. */
export const connectVirtualAgent = maker("connect-virtual-agent-v2");

/** Run ConversationRelay: connects the call to a virtual agent over a WebSocket. */
export const runConversationRelay = maker("run-conversation-relay");

/**
 * Send to Flex. `attributes` as an object is written as JSON text, see `attributesText`; at most 1,024 characters.
 * `priority` ("0") and `timeout` ("3600", seconds) are texts. Success is `callComplete` on every channel.
 */
export const sendToFlex = maker("send-to-flex");
