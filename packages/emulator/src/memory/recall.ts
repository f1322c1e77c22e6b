// Recall: what a memory store has about a customer, newest first. Nothing is ranked by meaning, because there is no model here.
// Source: twilio-node 6.3.1 rest/memory/v1/recall; TAC Python 2.5.0 models/memory.py

import { z } from "zod";
import { dateTime, newerId } from "../http/body.ts";
import type { Profile } from "../state/memory.ts";
import type { Communication, OrchestratorConversation } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

const limit = (fallback: number) => z.int().min(0).max(100).default(fallback);

export const recallRequest = z.strictObject({
  conversationId: newerId("conv_conversation").optional(),
  query: z.string().min(1).max(1024).optional(),
  beginDate: dateTime.optional(),
  endDate: dateTime.optional(),
  observationsLimit: limit(20),
  summariesLimit: limit(5),
  communicationsLimit: limit(0),
  relevanceThreshold: z.number().min(0).max(1).default(0),
});

/** Applies the dates and limits of the request; `query` and `relevanceThreshold` have no effect. */
export function recall(
  state: State,
  profile: Profile,
  { beginDate, endDate, ...limits }: z.infer<typeof recallRequest>,
) {
  const inTime = (date: string) =>
    (beginDate === undefined || Date.parse(date) >= Date.parse(beginDate)) &&
    (endDate === undefined || Date.parse(date) < Date.parse(endDate));
  const newest = <Row>(rows: Row[], date: (row: Row) => string, count: number) =>
    rows
      .filter((row) => inTime(date(row)))
      .toReversed()
      .slice(0, count);
  return {
    observations: newest(profile.observations, (row) => row.occurredAt, limits.observationsLimit),
    summaries: newest(profile.summaries, (row) => row.occurredAt, limits.summariesLimit),
    communications: newest(
      communicationsWith(state, profile),
      (row) => row.createdAt,
      limits.communicationsLimit,
    ),
    meta: { queryTime: 0 },
  };
}

function communicationsWith(state: State, { id }: Profile) {
  return Object.values(state.conversations)
    .filter(({ participants }) => participants.some(({ profileId }) => profileId === id))
    .flatMap((conversation) =>
      conversation.communications.map((row) => renderCommunication(conversation, row)),
    );
}

/** A communication as Memory returns it: with names and types of the participants. */
function renderCommunication({ participants }: OrchestratorConversation, communication: Communication) {
  const who = ({ participantId, address, channel }: Communication["author"]) => {
    const participant = participants.find(({ id }) => id === participantId);
    return {
      id: participantId,
      name: participant?.name ?? address,
      address,
      channel,
      type: participant?.type ?? "UNKNOWN",
      profileId: participant?.profileId ?? null,
    };
  };
  return {
    id: communication.id,
    author: who(communication.author),
    content: { text: communication.content.text },
    recipients: communication.recipients.map((recipient) => ({
      ...who(recipient),
      deliveryStatus: recipient.deliveryStatus,
    })),
    channelId: communication.channelId,
    createdAt: communication.createdAt,
    updatedAt: communication.createdAt,
  };
}
