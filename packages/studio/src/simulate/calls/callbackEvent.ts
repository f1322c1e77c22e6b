// Maps a Twilio callback to the event of the waiting widget.
// Source of the fields: twilio.com/docs/voice/twiml (gather, dial, record, enqueue, pay, connect)

type Fields = Readonly<Record<string, string>>;

/** By the `FlowEvent` in our TwiML. How Studio itself names and reads these events is not documented. */
const readers: Record<string, (fields: Fields) => string> = {
  enqueueComplete: ({ QueueResult }) => (QueueResult === "system-error" ? "callFailure" : "callComplete"),
  // An empty Digits means that the caller only pressed the finish key.
  gatherComplete: ({ SpeechResult, Digits }) =>
    SpeechResult ? "speech" : Digits === undefined ? "timeout" : "keypress",
  dialComplete: ({ CallStatus }) => (CallStatus === "completed" ? "hangup" : "callCompleted"),
  recordComplete: ({ Digits, RecordingUrl }) =>
    Digits === "hangup" ? "hangup" : RecordingUrl ? "recordingComplete" : "noAudio",
  payComplete: ({ Result = "" }) => payments.get(Result) ?? "providerError",
  connectComplete: ({ SessionStatus, VirtualAgentStatus = "" }) =>
    agents.get(VirtualAgentStatus) ?? (SessionStatus === "failed" ? "failed" : "success"),
};

const payments = new Map([
  ["success", "success"],
  ["too-many-failed-attempts", "maxFailedAttempts"],
  ["caller-interrupted-with-star", "payInterrupted"],
  ["caller-hung-up", "hangup"],
  ["validation-error", "validationError"],
]);

const agents = new Map([
  ["complete", "completed"],
  ["completed", "completed"],
  ["live-agent-handoff", "live-agent-handoff"],
  ["paused", "paused"],
  ["failed", "failed"],
]);

/**
 * Returns the event of the waiting widget for a request to a flow's webhook.
 *
 * @param flowEvent the query parameter, for example `enqueueComplete`; any other value (`return`) is the event itself
 * @param fields the form fields of the request
 */
export function callbackEvent(flowEvent: string, fields: Fields): string {
  const reader = Object.hasOwn(readers, flowEvent) ? readers[flowEvent] : undefined;
  return reader?.(fields) ?? flowEvent;
}
