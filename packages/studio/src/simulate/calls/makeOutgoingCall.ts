// Make Outgoing Call. Source: twilio.com/docs/studio/widget-library/make-outgoing-call, error 81008

import { findWidgetType } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepRun } from "../step/step.ts";

/** Dials the contact and waits for the result; with `answered` the execution has a call. */
export async function runMakeOutgoingCall(step: StepRun): Promise<StepOutcome> {
  const from = step.text("from", "{{flow.channel.address}}");
  const to = step.text("to", "{{contact.channel.address}}");
  step.text("send_digits");
  if (to === "" || from === "")
    return step.fail("failed", 81008, `${to === "" ? "to" : "from"} is empty, so there is no number to call`);
  if (!step.world.makeCall) return step.fail("failed", 81008, "calls cannot be made here");
  try {
    await step.world.makeCall({ from, to }, step.name);
    const outputs = { From: from, To: to, Direction: "outbound-api" };
    return { waitFor: findWidgetType(step.widget.type)?.events ?? [], outputs };
  } catch (error) {
    return step.fail("failed", 81008, reasonOf(error));
  }
}
