// The newest hand-offs of the account: the newest conversation that came over the bridge, the newest call.

import {
  type Conversation,
  fetchExecutionContext,
  isAgent,
  listNewestExecutions,
  type Participant,
} from "@pulumi/twilio/account";
import type { Api } from "@pulumi/twilio/client";
import * as z from "zod";

export interface HandedOff {
  /** How many executions of calls were examined. */
  examinedCount: number;
  executionSid?: string;
  /** `flow.variables.handoff` of that execution. */
  variable?: unknown;
}

export interface Bridged {
  /** How many open conversations the configuration has. */
  examinedCount: number;
  conversation?: Conversation | undefined;
  participants: readonly Participant[];
}

/** How many executions, and how many conversations, are examined: each costs a request. */
const examined = 5;

/** Every end of a call starts an execution; only those of hand-offs carry HandoffData. */
export async function findNewestHandedOff(api: Api, flowSid: string): Promise<HandedOff> {
  const executions = await listNewestExecutions(api, flowSid);
  const newest = executions.filter(({ initiated_by }) => initiated_by?.startsWith("CA")).slice(0, examined);
  for (const { sid } of newest) {
    const context = callContext.safeParse(await fetchExecutionContext(api, flowSid, sid));
    if (!context.success) continue;
    return {
      examinedCount: newest.length,
      executionSid: sid,
      variable: context.data.flow?.variables?.handoff,
    };
  }
  return { examinedCount: newest.length };
}

const callContext = z.object({
  trigger: z.object({ call: z.object({ HandoffData: z.string().min(1) }) }),
  flow: z.object({ variables: z.object({ handoff: z.unknown().optional() }).nullish() }).nullish(),
});

/** @param own open conversations of the configuration, newest first */
export async function findNewestBridged(
  own: readonly Conversation[],
  participantsOf: (conversationId: string) => Promise<Participant[]>,
): Promise<Bridged> {
  // A call's conversation also shows the bridge of its configuration; only the participants' channels differ.
  const bridged = own.filter((row) => row.configuration?.conversationsV1Bridge).slice(0, examined);
  for (const conversation of bridged) {
    const participants = await participantsOf(conversation.id);
    const isMessage = participants.some(
      (row) =>
        !isAgent(row) &&
        row.addresses?.some(({ channel }) => ["SMS", "WHATSAPP", "RCS", "CHAT"].includes(channel)),
    );
    if (isMessage) return { examinedCount: own.length, conversation, participants };
  }
  return { examinedCount: own.length, participants: [] };
}
