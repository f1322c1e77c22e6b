// Actions of a conversation: SEND_MESSAGE, with which an agent writes.
// Source: twilio-node 6.3.1 rest/conversations/v2/action; what TAC Python 2.5.0 sends

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter } from "../http/errors.ts";
import { channel } from "../state/channel.ts";
import { nextId } from "../state/ids.ts";
import type { Action, OrchestratorConversation, Participant } from "../state/orchestrator.ts";
import { addCommunication } from "./communications.ts";
import { conversationOf } from "./conversations.ts";

const party = z.strictObject({
  participantId: z.string().optional(),
  address: z.string().optional(),
  channel: channel.optional(),
});

const action = z.strictObject({
  type: z.literal("SEND_MESSAGE"),
  payload: z.strictObject({
    from: party,
    to: z.array(party).min(1),
    content: z.strictObject({
      text: z.string().optional(),
      contentId: z.string().optional(),
      variables: z.record(z.string(), z.string()).optional(),
    }),
    channelSettings: z.record(z.string(), z.unknown()).optional(),
  }),
});

export function actionRoutes(app: Hono, context: Context): void {
  app.post("/conversations.twilio.com/v2/Conversations/:conversation/Actions", async (c) => {
    const row = conversationOf(c, context);
    const { payload } = await readJson(c, action);
    if (row.status === "CLOSED")
      throw badParameter(`Conversation ${row.id} is CLOSED and does not accept messages`);
    const [from, ...to] = [payload.from, ...payload.to].map((party) => participantFor(row, party));
    if (!from) throw badParameter("Missing required parameter payload.from in the post body");
    const channelId = chosenChannel(context, payload);
    addCommunication(context, row, {
      from,
      to,
      text: payload.content.text ?? "",
      ...(channelId && { channelId }),
    });
    const now = timestamp(context.now());
    const done: Action = {
      id: nextId(context.state, "conv_action"),
      type: "SEND_MESSAGE",
      status: "COMPLETED",
      createdAt: now,
    };
    row.actions.push(done);
    return Response.json(
      {
        ...done,
        conversationId: row.id,
        related: { conversationId: row.id },
        updatedAt: now,
        completedAt: now,
      },
      { status: 202 },
    );
  });
}

function participantFor(row: OrchestratorConversation, wanted: z.infer<typeof party>): Participant {
  const participant = row.participants.find(
    ({ id, addresses }) =>
      id === wanted.participantId || addresses.some(({ address }) => address === wanted.address),
  );
  if (!participant) {
    throw badParameter(
      `Invalid parameter payload: no participant ${wanted.participantId ?? wanted.address ?? ""}`,
    );
  }
  return participant;
}

/** The Classic conversation of a message; a chat message must name one. Source: TAC Python 2.5.0 channels/chat.py */
function chosenChannel(
  context: Context,
  { from, channelSettings }: z.infer<typeof action>["payload"],
): string | undefined {
  const { channelId } = channelSettings ?? {};
  if (typeof channelId === "string" && channelId.startsWith("CH")) {
    if (context.state.classicConversations[channelId]) return channelId;
    throw badParameter(`Invalid parameter payload.channelSettings.channelId: ${channelId} does not exist`);
  }
  if (from.channel === "CHAT" && channelId === undefined && channelSettings?.chatService === undefined) {
    throw badParameter("Missing required parameter payload.channelSettings.channelId in the post body");
  }
  return undefined;
}
