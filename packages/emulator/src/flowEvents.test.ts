import { expect, test } from "vitest";
import { eventOf } from "./flowEvents.ts";

test.each([
  ["enqueueComplete", { QueueResult: "bridged" }, "callComplete"],
  ["enqueueComplete", { QueueResult: "system-error" }, "callFailure"],
  ["gatherComplete", { Digits: "1" }, "keypress"],
  ["gatherComplete", { Digits: "", FinishedOnKey: "#" }, "keypress"],
  ["gatherComplete", { SpeechResult: "yes" }, "speech"],
  ["gatherComplete", {}, "timeout"],
  ["dialComplete", { DialCallStatus: "busy" }, "callCompleted"],
  ["recordComplete", { RecordingUrl: "https://api.twilio.com/RE1" }, "recordingComplete"],
  ["recordComplete", {}, "noAudio"],
  ["payComplete", { Result: "success" }, "success"],
  ["payComplete", { Result: "caller-interrupted-with-star" }, "payInterrupted"],
  ["payComplete", { Result: "internal-error" }, "providerError"],
  ["connectComplete", { SessionStatus: "ended" }, "success"],
  ["connectComplete", { SessionStatus: "failed" }, "failed"],
  ["return", {}, "return"],
  ["constructor", {}, "constructor"],
])("FlowEvent=%s with %o is the event %s of the widget that waits", (flowEvent, fields, event) => {
  expect(eventOf(flowEvent, fields as Record<string, string>)).toBe(event);
});
