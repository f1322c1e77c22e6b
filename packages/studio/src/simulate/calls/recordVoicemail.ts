// Record Voicemail. Source: twilio.com/docs/studio/widget-library/record-voicemail, twilio.com/docs/voice/twiml/record

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepRun } from "../step/step.ts";
import { failWithoutCall } from "./call.ts";

export function runRecordVoicemail(step: StepRun): StepOutcome {
  const attributes = step.attributes({
    timeout: "timeout",
    finish_on_key: "finishOnKey",
    max_length: "maxLength",
    trim: "trim",
    play_beep: "playBeep",
    transcribe: "transcribe",
    transcription_callback_url: "transcribeCallback",
    recording_status_callback_url: "recordingStatusCallback",
  });
  if (!step.call) return failWithoutCall(step, "hangup", "record a voicemail on");
  step.addTwiml({
    verb: "Record",
    attributes: { action: step.action("recordComplete"), ...attributes },
    text: "",
  });
  return { waitFor: widgetTypes["record-voicemail"].events };
}
