// TwiML Redirect: Twilio, not Studio, requests the URL; the flow continues with `?FlowEvent=return`.
// Source: twilio.com/docs/studio/widget-library/twiml-redirect

import { widgetTypes } from "../../widgets/table.ts";
import type { StepOutcome, StepRun } from "../step/step.ts";

export function runTwimlRedirect(step: StepRun): StepOutcome {
  const url = step.text("url").trim();
  const method = step.text("method", "POST");
  const timeout = step.seconds("timeout", "14400");
  if (!step.call && step.context.trigger.message === undefined)
    return step.fail("fail", 81020, "there is neither a call nor a message to redirect");
  if (url === "") return { event: "fail", reason: "url is empty" };
  step.addTwiml({ verb: "Redirect", attributes: { method }, text: url });
  return { waitFor: widgetTypes["add-twiml-redirect"].events, ...timeout };
}
