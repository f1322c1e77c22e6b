// Resume Conversation. Source: twilio.com/docs/studio/widget-library/resume-conversation

import type { Conversation } from "./execution.ts";
import { type Outcome, reasonOf, type StepRun } from "./step.ts";

export async function runResumeConversation(step: StepRun): Promise<Outcome> {
  if (step.call || step.conversationSid !== undefined) {
    return { event: "failed", reason: `the execution already has a ${step.call ? "call" : "conversation"}` };
  }
  const conversationSid = step.text("conversation_sid").trim();
  const serviceSid = step.text("conversation_service_sid").trim();
  if (conversationSid === "" || serviceSid === "") {
    return {
      event: "failed",
      reason: `${conversationSid === "" ? "conversation_sid" : "conversation_service_sid"} is empty`,
    };
  }
  try {
    const conversation = await step.world.resumeConversation({ conversationSid, serviceSid });
    if (!conversation)
      return { event: "failed", reason: `there is no conversation ${conversationSid} in ${serviceSid}` };
    return resumed(step, conversation);
  } catch (error) {
    return { event: "failed", reason: reasonOf(error) };
  }
}

function resumed(step: StepRun, { webhook_sid, ...conversation }: Conversation): Outcome {
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
  return { event: "resumed", outputs: { conversation, webhook_sid, close_channel_on_execution_end: closes } };
}
