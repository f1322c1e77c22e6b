// The audio and the input of a call: Say/Play and Gather Input On Call.
// Source: twilio.com/docs/studio/widget-library/sayplay, …/gather-input-call, twilio.com/docs/voice/twiml/gather

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepResult, StepRun } from "../step/step.ts";
import { failWithoutCall } from "./call.ts";

export function runSayPlay(step: StepRun): StepResult {
  const { verb, attributes, text, outputs } = readSound(step);
  if (!step.call) return { ...failWithoutCall(step, "audioComplete", "say or play anything on"), outputs };
  step.addTwiml({ verb, attributes, text });
  return { event: "audioComplete", outputs };
}

export function runGather(step: StepRun): StepOutcome {
  const { verb: noun, attributes, text } = readSound(step);
  if (!step.call) return failWithoutCall(step, "timeout", "gather input on");
  step.addTwiml({
    verb: "Gather",
    attributes: {
      input: "dtmf speech",
      action: step.action("gatherComplete"),
      actionOnEmptyResult: "true",
      ...step.attributes({
        timeout: "timeout",
        number_of_digits: "numDigits",
        gather_language: "language",
        hints: "hints",
        profanity_filter: "profanityFilter",
        speech_timeout: "speechTimeout",
        speech_model: "speechModel",
      }),
      // An empty string is a value here: no key ends the input.
      ...(step.widget.properties.finish_on_key === undefined
        ? {}
        : { finishOnKey: step.text("finish_on_key") }),
    },
    text: "",
    nouns: [{ noun, attributes, text }],
  });
  return { waitFor: widgetTypes["gather-input-on-call"].events };
}

/** Returns the audio of a widget: `play` before `digits` before `say`. */
function readSound(step: StepRun): {
  verb: "Say" | "Play";
  attributes: Record<string, string>;
  text: string;
  outputs: { voice: string; language: string };
} {
  const attributes = step.attributes({ voice: "voice", language: "language", loop: "loop" });
  const { voice = "", language = "en-US", loop } = attributes;
  const outputs = { voice, language };
  const repeat = loop === undefined ? {} : { loop };
  const { play, digits } = step.widget.properties;
  if (play) return { verb: "Play", attributes: repeat, text: step.text("play"), outputs };
  if (digits)
    return { verb: "Play", attributes: { ...repeat, digits: step.text("digits") }, text: "", outputs };
  return { verb: "Say", attributes, text: step.text("say"), outputs };
}
