// Conversations (Classic), v1: services, and the account's configuration. Form encoded, synchronous.
// Source: twilio-oai, twilio_conversations_v1.json; twilio-node 6.3.1 rest/conversations/v1. That a configuration always has
// `default_closed_timer`, and no `default_inactive_timer` unless it was set: RJPearson94/terraform-provider-twilio, whose
// tests ran against Twilio (resource_conversations_configuration_test.go)

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readForm, sid } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import type { ClassicService } from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";
import { newService } from "./rows.ts";

/** An ISO 8601 duration, as `PT10M` or `P3D`. */
const duration = z
  .string()
  .regex(/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/, "expected an ISO 8601 duration");

const configuration = z.strictObject({
  DefaultChatServiceSid: sid("IS").optional(),
  DefaultMessagingServiceSid: sid("MG").optional(),
  DefaultInactiveTimer: duration.optional(),
  DefaultClosedTimer: duration.optional(),
});

export function classicServiceRoutes(app: Hono, context: Context): void {
  // There is no update: POST to a service is unknown, as on Twilio.
  app.post("/conversations.twilio.com/v1/Services", async (c) => {
    const { FriendlyName } = await readForm(c, z.strictObject({ FriendlyName: z.string().min(1).max(256) }));
    const row = newService(nextSid(context.state, "IS"), FriendlyName, timestamp(context.now()));
    context.state.classicServices[row.sid] = row;
    return Response.json(renderService(context.state, row), { status: 201 });
  });

  app.get("/conversations.twilio.com/v1/Services", (c) => {
    const rows = Object.values(context.state.classicServices).map((row) => ({
      id: row.sid,
      body: () => renderService(context.state, row),
    }));
    return classicList(c, "services", rows, { maximum: 100 });
  });

  app.get("/conversations.twilio.com/v1/Services/:service", (c) =>
    Response.json(renderService(context.state, serviceOf(c, context))),
  );

  app.delete("/conversations.twilio.com/v1/Services/:service", (c) => {
    const service = serviceOf(c, context);
    delete context.state.classicServices[service.sid];
    // Its conversations are deleted with it.
    for (const conversation of Object.values(context.state.classicConversations)) {
      if (conversation.chat_service_sid === service.sid)
        delete context.state.classicConversations[conversation.sid];
    }
    return new Response(null, { status: 204 });
  });

  app.get("/conversations.twilio.com/v1/Configuration", () =>
    Response.json(renderConfiguration(context.state)),
  );

  app.post("/conversations.twilio.com/v1/Configuration", async (c) => {
    const form = await readForm(c, configuration);
    const { state } = context;
    const service = form.DefaultChatServiceSid;
    if (service !== undefined && !state.classicServices[service])
      throw badParameter(`Invalid parameter DefaultChatServiceSid: ${service} does not exist`);
    const current = state.classicConfiguration;
    state.classicConfiguration = {
      default_chat_service_sid: service ?? current.default_chat_service_sid,
      default_messaging_service_sid: form.DefaultMessagingServiceSid ?? current.default_messaging_service_sid,
      default_inactive_timer: form.DefaultInactiveTimer ?? current.default_inactive_timer,
      default_closed_timer: form.DefaultClosedTimer ?? current.default_closed_timer,
    };
    return Response.json(renderConfiguration(state));
  });
}

/** The service named in the path, or 404. */
export function serviceOf(c: HonoContext, { state }: Context): ClassicService {
  return requireRow(state.classicServices[c.req.param("service") ?? ""], c.req.path);
}

/** The service of conversations that name none: as configured, otherwise Flex's; null if the account has neither. */
export function defaultServiceSid({ classicConfiguration, flexConfiguration }: State): string | null {
  return (
    classicConfiguration.default_chat_service_sid ?? flexConfiguration?.chat_service_instance_sid ?? null
  );
}

function renderConfiguration(state: State) {
  const url = "https://conversations.twilio.com/v1/Configuration";
  const service = defaultServiceSid(state);
  return {
    ...state.classicConfiguration,
    account_sid: state.account.sid,
    default_chat_service_sid: service,
    url,
    links: {
      ...(service === null
        ? {}
        : { service: `https://conversations.twilio.com/v1/Services/${service}/Configuration` }),
      webhooks: `${url}/Webhooks`,
    },
  };
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
      participant_conversations: `${url}/ParticipantConversations`,
      conversation_with_participants: `${url}/ConversationWithParticipants`,
    },
  };
}
