// What a request to a flow's webhook means to the widget that waits: `?FlowEvent=…` with what Twilio posts.
// Names of FlowEvent but `return` are inferred. Source of the fields: twilio.com/docs/voice/twiml (enqueue, gather, dial, record,
// pay, connect)

type Fields = Record<string, string>;

/** By FlowEvent: the widget's event. What is not here is the event itself, as `return` is. */
const events: Record<string, (fields: Fields) => string> = {
  enqueueComplete: ({ QueueResult }) => (QueueResult === "system-error" ? "callFailure" : "callComplete"),
  // An empty Digits is a key, too: the one that ends the input.
  gatherComplete: ({ Digits, SpeechResult }) =>
    SpeechResult ? "speech" : Digits === undefined ? "timeout" : "keypress",
  dialComplete: () => "callCompleted",
  recordComplete: ({ RecordingUrl }) => (RecordingUrl ? "recordingComplete" : "noAudio"),
  payComplete: ({ Result = "" }) => payResults[Result] ?? "providerError",
  connectComplete: ({ SessionStatus }) => (SessionStatus === "failed" ? "failed" : "success"),
};

const payResults: Record<string, string> = {
  success: "success",
  "too-many-failed-attempts": "maxFailedAttempts",
  "payment-connector-error": "providerError",
  "caller-interrupted-with-star": "payInterrupted",
  "caller-hung-up": "hangup",
  "validation-error": "validationError",
};

export function eventOf(flowEvent: string, fields: Fields): string {
  return Object.hasOwn(events, flowEvent) ? (events[flowEvent]?.(fields) ?? flowEvent) : flowEvent;
}
