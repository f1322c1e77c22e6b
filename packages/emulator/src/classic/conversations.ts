// Conversations (Classic), v1: conversations, participants and messages of a service, to read.
// Source: twilio-oai, twilio_conversations_v1.json; twilio-node 6.3.1 rest/conversations/v1

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import { dayOrMoment, readFilters } from "../http/query.ts";
import type { ClassicConversation, ClassicMessage, ClassicParticipant } from "../state/classic.ts";
import type { State } from "../state/state.ts";
import { serviceOf } from "./services.ts";

/** Largest page of conversations, participants and messages. */
const paging = { maximum: 100 };

const filters = {
  State: z.enum(["initializing", "inactive", "active", "closed"]).optional(),
  StartDate: dayOrMoment.optional(),
  EndDate: dayOrMoment.optional(),
};

export function classicConversationRoutes(app: Hono, context: Context): void {
  const below = "/conversations.twilio.com/v1/Services/:service/Conversations";

  app.get(below, (c) => {
    const service = serviceOf(c, context);
    const { State: state, StartDate: start, EndDate: end } = readFilters(c, filters);
    const rows = Object.values(context.state.classicConversations)
      .filter((row) => row.chat_service_sid === service.sid)
      .filter((row) => state === undefined || row.state === state)
      .filter(({ date_created }) => start === undefined || Date.parse(date_created) >= Date.parse(start))
      .filter(({ date_created }) => end === undefined || Date.parse(date_created) <= endOf(end))
      .map((row) => ({ id: row.sid, body: () => renderConversation(context.state, row) }));
    return classicList(c, "conversations", rows, paging);
  });

  app.get(`${below}/:sid`, (c) =>
    Response.json(renderConversation(context.state, conversationOf(c, context))),
  );

  app.get(`${below}/:sid/Participants`, (c) => {
    const row = conversationOf(c, context);
    const rows = row.participants.map((participant) => ({
      id: participant.sid,
      body: () => renderParticipant(context.state, row, participant),
    }));
    return classicList(c, "participants", rows, paging);
  });

  app.get(`${below}/:sid/Participants/:participant`, (c) => {
    const row = conversationOf(c, context);
    const participant = row.participants.find(({ sid }) => sid === c.req.param("participant"));
    return Response.json(renderParticipant(context.state, row, requireRow(participant, c.req.path)));
  });

  app.get(`${below}/:sid/Messages`, (c) => {
    const row = conversationOf(c, context);
    const { Order: order } = readFilters(c, { Order: z.enum(["asc", "desc"]).optional() });
    const messages = row.messages.map((message) => ({
      id: message.sid,
      body: () => renderMessage(context.state, row, message),
    }));
    return classicList(c, "messages", order === "desc" ? messages.reverse() : messages, paging);
  });

  app.get(`${below}/:sid/Messages/:message`, (c) => {
    const row = conversationOf(c, context);
    const message = row.messages.find(({ sid }) => sid === c.req.param("message"));
    return Response.json(renderMessage(context.state, row, requireRow(message, c.req.path)));
  });
}

/** A date without a time is the whole day. */
function endOf(date: string): number {
  return Date.parse(date) + (/^\d{4}-\d{2}-\d{2}$/.test(date) ? 86_400_000 - 1 : 0);
}

function conversationOf(c: HonoContext, context: Context): ClassicConversation {
  const { sid } = serviceOf(c, context);
  const row = context.state.classicConversations[c.req.param("sid") ?? ""];
  return requireRow(row?.chat_service_sid === sid ? row : undefined, c.req.path);
}

function urlOf({ sid, chat_service_sid }: ClassicConversation): string {
  return `https://conversations.twilio.com/v1/Services/${chat_service_sid}/Conversations/${sid}`;
}

function renderConversation(state: State, row: ClassicConversation) {
  const { participants: _, messages: __, webhook_sids: ___, studio: ____, ...rest } = row;
  const url = urlOf(row);
  return {
    ...rest,
    account_sid: state.account.sid,
    messaging_service_sid: null,
    unique_name: null,
    timers: {},
    bindings: {},
    url,
    links: {
      participants: `${url}/Participants`,
      messages: `${url}/Messages`,
      webhooks: `${url}/Webhooks`,
      export: `${url}/Export`,
    },
  };
}

function renderParticipant(state: State, row: ClassicConversation, participant: ClassicParticipant) {
  return {
    ...participant,
    account_sid: state.account.sid,
    chat_service_sid: row.chat_service_sid,
    conversation_sid: row.sid,
    attributes: "{}",
    role_sid: null,
    date_updated: participant.date_created,
    last_read_message_index: null,
    last_read_timestamp: null,
    url: `${urlOf(row)}/Participants/${participant.sid}`,
  };
}

function renderMessage(state: State, row: ClassicConversation, message: ClassicMessage) {
  const { communicationId: _, deliveredTo: __, ...rest } = message;
  const author = row.participants.find(
    ({ identity, messaging_binding: binding }) => (identity ?? binding?.address) === message.author,
  );
  const url = `${urlOf(row)}/Messages/${message.sid}`;
  return {
    ...rest,
    index: row.messages.indexOf(message),
    account_sid: state.account.sid,
    chat_service_sid: row.chat_service_sid,
    conversation_sid: row.sid,
    participant_sid: author?.sid ?? null,
    attributes: "{}",
    media: null,
    content_sid: null,
    // Receipts come from carriers, of which there are none here.
    delivery: null,
    date_updated: message.date_created,
    url,
    links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
  };
}
