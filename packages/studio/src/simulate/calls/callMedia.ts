// Call Recording and Fork Stream, which do not interrupt the call.
// Source: twilio.com/docs/studio/widget-library/call-recording, …/fork-stream, twilio.com/docs/voice/twiml/stream, …/siprec

import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";
import { failWithoutCall } from "./call.ts";

export async function runRecordCall(step: StepRun): Promise<StepResult> {
  step.text("recording_status_callback");
  if (!step.call) return failWithoutCall(step, "failed", "record");
  if (!step.world.recordCall) return { event: "failed", reason: "recordings cannot be made here" };
  const action = step.widget.properties.record_call === false ? "stop" : "start";
  try {
    const recording = await step.world.recordCall({ action, ...step.callSid }, step.name);
    return { event: "success", outputs: recording };
  } catch (error) {
    return { event: "failed", reason: reasonOf(error) };
  }
}

export function runForkStream(step: StepRun): StepResult {
  const isSiprec = step.text("stream_transport_type", "websocket") === "siprec";
  const attributes = step.attributes({
    stream_name: "name",
    ...(isSiprec ? { stream_connector: "connectorName" } : { stream_url: "url" }),
    stream_track: "track",
  });
  const parameters = step.entries("stream_parameters");
  if (!step.call) return failWithoutCall(step, "next", "stream the audio of");
  step.addTwiml({
    verb: step.widget.properties.stream_action === "stop" ? "Stop" : "Start",
    attributes: {},
    text: "",
    nouns: [
      {
        noun: isSiprec ? "Siprec" : "Stream",
        attributes,
        text: "",
        nouns: parameters.map(({ key, value }) => ({
          noun: "Parameter",
          attributes: { name: key, value },
          text: "",
        })),
      },
    ],
  });
  return { event: "next" };
}
