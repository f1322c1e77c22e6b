// Connect Call To. Source: twilio.com/docs/studio/widget-library/connect-call, twilio.com/docs/voice/twiml/dial

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepRun } from "../step/step.ts";
import type { TwimlNoun } from "../step/twiml.ts";
import { failWithoutCall } from "./call.ts";

const nouns: Record<string, string> = {
  number: "Number",
  "number-multi": "Number",
  client: "Client",
  sim: "Sim",
  conference: "Conference",
};

export function runConnectCallTo(step: StepRun): StepOutcome {
  const dialled = readNouns(step);
  const callerId = step.text("caller_id", "{{contact.channel.address}}");
  const attributes = step.attributes({ timeout: "timeout", time_limit: "timeLimit" });
  if (!step.call) return failWithoutCall(step, "hangup", "connect");
  const record = step.widget.properties.record === true ? { record: "record-from-answer" } : {};
  step.addTwiml({
    verb: "Dial",
    attributes: { action: step.action("dialComplete"), callerId, ...attributes, ...record },
    text: "",
    nouns: dialled,
  });
  return { waitFor: widgetTypes["connect-call-to"].events };
}

function readNouns(step: StepRun): TwimlNoun[] {
  const noun = step.text("noun", "number");
  if (noun === "sip") {
    const attributes = step.attributes({ sip_username: "username", sip_password: "password" });
    return [{ noun: "Sip", attributes, text: step.text("sip_endpoint") }];
  }
  const to = step.text("to");
  const all = noun === "number-multi" ? to.split(",").map((each) => each.trim()) : [to];
  return all.map((text) => ({ noun: nouns[noun] ?? "Number", attributes: {}, text }));
}
