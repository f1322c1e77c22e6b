// Send Message and Send & Wait For Reply.
// Source: twilio.com/docs/studio/widget-library/send-message, …/send-wait-reply, error 81011

import { widgetTypes } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepResult, type StepRun } from "../step/step.ts";

export async function runSendMessage(step: StepRun): Promise<StepResult> {
  const sent = await send(step, step.text("to", "{{contact.channel.address}}"), "failed");
  return "event" in sent ? sent : { event: "sent", outputs: sent };
}

export async function runSendAndWait(step: StepRun): Promise<StepOutcome> {
  if (step.context.trigger.call !== undefined && step.conversationSid === undefined)
    return step.fail(
      "deliveryFailure",
      81020,
      "a call started the execution, so nobody can reply to a message",
    );
  // The widget has no property for the recipient: it writes to the execution's contact.
  const sent = await send(step, step.render("{{contact.channel.address}}", "to"), "deliveryFailure");
  const { events } = widgetTypes["send-and-wait-for-reply"];
  const timeout = step.seconds("timeout", "3600");
  return "event" in sent ? sent : { waitFor: events, outputs: sent, ...timeout };
}

/** Sends the message and returns the outputs, or how the widget fails. */
async function send(step: StepRun, to: string, failure: string): Promise<StepResult | { outbound: object }> {
  if (step.isHandedOff)
    return step.fail(
      failure,
      81011,
      "the conversation has been handed off to Flex, so the flow can no longer write to it",
    );
  const { conversationSid } = step;
  const isTemplate = step.text("message_type", "custom") === "content_template";
  const mediaUrl = step.optionalText("media_url");
  const template = {
    contentSid: step.text("content_sid"),
    contentVariables: Object.fromEntries(
      step.entries("content_variables").map(({ key, value }) => [key, value]),
    ),
  };
  const message = {
    from: step.text("from", "{{flow.channel.address}}"),
    to,
    body: isTemplate ? "" : step.text("body"),
    ...(conversationSid === undefined ? {} : { conversationSid }),
    ...(mediaUrl === undefined ? {} : { mediaUrl }),
    ...(isTemplate ? template : {}),
  };
  try {
    return { outbound: await step.world.sendMessage(message, step.name) };
  } catch (error) {
    const failed = step.fail(failure, 81011, reasonOf(error));
    return { ...failed, outputs: { outbound: { ErrorMessage: failed.reason } } };
  }
}
