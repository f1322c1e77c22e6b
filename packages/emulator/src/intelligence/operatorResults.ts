// Reading what Intelligence produced: operator results, and the conversations they belong to.
// Source: twilio-node 6.3.1 rest/intelligence/v3/operatorResult, rest/intelligence/v3/conversation

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { dateTime, newerId } from "../http/body.ts";
import { requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { anyOf, readFilters } from "../http/query.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

const configurationId = newerId("intelligence_configuration");

const operatorId = newerId("intelligence_operator");

const resultFilters = {
  conversationId: newerId("conv_conversation").optional(),
  intelligenceConfigurationId: configurationId.optional(),
  operatorId: operatorId.optional(),
};

const conversationFilters = {
  createdAtBefore: dateTime.optional(),
  createdAtAfter: dateTime.optional(),
  status: z.enum(["ACTIVE", "INACTIVE", "CLOSED"]).optional(),
  channelId: z.string().optional(),
  channels: anyOf(z.enum(["VOICE", "SMS", "RCS", "EMAIL", "WHATSAPP", "CHAT", "API", "SYSTEM"])).optional(),
  conversationConfigurationId: z.string().optional(),
  intelligenceConfigurationIds: anyOf(configurationId).optional(),
  operatorIds: anyOf(operatorId).optional(),
};

type ConversationFilters = z.infer<z.ZodObject<typeof conversationFilters>>;

export function operatorResultRoutes(app: Hono, context: Context): void {
  app.get("/intelligence.twilio.com/v3/OperatorResults", (c) => {
    const wanted = readFilters(c, resultFilters);
    const rows = Object.values(context.state.operatorResults)
      .filter((row) => isWanted(row.conversationId, wanted.conversationId))
      .filter((row) => isWanted(row.intelligenceConfiguration.id, wanted.intelligenceConfigurationId))
      .filter((row) => isWanted(row.operator.id, wanted.operatorId));
    return tokenList(
      c,
      "items",
      rows.map((row) => ({ id: row.id, body: () => row })),
    );
  });

  app.get("/intelligence.twilio.com/v3/OperatorResults/:id", (c) =>
    Response.json(requireRow(context.state.operatorResults[c.req.param("id")], c.req.path)),
  );

  app.delete("/intelligence.twilio.com/v3/OperatorResults/:id", (c) => {
    const { id } = requireRow(context.state.operatorResults[c.req.param("id")], c.req.path);
    delete context.state.operatorResults[id];
    return new Response(null, { status: 204 });
  });

  app.get("/intelligence.twilio.com/v3/Conversations", (c) => {
    const wanted = readFilters(c, conversationFilters);
    const bodies = Object.values(context.state.conversations)
      .filter(isLinked)
      .map((row) => renderListed(context.state, row))
      .filter((body) => matches(context.state, body, wanted));
    return tokenList(
      c,
      "items",
      bodies.map((body) => ({ id: body.id, body: () => body })),
    );
  });

  app.get("/intelligence.twilio.com/v3/Conversations/:id", (c) => {
    const row = context.state.conversations[c.req.param("id")];
    return Response.json(
      renderConversation(context.state, requireRow(row && isLinked(row) ? row : undefined, c.req.path)),
    );
  });
}

function isWanted(value: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}

function matches(
  { operatorResults }: State,
  body: ReturnType<typeof renderListed>,
  wanted: ConversationFilters,
): boolean {
  const operators = body.operatorResultIds.map((id) => operatorResults[id]?.operator.id ?? "");
  return [
    isWanted(body.status, wanted.status),
    isWanted(body.conversationConfigurationId, wanted.conversationConfigurationId),
    haveOne(body.channelIds, wanted.channelId === undefined ? undefined : [wanted.channelId]),
    haveOne(body.channels, wanted.channels),
    haveOne(body.intelligenceConfigurationIds ?? [], wanted.intelligenceConfigurationIds),
    haveOne(operators, wanted.operatorIds),
    wanted.createdAtBefore === undefined || body.createdAt < wanted.createdAtBefore,
    wanted.createdAtAfter === undefined || body.createdAt > wanted.createdAtAfter,
  ].every(Boolean);
}

function haveOne(values: string[], wanted: string[] | undefined): boolean {
  return wanted === undefined || wanted.some((one) => values.includes(one));
}

/** Whether Intelligence is linked; it does not know any other conversations. */
function isLinked({ configuration }: OrchestratorConversation): boolean {
  return (configuration.intelligenceConfigurationIds ?? []).length > 0;
}

function renderConversation(state: State, row: OrchestratorConversation) {
  return {
    ...renderListed(state, row),
    communications: row.communications.map(({ id, author, content, createdAt }) => ({
      id,
      participantId: author.participantId,
      content: { text: content.text },
      createdAt,
    })),
  };
}

/** In a list, a conversation lacks its communications. */
function renderListed(state: State, row: OrchestratorConversation) {
  const addresses = row.participants.flatMap((participant) => participant.addresses);
  const results = Object.values(state.operatorResults).filter(
    ({ conversationId }) => conversationId === row.id,
  );
  return {
    id: row.id,
    accountId: state.account.sid,
    name: row.name,
    status: row.status,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    intelligenceConfigurationIds: row.configuration.intelligenceConfigurationIds,
    conversationConfigurationId: row.configurationId,
    channels: [...new Set(addresses.map(({ channel }) => channel))],
    channelIds: [...new Set(addresses.flatMap(({ channelId }) => channelId ?? []))],
    participants: row.participants.map((participant) => ({
      id: participant.id,
      name: participant.name,
      type: participant.type,
      addressValues: participant.addresses.map(({ address }) => address),
    })),
    operatorResultIds: results.map(({ id }) => id),
  };
}
