// Participants of a conversation in the Orchestrator, and their addresses.
// Source: twilio-node 6.3.1 rest/conversations/v2/participant; what TAC Python 2.5.0 reads

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { Refusal, requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { channel } from "../state/channel.ts";
import { nextId } from "../state/ids.ts";
import {
  type Address,
  type OrchestratorConversation,
  type Participant,
  participantType,
} from "../state/orchestrator.ts";
import { renderParticipant } from "./bodies.ts";
import { conversationOf } from "./conversations.ts";
import { postEvent } from "./statusCallbacks.ts";

export const addressList = z.array(
  z.strictObject({ channel, address: z.string().min(1), channelId: z.string().optional() }),
);

export const participantFields = {
  name: z.string().optional(),
  type: participantType.optional(),
  profileId: z.string().optional(),
};

export function participantRoutes(app: Hono, context: Context): void {
  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Participants", (c) => {
    const row = conversationOf(c, context);
    const rows = row.participants.map((participant) => ({
      id: participant.id,
      body: () => renderParticipant(context.state, row, participant),
    }));
    return tokenList(c, "participants", rows);
  });

  app.post("/conversations.twilio.com/v2/Conversations/:conversation/Participants", async (c) => {
    const row = conversationOf(c, context);
    const wanted = await readJson(c, z.strictObject({ ...participantFields, addresses: addressList.min(1) }));
    refuseTaken(row, wanted.addresses);
    const participant = addParticipant(context, row, {
      ...wanted,
      name: wanted.name ?? nameFrom(wanted.addresses),
      type: wanted.type ?? "UNKNOWN",
    });
    return Response.json(renderParticipant(context.state, row, participant), { status: 201 });
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Participants/:id", (c) => {
    const row = conversationOf(c, context);
    return Response.json(renderParticipant(context.state, row, participantOf(c, row)));
  });

  app.put("/conversations.twilio.com/v2/Conversations/:conversation/Participants/:id", async (c) => {
    const row = conversationOf(c, context);
    const participant = participantOf(c, row);
    const wanted = await readJson(
      c,
      z.strictObject({ ...participantFields, addresses: addressList.optional() }),
    );
    // A PUT replaces the whole participant.
    participant.name = wanted.name ?? nameFrom(wanted.addresses ?? []);
    participant.type = wanted.type ?? "UNKNOWN";
    participant.profileId = wanted.profileId;
    participant.addresses = wanted.addresses ?? [];
    participant.updatedAt = timestamp(context.now());
    const data = renderParticipant(context.state, row, participant);
    postEvent(context, row, { eventType: "PARTICIPANT_UPDATED", data });
    return Response.json(renderParticipant(context.state, row, participant));
  });
}

export function newParticipant(
  context: Context,
  parts: Pick<Participant, "name" | "type" | "profileId" | "addresses">,
): Participant {
  const now = timestamp(context.now());
  return { id: nextId(context.state, "conv_participant"), ...parts, createdAt: now, updatedAt: now };
}

/** Adds a participant and notifies the callbacks. */
export function addParticipant(
  context: Context,
  conversation: OrchestratorConversation,
  parts: Parameters<typeof newParticipant>[1],
): Participant {
  const participant = newParticipant(context, parts);
  conversation.participants.push(participant);
  const data = renderParticipant(context.state, conversation, participant);
  postEvent(context, conversation, { eventType: "PARTICIPANT_ADDED", data });
  return participant;
}

/** UNKNOWN counts too: it is the Orchestrator's type for a customer that it has not identified. */
export function isCustomer({ type }: Participant): boolean {
  return type === "CUSTOMER" || type === "UNKNOWN";
}

function participantOf(c: HonoContext, { participants }: OrchestratorConversation): Participant {
  return requireRow(
    participants.find(({ id }) => id === c.req.param("id")),
    c.req.path,
  );
}

export function nameFrom([first]: Address[]): string {
  return first?.address ?? "";
}

/** Rejects addresses that another participant has. Source: TAC Python 2.5.0 channels/messaging.py (409 "address is already owned") */
function refuseTaken({ id, participants }: OrchestratorConversation, wanted: Address[]): void {
  const owner = participants.find(({ addresses }) =>
    addresses.some((held) =>
      wanted.some(({ channel, address }) => held.channel === channel && held.address === address),
    ),
  );
  if (!owner) return;
  throw new Refusal({
    status: 409,
    code: 20409,
    message: `Address mapping already exists on conversation ${id}`,
    headers: { "X-Conflicting-Resource-Id": owner.id },
  });
}
