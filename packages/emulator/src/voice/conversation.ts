// A call's conversation in the Orchestrator: it begins when the call is answered and records what is said.
// Source: TAC Python 2.5.0 (it needs exactly one ACTIVE conversation with the call's SID as channelId)

import type { Context } from "../core/context.ts";
import { capturingConfiguration, usableConfigurations } from "../orchestrator/captureRules.ts";
import { addCommunication } from "../orchestrator/communications.ts";
import { conversationUnder } from "../orchestrator/conversations.ts";
import { newParticipant } from "../orchestrator/participants.ts";
import type { Call, CallCourse, PlayedCall } from "../state/calls.ts";
import type { OrchestratorConfiguration } from "../state/orchestrator.ts";
import { sidesOf } from "./call.ts";

/**
 * Begins the conversation of a call, unless it has one.
 *
 * @param named configuration in the TwiML's `conversationConfiguration`; default: that of a VOICE capture rule
 */
export function beginConversation(
  context: Context,
  call: Pick<Call, "sid" | "from" | "to" | "direction">,
  named?: OrchestratorConfiguration,
): Pick<CallCourse, "conversationId" | "transcribedTwice"> & { configurationId: string | null } {
  const { state } = context;
  const byRule = capturingConfiguration(state, "VOICE", call);
  const configuration = usableConfigurations(state).find((row) => row === (named ?? byRule));
  const channel = { channel: "VOICE", channelId: call.sid } as const;
  const { customer, account } = sidesOf(call);
  const conversation =
    configuration &&
    conversationUnder(context, configuration, [
      newParticipant(context, {
        name: customer,
        type: "CUSTOMER",
        addresses: [{ ...channel, address: customer }],
      }),
      newParticipant(context, {
        name: "AI agent",
        type: "AI_AGENT",
        addresses: [{ ...channel, address: account }],
      }),
    ]);
  return {
    conversationId: conversation?.id ?? null,
    configurationId: configuration?.id ?? null,
    transcribedTwice: named !== undefined && byRule !== undefined,
  };
}

/** Records what the caller or the agent said, in the call's transcript and in its conversation. */
export function recordSpeech(
  context: Context,
  { course }: PlayedCall,
  who: "caller" | "agent",
  text: string,
): void {
  course.transcript.push({ who, text });
  const conversation = context.state.conversations[course.conversationId ?? ""];
  if (!conversation || conversation.status === "CLOSED") return;
  const customer = conversation.participants.find(({ type }) => type === "CUSTOMER");
  const agent = conversation.participants.find(({ type }) => type === "AI_AGENT");
  if (!customer || !agent) return;
  const [from, to] = who === "caller" ? [customer, agent] : [agent, customer];
  for (let times = course.transcribedTwice ? 2 : 1; times > 0; times -= 1) {
    addCommunication(context, conversation, { from, to: [to], text, bridge: "arrived" });
  }
}
