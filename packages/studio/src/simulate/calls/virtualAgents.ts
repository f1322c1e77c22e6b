// Connect Virtual Agent, both versions, and Run ConversationRelay.
// Source: twilio.com/docs/studio/widget-library/connect-virtual-agent, …/run-conversation-relay, twilio.com/docs/voice/twiml/connect

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepRun } from "../step/step.ts";
import type { TwimlNoun } from "../step/twiml.ts";
import { failWithoutCall } from "./call.ts";

export function runVirtualAgentV1(step: StepRun): StepOutcome {
  const attributes = step.attributes({
    connector: "connectorName",
    language: "language",
    sentiment_analysis: "sentimentAnalysis",
    status_callback: "statusCallback",
  });
  if (!step.call) return failWithoutCall(step, "hangup", "connect to a virtual agent");
  connect(step, { noun: "VirtualAgent", attributes, text: "" });
  return { waitFor: widgetTypes["connect-virtual-agent"].events };
}

/** Two of the events occur only on calls, one only in conversations. */
export function runVirtualAgent(step: StepRun): StepOutcome {
  const attributes = step.attributes({
    connector_name: "connectorName",
    status_callback: "statusCallback",
    status_callback_method: "statusCallbackMethod",
  });
  const nouns = [
    ...readNouns(step, "configurations", "Config"),
    ...readNouns(step, "parameters", "Parameter"),
  ];
  const { events } = widgetTypes["connect-virtual-agent-v2"];
  if (step.call) {
    connect(step, { noun: "VirtualAgent", attributes, text: "", nouns });
    return { waitFor: events.filter((event) => event !== "timeout") };
  }
  if (step.conversationSid !== undefined)
    return { waitFor: events.filter((event) => event !== "paused" && event !== "hangup") };
  return failWithoutCall(step, "failed", "connect to a virtual agent, and no conversation either");
}

export function runConversationRelay(step: StepRun): StepOutcome {
  const attributes = step.attributes({
    url: "url",
    welcome_greeting: "welcomeGreeting",
    tts_provider: "ttsProvider",
    voice: "voice",
    language: "language",
    transcription_provider: "transcriptionProvider",
    speech_model: "speechModel",
    dtmf_detection: "dtmfDetection",
    interruptible: "interruptible",
  });
  const nouns = readNouns(step, "parameters", "Parameter");
  if (!step.call) return failWithoutCall(step, "failed", "connect to an agent");
  if (attributes.url === undefined) return { event: "failed", reason: "url is empty" };
  connect(step, { noun: "ConversationRelay", attributes, text: "", nouns });
  return { waitFor: widgetTypes["run-conversation-relay"].events };
}

function readNouns(step: StepRun, property: string, noun: string): TwimlNoun[] {
  return step
    .entries(property)
    .map(({ key, value }) => ({ noun, attributes: { name: key, value }, text: "" }));
}

function connect(step: StepRun, noun: TwimlNoun): void {
  step.addTwiml({
    verb: "Connect",
    attributes: { action: step.action("connectComplete") },
    text: "",
    nouns: [noun],
  });
}
