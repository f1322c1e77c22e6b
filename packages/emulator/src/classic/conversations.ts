// Conversations (Classic), v1: services, and conversations, participants and messages to read. Form encoded, synchronous.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json; twilio-node 6.2.0 rest/conversations/v1

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { ClassicConversation, ClassicParticipant, ClassicService } from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { newService } from "./rows.ts";

export function classicConversationRoutes(app: Hono, context: Context): void {
  // There is no update: POST to a service is unknown, as on Twilio.
  app.post("/conversations.twilio.com/v1/Services", async (c) => {
    const { FriendlyName } = await readForm(c, z.strictObject({ FriendlyName: z.string().min(1).max(256) }));
    const row = newService(nextSid(context.state, "IS"), FriendlyName, timestamp(context.now()));
    context.state.classicServices[row.sid] = row;
    return Response.json(renderService(context.state, row), { status: 201 });
  });

  app.get("/conversations.twilio.com/v1/Services", (c) => {
    const rows = Object.values(context.state.classicServices);
    return classicList(
      c,
      "services",
      rows.map((row) => ({ id: row.sid, body: () => renderService(context.state, row) })),
    );
  });

  app.get("/conversations.twilio.com/v1/Services/:service", (c) =>
    Response.json(renderService(context.state, serviceOf(c, context))),
  );

  app.delete("/conversations.twilio.com/v1/Services/:service", (c) => {
    const { sid } = serviceOf(c, context);
    delete context.state.classicServices[sid];
    // Its conversations are deleted with it.
    for (const conversationOf of Object.values(context.state.classicConversations)) {
      if (conversationOf.chat_service_sid === sid)
        delete context.state.classicConversations[conversationOf.sid];
    }
    return new Response(null, { status: 204 });
  });

  app.get("/conversations.twilio.com/v1/Configuration", () => {
    const defaultService = context.state.flexConfiguration?.chat_service_instance_sid ?? null;
    const url = "https://conversations.twilio.com/v1/Configuration";
    return Response.json({
      account_sid: context.state.account.sid,
      default_chat_service_sid: defaultService,
      default_messaging_service_sid: null,
      default_inactive_timer: null,
      default_closed_timer: null,
      url,
      links: { webhooks: `${url}/Webhooks` },
    });
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations", (c) => {
    const { sid } = serviceOf(c, context);
    const rows = Object.values(context.state.classicConversations).filter(
      (row) => row.chat_service_sid === sid,
    );
    return classicList(
      c,
      "conversations",
      rows.map((row) => ({ id: row.sid, body: () => renderConversation(context.state, row) })),
    );
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid", (c) =>
    Response.json(renderConversation(context.state, conversation(c, context))),
  );

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid/Participants", (c) => {
    const row = conversation(c, context);
    const rows = row.participants.map((participant) => ({
      id: participant.sid,
      body: () => renderParticipant(context.state, row, participant),
    }));
    return classicList(c, "participants", rows);
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid/Messages", (c) => {
    const row = conversation(c, context);
    const rows = row.messages.map(({ communicationId: _, deliveredTo: __, ...message }, index) => ({
      id: message.sid,
      body: () => ({ ...message, index, conversation_sid: row.sid, account_sid: context.state.account.sid }),
    }));
    return classicList(c, "messages", rows);
  });
}

function serviceOf(c: HonoContext, { state }: Context): ClassicService {
  return requireRow(state.classicServices[c.req.param("service") ?? ""], c.req.path);
}

function conversation(c: HonoContext, context: Context): ClassicConversation {
  const { sid } = serviceOf(c, context);
  const row = context.state.classicConversations[c.req.param("sid") ?? ""];
  return requireRow(row?.chat_service_sid === sid ? row : undefined, c.req.path);
}

function renderService(state: State, row: ClassicService) {
  const url = `https://conversations.twilio.com/v1/Services/${row.sid}`;
  return {
    ...row,
    account_sid: state.account.sid,
    url,
    links: {
      conversations: `${url}/Conversations`,
      users: `${url}/Users`,
      roles: `${url}/Roles`,
      bindings: `${url}/Bindings`,
      configuration: `${url}/Configuration`,
    },
  };
}

function renderConversation(state: State, row: ClassicConversation) {
  const { participants: _, messages: __, webhook_sids: ___, studio: ____, ...rest } = row;
  const url = `https://conversations.twilio.com/v1/Services/${row.chat_service_sid}/Conversations/${row.sid}`;
  return {
    ...rest,
    account_sid: state.account.sid,
    messaging_service_sid: null,
    unique_name: null,
    timers: {},
    bindings: null,
    url,
    links: { participants: `${url}/Participants`, messages: `${url}/Messages`, webhooks: `${url}/Webhooks` },
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
    url: `https://conversations.twilio.com/v1/Services/${row.chat_service_sid}/Conversations/${row.sid}/Participants/${participant.sid}`,
  };
}
