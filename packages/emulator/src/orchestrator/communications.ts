// Communications: the messages of a conversation in the Orchestrator, and who is notified of them.
// Source: twilio-node 6.3.1 rest/conversations/v2/communication

import type { Hono } from "hono";
import { addMessage } from "../classic/rows.ts";
import type { Context } from "../core/context.ts";
import { timestamp } from "../http/dates.ts";
import { tokenList } from "../http/paging.ts";
import { runRules } from "../intelligence/runRules.ts";
import { nextId } from "../state/ids.ts";
import type { Communication, OrchestratorConversation, Participant } from "../state/orchestrator.ts";
import { renderCommunication } from "./bodies.ts";
import { conversationOf, setStatus } from "./conversations.ts";
import { isCustomer } from "./participants.ts";
import { postEvent } from "./statusCallbacks.ts";

export function communicationRoutes(app: Hono, context: Context): void {
  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Communications", (c) => {
    const row = conversationOf(c, context);
    const channelId = c.req.query("channelId");
    const rows = row.communications
      .filter((communication) => channelId === undefined || communication.channelId === channelId)
      .map((communication) => ({
        id: communication.id,
        body: () => renderCommunication(context.state, row, communication),
      }));
    return tokenList(c, "communications", rows);
  });
}

/**
 * Adds a message, notifies the callbacks, and copies it to the bridged Classic conversation unless it came from there.
 * A message makes an INACTIVE conversation ACTIVE again, whoever wrote it.
 *
 * @param channelId the Classic conversation (`CH…`) or call (`CA…`); by default that of the participants
 */
export function addCommunication(
  context: Context,
  conversation: OrchestratorConversation,
  {
    from,
    to,
    text,
    bridge = "send",
    channelId = firstChannelId(conversation),
  }: {
    from: Participant;
    to: Participant[];
    text: string;
    bridge?: "send" | "arrived";
    channelId?: string | null;
  },
): Communication {
  const communication: Communication = {
    id: nextId(context.state, "conv_communication"),
    author: renderParty(from),
    content: { type: "TEXT", text },
    recipients: to.map((participant) => ({ ...renderParty(participant), deliveryStatus: "DELIVERED" })),
    channelId,
    createdAt: timestamp(context.now()),
    deliveredTo: [],
  };
  if (conversation.status === "INACTIVE") setStatus(context, conversation, "ACTIVE");
  conversation.communications.push(communication);
  const classic = bridge === "send" ? context.state.classicConversations[channelId ?? ""] : undefined;
  if (classic)
    addMessage(context, classic, {
      author: communication.author.address,
      body: text,
      communicationId: communication.id,
    });
  const data = renderCommunication(context.state, conversation, communication);
  postEvent(context, conversation, { eventType: "COMMUNICATION_CREATED", data }, (webhook) => {
    if (isCustomer(from)) communication.deliveredTo.push({ webhook });
  });
  runRules(context, conversation, "COMMUNICATION");
  return communication;
}

function renderParty({ id, addresses }: Participant) {
  const [first] = addresses;
  return { address: first?.address ?? "", channel: first?.channel ?? "", participantId: id };
}

function firstChannelId({ participants }: OrchestratorConversation): string | null {
  const ids = participants.flatMap(({ addresses }) => addresses.map(({ channelId }) => channelId));
  return ids.find((id) => id !== undefined) ?? null;
}
