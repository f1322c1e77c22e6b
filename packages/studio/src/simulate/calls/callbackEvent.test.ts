import { expect, test } from "vitest";
import { callbackEvent } from "./callbackEvent.ts";

test.each<[string, Record<string, string>, string]>([
  ["enqueueComplete", { QueueResult: "bridged" }, "callComplete"],
  ["enqueueComplete", { QueueResult: "system-error" }, "callFailure"],
  ["gatherComplete", { Digits: "1" }, "keypress"],
  ["gatherComplete", { SpeechResult: "one" }, "speech"],
  ["gatherComplete", { Digits: "" }, "keypress"],
  ["gatherComplete", {}, "timeout"],
  ["dialComplete", { DialCallStatus: "busy", CallStatus: "in-progress" }, "callCompleted"],
  ["dialComplete", { DialCallStatus: "completed", CallStatus: "completed" }, "hangup"],
  ["recordComplete", { RecordingUrl: "https://a.example", Digits: "#" }, "recordingComplete"],
  ["recordComplete", { Digits: "hangup" }, "hangup"],
  ["recordComplete", {}, "noAudio"],
  ["payComplete", { Result: "success" }, "success"],
  ["payComplete", { Result: "too-many-failed-attempts" }, "maxFailedAttempts"],
  ["payComplete", { Result: "payment-connector-error" }, "providerError"],
  ["connectComplete", { SessionStatus: "ended" }, "success"],
  ["connectComplete", { SessionStatus: "failed" }, "failed"],
  ["connectComplete", { VirtualAgentStatus: "live-agent-handoff" }, "live-agent-handoff"],
  ["payComplete", { Result: "caller-interrupted-with-star" }, "payInterrupted"],
  ["return", { Digits: "1" }, "return"],
  ["constructor", {}, "constructor"],
])("%s with %o means %s", (flowEvent, fields, event) => {
  expect(callbackEvent(flowEvent, fields)).toBe(event);
});
