// Send Message and Send & Wait For Reply.
// Source: twilio.com/docs/studio/widget-library/send-message, …/send-wait-reply, error 81011

import { isObject } from "../../definition/json.ts";
import { maxBodyLength } from "../../widgets/messages.ts";
import { widgetTypes } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepResult, type StepRun } from "../step/step.ts";
import { readJson } from "../step/taskAttributes.ts";

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
  const attributes = (step.optionalText("attributes") ?? "").trim();
  const message = {
    from: step.text("from", "{{flow.channel.address}}"),
    to,
    body: isTemplate ? "" : step.text("body"),
    ...(conversationSid === undefined ? {} : { conversationSid }),
    ...(mediaUrl === undefined ? {} : { mediaUrl }),
    ...(isTemplate ? template : {}),
    ...(conversationSid === undefined || attributes === "" ? {} : { attributes }),
  };
  const refusal = findRefusal(step, message.body, attributes);
  if (refusal) {
    const { code, reason } = refusal;
    const outputs = {
      outbound: { ErrorMessage: reason, ...(code === undefined ? {} : { ErrorCode: String(code) }) },
    };
    return { ...step.fail(failure, 81011, code === undefined ? reason : `${reason} (${code})`), outputs };
  }
  try {
    return { outbound: await step.world.sendMessage(message, step.name) };
  } catch (error) {
    const failed = step.fail(failure, 81011, reasonOf(error));
    return { ...failed, outputs: { outbound: { ErrorMessage: failed.reason } } };
  }
}

/** Returns why Twilio refuses a message before it is sent. Sources: twilio.com/docs/api/errors/21617, …/chat/rest (Attributes) */
function findRefusal(
  { conversationSid, context }: StepRun,
  body: string,
  attributes: string,
): { code?: number; reason: string } | undefined {
  const { message } = context.trigger;
  const isChat = conversationSid !== undefined || (isObject(message) && message.ChannelSid !== undefined);
  const { length } = [...body];
  if (!isChat && length > maxBodyLength)
    return { code: 21617, reason: `the body has ${length} characters; the maximum is ${maxBodyLength}` };
  // Attributes are those of a chat message; an SMS has none.
  if (!isChat || attributes === "") return undefined;
  const read = readJson(attributes, "attributes");
  return typeof read === "string" ? { reason: read } : undefined;
}
