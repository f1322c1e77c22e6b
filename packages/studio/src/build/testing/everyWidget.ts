// One widget of each type that a maker makes; for tests.

import type { WidgetTypeName } from "../../widgets/table.ts";
import {
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  enqueueCall,
  forkStream,
  gatherInputOnCall,
  makeHttpRequest,
  makeOutgoingCall,
  recordCall,
  recordVoicemail,
  resumeConversation,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  startConversation,
  twimlRedirect,
  type WidgetSpec,
  widget,
} from "../build.ts";

const failing = { failed: undefined };
/** By type; each leads to a widget named `a`. */
export const everyWidget = {
  "split-based-on": split({ input: "{{x}}", match: [], noMatch: "a" }),
  "set-variables": setVariables({ variables: { n: "1" }, next: "a" }),
  "make-http-request": makeHttpRequest({ url: "https://a.example", on: { success: "a", ...failing } }),
  "run-function": runFunction({ url: "https://a.example", on: { success: "a", fail: undefined } }),
  "run-subflow": runSubflow({
    flow_sid: "FW0123456789abcdef0123456789abcdef",
    flow_revision: "LatestPublished",
    on: { completed: "a", ...failing },
  }),
  "send-message": sendMessage({ body: "Hello.", on: { sent: "a", ...failing } }),
  "send-and-wait-for-reply": sendAndWaitForReply({
    body: "Your name?",
    timeout: "60",
    on: { incomingMessage: "a", deliveryFailure: undefined },
  }),
  "start-conversation": startConversation({
    conversation_service_sid: "IS0123456789abcdef0123456789abcdef",
    participants: [{ type: "messaging", messaging_binding_address: "{{contact.channel.address}}" }],
    on: { created: "a", ...failing },
  }),
  "resume-conversation": resumeConversation({
    conversation_service_sid: "IS0123456789abcdef0123456789abcdef",
    on: { resumed: "a", ...failing },
  }),
  "say-play": sayPlay({ say: "Hello.", next: "a" }),
  "gather-input-on-call": gatherInputOnCall({
    say: "One or two?",
    number_of_digits: 1,
    on: { keypress: "a" },
  }),
  "connect-call-to": connectCallTo({ noun: "number", to: "+15551230100", on: { callCompleted: "a" } }),
  "make-outgoing-call-v2": makeOutgoingCall({ timeout: 20, on: { answered: "a", ...failing } }),
  "record-voicemail": recordVoicemail({ play_beep: "true", on: { recordingComplete: "a" } }),
  "record-call": recordCall({ record_call: true, on: { success: "a", ...failing } }),
  "enqueue-call": enqueueCall({
    queue_name: "sales",
    priority: 1,
    on: { callComplete: "a", failedToEnqueue: undefined, callFailure: undefined },
  }),
  "add-twiml-redirect": twimlRedirect({ url: "https://a.example", on: { return: "a", fail: undefined } }),
  "capture-payments": capturePayments({
    payment_amount: "{{flow.variables.amount}}",
    on: {
      success: "a",
      maxFailedAttempts: undefined,
      providerError: undefined,
      payInterrupted: undefined,
      validationError: undefined,
    },
  }),
  "fork-stream": forkStream({ stream_action: "start", stream_url: "wss://a.example", next: "a" }),
  "connect-virtual-agent-v2": connectVirtualAgent({
    connector_name: "bot",
    on: { completed: "a", ...failing },
  }),
  "run-conversation-relay": runConversationRelay({
    url: "wss://a.example",
    on: { success: "a", ...failing },
  }),
  "send-to-flex": sendToFlex({
    workflow: "WW0123456789abcdef0123456789abcdef",
    channel: "TC0123456789abcdef0123456789abcdef",
    on: { callComplete: "a", failedToEnqueue: undefined, callFailure: undefined },
  }),
  "make-outgoing-call-v1": widget("make-outgoing-call-v1", {
    from: "{{a}}",
    to: "{{b}}",
    on: { answered: "a" },
  }),
  "connect-virtual-agent": widget("connect-virtual-agent", { connector: "bot", on: { return: "a" } }),
  "send-to-auto-pilot": widget("send-to-auto-pilot", {
    autopilot_assistant_sid: "UA0123456789abcdef0123456789abcdef",
    from: "{{flow.channel.address}}",
    body: "{{trigger.message.Body}}",
    timeout: 60,
    on: { sessionEnded: "a", failure: undefined },
  }),
} satisfies Record<Exclude<WidgetTypeName, "trigger">, WidgetSpec<"a" | undefined>>;
