// Reading what Intelligence produced: operator results, and the conversations they belong to.
// Source: twilio-node 6.2.0 rest/intelligence/v3/operatorResult, rest/intelligence/v3/conversation

import type { Hono } from "hono";
import type { Context } from "../core/context.ts";
import { requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import type { OrchestratorConversation } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";

export function operatorResultRoutes(app: Hono, context: Context): void {
  app.get("/intelligence.twilio.com/v3/OperatorResults", (c) => {
    const [conversation, configuration, operator] = [
      c.req.query("conversationId"),
      c.req.query("intelligenceConfigurationId"),
      c.req.query("operatorId"),
    ];
    const rows = Object.values(context.state.operatorResults)
      .filter((row) => conversation === undefined || row.conversationId === conversation)
      .filter((row) => configuration === undefined || row.intelligenceConfiguration.id === configuration)
      .filter((row) => operator === undefined || row.operator.id === operator);
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
    const [status, configuration] = [c.req.query("status"), c.req.query("conversationConfigurationId")];
    const rows = Object.values(context.state.conversations)
      .filter(isLinked)
      .filter((row) => status === undefined || row.status === status)
      .filter((row) => configuration === undefined || row.configurationId === configuration);
    return tokenList(
      c,
      "items",
      rows.map((row) => ({ id: row.id, body: () => renderListed(context.state, row) })),
    );
  });

  app.get("/intelligence.twilio.com/v3/Conversations/:id", (c) => {
    const row = context.state.conversations[c.req.param("id")];
    return Response.json(
      renderConversation(context.state, requireRow(row && isLinked(row) ? row : undefined, c.req.path)),
    );
  });
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
