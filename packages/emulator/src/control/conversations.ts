// The timeline of a conversation, with the recipients of each message: `GET /local/conversations/{CH or conv_conversation}`.

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { requireRow } from "../http/errors.ts";
import { usesChannel } from "../orchestrator/conversations.ts";
import { isCustomer } from "../orchestrator/participants.ts";
import type { ClassicConversation } from "../state/classic.ts";
import { orderOf } from "../state/ids.ts";
import type { Communication, Delivery, OrchestratorConversation } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

export interface TimelineEntry {
  at: string;
  /** The author's address. */
  from: string;
  text: string;
  /**
   * For a customer's message: callbacks that responded with 2xx, the task through which a Flex agent reads it (`worker`
   * is null until one accepts), flows that it started or continued. For any other message: the customer.
   */
  deliveredTo: (
    | { webhook: string }
    | { task: string; worker: string | null }
    | { flow: string }
    | { customer: string }
  )[];
}

export function timelineRoutes(app: Hono, context: Context): void {
  app.get("/local/conversations/:id", (c) => {
    const { state } = context;
    const id = c.req.param("id");
    const classic = state.classicConversations[id];
    const conversations = Object.values(state.conversations).filter(
      (row) => row.id === id || (classic && usesChannel(row, id)),
    );
    requireRow(classic ?? conversations[0], c.req.path);
    const bridged = Object.values(state.classicConversations).filter(
      ({ sid }) => sid === id || conversations.some((row) => usesChannel(row, sid)),
    );
    return Response.json({
      conversations: conversations.map((row) => ({ id: row.id, status: row.status })),
      classicConversations: bridged.map(({ sid, state }) => ({ sid, state })),
      timeline: timeline(state, conversations, bridged),
    });
  });
}

/** Messages from both sides of the bridge, each once, oldest first. */
function timeline(
  state: State,
  conversations: OrchestratorConversation[],
  classic: ClassicConversation[],
): TimelineEntry[] {
  const communications = conversations.flatMap((row) =>
    row.communications.map((one) => ({
      order: orderOf(one.id),
      entry: renderCommunication(state, row, one),
    })),
  );
  const classicOnly = classic.flatMap((row) =>
    row.messages
      .filter(({ communicationId }) => communicationId === undefined)
      .map((one) => ({ order: orderOf(one.sid), entry: renderClassicMessage(state, row, one) })),
  );
  return [...communications, ...classicOnly].toSorted((a, b) => a.order - b.order).map(({ entry }) => entry);
}

function renderCommunication(
  state: State,
  { participants }: OrchestratorConversation,
  communication: Communication,
): TimelineEntry {
  const { author, recipients, content, createdAt, deliveredTo } = communication;
  const customers = participants.filter(isCustomer).map(({ id }) => id);
  const fromCustomer = customers.includes(author.participantId);
  return {
    at: createdAt,
    from: author.address,
    text: content.text,
    deliveredTo: fromCustomer
      ? deliveredTo.map((delivery) => withWorker(state, delivery))
      : recipients
          .filter(({ participantId }) => customers.includes(participantId))
          .map(({ address }) => ({ customer: address })),
  };
}

function withWorker({ tasks }: State, delivery: Delivery): TimelineEntry["deliveredTo"][number] {
  if (!("task" in delivery)) return delivery;
  return { task: delivery.task, worker: tasks[delivery.task]?.worker ?? null };
}

/** A message that only the Classic conversation has: without a bridge, or from a flow. */
function renderClassicMessage(
  state: State,
  { participants }: ClassicConversation,
  message: ClassicConversation["messages"][number],
): TimelineEntry {
  const addresses = participants.map(
    ({ identity, messaging_binding }) => messaging_binding?.address ?? identity,
  );
  const [customer] = addresses;
  return {
    at: message.date_created,
    from: message.author,
    text: message.body,
    deliveredTo:
      customer && message.author !== customer
        ? [{ customer }]
        : (message.deliveredTo ?? []).map((delivery) => withWorker(state, delivery)),
  };
}
