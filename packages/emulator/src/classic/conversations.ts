// Conversations (Classic), v1: services, conversations and participants to look at. Form encoded, synchronous.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json; twilio-node 6.2.0 rest/conversations/v1

import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Local } from "../core/context.ts";
import { readForm } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { found } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { ClassicConversation, ClassicParticipant, ClassicService } from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";

export function classicRoutes(app: Hono, local: Local): void {
  // There is no update: POST to a service is unknown, as on Twilio.
  app.post("/conversations.twilio.com/v1/Services", async (c) => {
    const { FriendlyName } = await readForm(c, z.strictObject({ FriendlyName: z.string().min(1).max(256) }));
    const now = timestamp(local.now());
    const row: ClassicService = {
      sid: nextSid(local.state, "IS"),
      friendly_name: FriendlyName,
      date_created: now,
      date_updated: now,
    };
    local.state.classicServices[row.sid] = row;
    return Response.json(render(local.state, row), { status: 201 });
  });

  app.get("/conversations.twilio.com/v1/Services", (c) => {
    const rows = Object.values(local.state.classicServices);
    return classicList(
      c,
      "services",
      rows.map((row) => ({ id: row.sid, body: () => render(local.state, row) })),
    );
  });

  app.get("/conversations.twilio.com/v1/Services/:service", (c) =>
    Response.json(render(local.state, service(c, local))),
  );

  app.delete("/conversations.twilio.com/v1/Services/:service", (c) => {
    const { sid } = service(c, local);
    delete local.state.classicServices[sid];
    // All its conversations go with it.
    for (const conversation of Object.values(local.state.classicConversations)) {
      if (conversation.chat_service_sid === sid) delete local.state.classicConversations[conversation.sid];
    }
    return new Response(null, { status: 204 });
  });

  app.get("/conversations.twilio.com/v1/Configuration", () => {
    const defaultService = local.state.flexConfiguration?.chat_service_instance_sid ?? null;
    const url = "https://conversations.twilio.com/v1/Configuration";
    return Response.json({
      account_sid: local.state.account.sid,
      default_chat_service_sid: defaultService,
      default_messaging_service_sid: null,
      default_inactive_timer: null,
      default_closed_timer: null,
      url,
      links: { webhooks: `${url}/Webhooks` },
    });
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations", (c) => {
    const { sid } = service(c, local);
    const rows = Object.values(local.state.classicConversations).filter(
      (row) => row.chat_service_sid === sid,
    );
    return classicList(
      c,
      "conversations",
      rows.map((row) => ({ id: row.sid, body: () => renderConversation(local.state, row) })),
    );
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid", (c) =>
    Response.json(renderConversation(local.state, conversation(c, local))),
  );

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid/Participants", (c) => {
    const row = conversation(c, local);
    const rows = row.participants.map((participant) => ({
      id: participant.sid,
      body: () => renderParticipant(local.state, row, participant),
    }));
    return classicList(c, "participants", rows);
  });

  app.get("/conversations.twilio.com/v1/Services/:service/Conversations/:sid/Messages", (c) => {
    const row = conversation(c, local);
    const rows = row.messages.map(({ communicationId: _, deliveredTo: __, ...message }, index) => ({
      id: message.sid,
      body: () => ({ ...message, index, conversation_sid: row.sid, account_sid: local.state.account.sid }),
    }));
    return classicList(c, "messages", rows);
  });
}

function service(c: Context, { state }: Local): ClassicService {
  return found(state.classicServices[c.req.param("service") ?? ""], c.req.path);
}

function conversation(c: Context, local: Local): ClassicConversation {
  const { sid } = service(c, local);
  const row = local.state.classicConversations[c.req.param("sid") ?? ""];
  return found(row?.chat_service_sid === sid ? row : undefined, c.req.path);
}

function render(state: State, row: ClassicService) {
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
