// Conversations, participants and communications as the Orchestrator returns them, in responses and webhooks.
// Source: twilio-node 6.3.1 rest/conversations/v2; twilio.com/docs/conversations/orchestrator/webhooks

import type { Communication, OrchestratorConversation, Participant } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

export function renderConversation({ account }: State, row: OrchestratorConversation) {
  const { participants: _, communications: __, actions: ___, activeSince: ____, ...rest } = row;
  const { version: _____, ...configuration } = row.configuration;
  return { ...rest, configuration, accountId: account.sid };
}

export function renderParticipant(
  { account }: State,
  { id }: OrchestratorConversation,
  participant: Participant,
) {
  return { ...participant, conversationId: id, accountId: account.sid };
}

export function renderCommunication(
  { account }: State,
  { id }: OrchestratorConversation,
  communication: Communication,
) {
  const { deliveredTo: _, ...rest } = communication;
  return {
    ...rest,
    conversationId: id,
    accountId: account.sid,
    updatedAt: communication.createdAt,
    occurredAt: communication.createdAt,
  };
}
