// Which event of a waiting widget a callback of Twilio means.
// Source of the fields: twilio.com/docs/voice/twiml (gather, dial, record, enqueue, pay, connect)

type Fields = Readonly<Record<string, string>>;

/** By the `FlowEvent` that our TwiML asks for. How Studio itself names and reads them is written nowhere. */
const readers: Record<string, (fields: Fields) => string> = {
  enqueueComplete: ({ QueueResult }) => (QueueResult === "system-error" ? "callFailure" : "callComplete"),
  // An empty Digits is a key, too: the one that ends the input.
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
 * The event that a request to a flow's webhook means for the widget that waits.
 *
 * @param flowEvent the query parameter, for instance `enqueueComplete`; one that is not ours (`return`) is the event itself
 * @param fields the form
 */
export function callbackEvent(flowEvent: string, fields: Fields): string {
  const reader = Object.hasOwn(readers, flowEvent) ? readers[flowEvent] : undefined;
  return reader?.(fields) ?? flowEvent;
}
