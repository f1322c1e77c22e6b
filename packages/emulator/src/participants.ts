// Who takes part in a conversation of the Orchestrator, and under which addresses.
// Source: twilio-node 6.2.0 rest/conversations/v2/participant; what TAC Python 2.5.0 reads

import type { Hono } from "hono";
import { z } from "zod";
import { readJson } from "./body.ts";
import { channel } from "./channel.ts";
import { conversationOf, type OrchestratorConversation } from "./conversations.ts";
import { found } from "./errors.ts";
import type { Local } from "./local.ts";
import { tokenList } from "./paging.ts";
import { nextId, type State } from "./state.ts";

export interface Participant {
  id: string;
  /** TAC discards the whole list of participants when one of them has none. */
  name: string | null;
  type: z.infer<typeof participantType>;
  profileId?: string | undefined;
  addresses: Address[];
  createdAt: string;
  updatedAt: string;
}

export interface Address {
  channel: z.infer<typeof channel>;
  address: string;
  /** On bridged channels the Classic conversation (`CH…`), on a call its `CA…`. */
  channelId?: string | undefined;
}

const participantType = z.enum(["HUMAN_AGENT", "CUSTOMER", "AI_AGENT", "AGENT", "UNKNOWN"]);
const addresses = z.array(
  z.strictObject({ channel, address: z.string().min(1), channelId: z.string().optional() }),
);
const participantFields = {
  name: z.string().optional(),
  type: participantType.optional(),
  profileId: z.string().optional(),
};

export function participantRoutes(app: Hono, local: Local): void {
  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Participants", (c) => {
    const row = conversationOf(c, local);
    const rows = row.participants.map((participant) => ({
      id: participant.id,
      body: () => renderParticipant(local.state, row, participant),
    }));
    return tokenList(c, "participants", rows);
  });

  app.post("/conversations.twilio.com/v2/Conversations/:conversation/Participants", async (c) => {
    const row = conversationOf(c, local);
    const wanted = await readJson(c, z.strictObject({ ...participantFields, addresses: addresses.min(1) }));
    const participant = newParticipant(local, {
      ...wanted,
      name: wanted.name ?? null,
      type: wanted.type ?? "UNKNOWN",
    });
    row.participants.push(participant);
    return Response.json(renderParticipant(local.state, row, participant), { status: 201 });
  });

  app.put("/conversations.twilio.com/v2/Conversations/:conversation/Participants/:id", async (c) => {
    const row = conversationOf(c, local);
    const participant = found(
      row.participants.find(({ id }) => id === c.req.param("id")),
      c.req.path,
    );
    const wanted = await readJson(
      c,
      z.strictObject({ ...participantFields, addresses: addresses.optional() }),
    );
    // A PUT replaces the participant whole.
    participant.name = wanted.name ?? null;
    participant.type = wanted.type ?? "UNKNOWN";
    participant.profileId = wanted.profileId;
    participant.addresses = wanted.addresses ?? [];
    participant.updatedAt = local.now().toISOString();
    return Response.json(renderParticipant(local.state, row, participant));
  });
}

export function newParticipant(
  local: Local,
  parts: Pick<Participant, "name" | "type" | "profileId" | "addresses">,
): Participant {
  const now = local.now().toISOString();
  return { id: nextId(local.state, "conv_participant"), ...parts, createdAt: now, updatedAt: now };
}

function renderParticipant({ account }: State, { id }: OrchestratorConversation, participant: Participant) {
  return { ...participant, conversationId: id, accountId: account.sid };
}
