// Start Conversation and Resume Conversation.
// Source: twilio.com/docs/studio/widget-library/start-conversation, …/resume-conversation

import { isObject } from "../../definition/json.ts";
import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";
import type { Conversation, NewConversation } from "../step/world.ts";

export async function runResumeConversation(step: StepRun): Promise<StepResult> {
  const conversationSid = step.text("conversation_sid").trim();
  const serviceSid = step.text("conversation_service_sid").trim();
  const empty = conversationSid === "" ? "conversation_sid" : "conversation_service_sid";
  const reason =
    findChannelConflict(step) ?? (conversationSid && serviceSid ? undefined : `${empty} is empty`);
  if (reason !== undefined) return { event: "failed", reason };
  try {
    const conversation = await step.world.resumeConversation({ conversationSid, serviceSid }, step.name);
    return conversation
      ? attach(step, conversation, "resumed")
      : { event: "failed", reason: `there is no conversation ${conversationSid} in ${serviceSid}` };
  } catch (error) {
    return { event: "failed", reason: reasonOf(error) };
  }
}

export async function runStartConversation(step: StepRun): Promise<StepResult> {
  const wanted = readNewConversation(step);
  const reason =
    findChannelConflict(step) ?? (wanted.serviceSid === "" ? "conversation_service_sid is empty" : undefined);
  if (reason !== undefined) return { event: "failed", reason };
  if (!step.world.startConversation)
    return { event: "failed", reason: "conversations cannot be created here" };
  try {
    return attach(step, await step.world.startConversation(wanted, step.name), "created");
  } catch (error) {
    return { event: "failed", reason: reasonOf(error) };
  }
}

/** An execution has at most one channel. */
function findChannelConflict(step: StepRun): string | undefined {
  const channel = step.call ? "call" : step.conversationSid === undefined ? undefined : "conversation";
  return channel && `the execution already has a ${channel}`;
}

function readNewConversation(step: StepRun): NewConversation {
  const { participants } = step.widget.properties;
  const [first] = Array.isArray(participants) ? participants : [];
  const participant: Record<string, unknown> = isObject(first) ? first : {};
  const read = (key: string) => {
    const value = participant[key];
    return typeof value === "string" ? step.render(value, `participants ${key}`) : undefined;
  };
  const [identity, address] = [read("identity"), read("messaging_binding_address")];
  const proxyAddress = read("messaging_binding_proxy_address");
  const [friendlyName, attributes] = [step.optionalText("friendly_name"), step.optionalText("attributes")];
  return {
    serviceSid: step.text("conversation_service_sid").trim(),
    participant: {
      ...(identity ? { identity } : {}),
      ...(address ? { address } : {}),
      ...(proxyAddress ? { proxyAddress } : {}),
    },
    ...(friendlyName === undefined ? {} : { friendlyName }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

function attach(step: StepRun, { webhook_sid, ...conversation }: Conversation, event: string): StepResult {
  const { sid, state, chat_service_sid, friendly_name, participants } = conversation;
  step.setChannel({
    sid,
    type: "conversation",
    status: state,
    details: {
      chat_service_sid,
      ...(friendly_name === undefined ? {} : { friendly_name }),
      participants,
      webhook_sid,
    },
  });
  const closes = step.widget.properties.close_conversation_on_execution_end === true;
  return { event, outputs: { conversation, webhook_sid, close_channel_on_execution_end: closes } };
}
