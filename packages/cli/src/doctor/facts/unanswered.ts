// Open conversations in which the customer wrote last and has had no reply: what remains visible of messages that a
// status callback could not deliver while the agent was down. What the customer wrote is not read.

import { type Conversation, isAgent, listCommunications, type Participant } from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";
import { webhookUrl } from "@tac-handoff/infra/agentUrls";
import type { Wanted } from "./wanted.ts";

export interface Unanswered {
  /** How many conversations were examined. */
  examinedCount: number;
  conversations: readonly { id: string; channel: string; minutes: number }[];
}

/** Minutes after which a reply is overdue: a model with tools may need a minute or two. */
export const overdueMinutes = 3;

/** How many conversations are examined: each costs one request or two. */
const examined = 5;

/**
 * Examines the newest conversations whose events still go to the agent. After a hand-off they do not, and the customer
 * waits for a Flex agent.
 */
export async function findUnanswered(
  api: Api,
  open: readonly Conversation[],
  {
    wanted: { agentDomain },
    now,
    participantsOf,
  }: {
    wanted: Wanted;
    now: number;
    participantsOf: (conversationId: string) => Promise<Participant[]>;
  },
): Promise<Unanswered> {
  const before = now - overdueMinutes * 60_000;
  const rows = open
    .filter(({ configuration }) =>
      (configuration?.statusCallbacks ?? []).some(
        ({ url }) => agentDomain === undefined || url === webhookUrl(agentDomain),
      ),
    )
    .filter(({ createdAt }) => timeOf(createdAt) <= before)
    .slice(0, examined);
  const found = await Promise.all(
    rows.map(async ({ id }) => {
      const last = (await listCommunications(api, id)).at(-1);
      const { channel = "" } = last?.author ?? {};
      // On a call the customer may simply have hung up.
      if (!last || channel === "VOICE" || timeOf(last.createdAt) > before) return [];
      const participants = await participantsOf(id);
      const author = participants.find((row) => row.id === last.author.participantId);
      const isWithFlex = participants.some(({ type }) => type === "HUMAN_AGENT");
      if (!author || isAgent(author) || isWithFlex) return [];
      return [{ id, channel: channel ?? "", minutes: Math.floor((now - timeOf(last.createdAt)) / 60_000) }];
    }),
  );
  return { examinedCount: rows.length, conversations: found.flat() };
}

/** Without a date nothing is overdue. */
function timeOf(date: string | null | undefined): number {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
