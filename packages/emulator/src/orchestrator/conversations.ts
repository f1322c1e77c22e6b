// Conversations of the Orchestrator (Conversations v2), which TAC, the flow and Flex read and write.
// Source: twilio-node 6.3.1 rest/conversations/v2; what TAC Python 2.5.0 sends and reads

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { anyOf, readFilters } from "../http/query.ts";
import { runRules } from "../intelligence/runRules.ts";
import { knownProfile } from "../memory/profiles.ts";
import { nextId } from "../state/ids.ts";
import type {
  OrchestratorConfiguration,
  OrchestratorConversation,
  Participant,
  PinnedConfiguration,
} from "../state/orchestrator.ts";
import { renderConversation, renderParticipant } from "./bodies.ts";
import { postEvent, statusCallback } from "./statusCallbacks.ts";

const status = z.enum(["ACTIVE", "INACTIVE", "CLOSED"]);

const metadataKey = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/);

export const conversationMetadata = z
  .record(metadataKey, z.string().max(512))
  .refine((entries) => Object.keys(entries).length <= 8, { message: "at most 8 entries" });

const replacement = z.strictObject({
  name: z.string().optional(),
  status,
  metadata: conversationMetadata.optional(),
});

const patch = z.strictObject({
  name: z.string().nullish(),
  status: status.optional(),
  // Only the callbacks of the configuration can be changed; [] stops the webhooks.
  configuration: z.strictObject({ statusCallbacks: z.array(statusCallback).max(20).nullish() }).optional(),
  metadata: z.record(metadataKey, z.string().max(512).nullable()).optional(),
});

export function conversationRoutes(app: Hono, context: Context): void {
  app.get("/conversations.twilio.com/v2/Conversations", (c) => {
    const { status: statuses, channelId } = readFilters(c, {
      status: anyOf(status).optional(),
      channelId: z.string().optional(),
    });
    const rows = Object.values(context.state.conversations)
      .filter((row) => statuses === undefined || statuses.includes(row.status))
      .filter((row) => channelId === undefined || usesChannel(row, channelId))
      .map((row) => ({ id: row.id, body: () => renderConversation(context.state, row) }));
    return tokenList(c, "conversations", rows);
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation", (c) =>
    Response.json(renderConversation(context.state, conversationOf(c, context))),
  );

  app.put("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, context);
    const wanted = await readJson(c, replacement);
    refuseReopening(row, wanted.status);
    row.metadata = wanted.metadata ?? {};
    row.updatedAt = timestamp(context.now());
    rename(context, row, wanted.name ?? null);
    setStatus(context, row, wanted.status);
    return Response.json(renderConversation(context.state, row));
  });

  app.patch("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, context);
    const wanted = await readJson(c, patch);
    const entries = Object.entries({ ...row.metadata, ...wanted.metadata }).filter(
      ([, value]) => value !== null,
    );
    if (entries.length > 8) throw badParameter("Invalid parameter metadata: at most 8 entries");
    if (wanted.status) refuseReopening(row, wanted.status);
    row.metadata = Object.fromEntries(entries) as Record<string, string>;
    const callbacks = wanted.configuration?.statusCallbacks;
    if (callbacks !== undefined) row.configuration.statusCallbacks = callbacks;
    row.updatedAt = timestamp(context.now());
    if (wanted.name !== undefined) rename(context, row, wanted.name);
    if (wanted.status) setStatus(context, row, wanted.status);
    return Response.json(renderConversation(context.state, row));
  });
}

/** Creates a conversation under the current version of a configuration. */
export function conversationUnder(
  context: Context,
  { id, createdAt: _, updatedAt: __, ...pinned }: OrchestratorConfiguration,
  participants: Participant[],
): OrchestratorConversation {
  return newConversation(context, { id, pinned, participants });
}

/**
 * Creates a conversation with a copy of these settings. Customers in the memory store get their profile.
 *
 * @param parts.id of the configuration; null if the conversation has only settings of its own
 */
export function newConversation(
  context: Context,
  {
    id: configurationId,
    pinned: configuration,
    participants,
  }: { id: string | null; pinned: PinnedConfiguration; participants: Participant[] },
): OrchestratorConversation {
  const pinned = structuredClone(configuration);
  const now = timestamp(context.now());
  const row: OrchestratorConversation = {
    id: nextId(context.state, "conv_conversation"),
    configurationId,
    status: "ACTIVE",
    name: null,
    metadata: {},
    configuration: pinned,
    participants,
    communications: [],
    actions: [],
    createdAt: now,
    updatedAt: now,
  };
  for (const participant of participants) {
    participant.profileId ??= knownProfile(context.state, pinned.memoryStoreId, participant)?.id;
  }
  context.state.conversations[row.id] = row;
  postEvent(context, row, {
    eventType: "CONVERSATION_CREATED",
    data: renderConversation(context.state, row),
  });
  for (const participant of participants) {
    postEvent(context, row, {
      eventType: "PARTICIPANT_ADDED",
      data: renderParticipant(context.state, row, participant),
    });
  }
  return row;
}

/**
 * Makes a conversation ACTIVE, INACTIVE or CLOSED, notifies its callbacks and runs the rules of Intelligence.
 *
 * Does nothing if it has that status already, or is CLOSED, which is final.
 * Source: twilio.com/docs/conversations/orchestrator/concepts/lifecycle
 */
export function setStatus(
  context: Context,
  conversation: OrchestratorConversation,
  status: OrchestratorConversation["status"],
): void {
  if (conversation.status === status || conversation.status === "CLOSED") return;
  const now = timestamp(context.now());
  conversation.status = status;
  conversation.updatedAt = now;
  if (status === "ACTIVE") conversation.activeSince = now;
  postUpdate(context, conversation);
  if (status === "INACTIVE") runRules(context, conversation, "CONVERSATION_INACTIVE");
  if (status === "CLOSED") runRules(context, conversation, "CONVERSATION_END");
}

/** The conversation named in the path, or 404. */
export function conversationOf(c: HonoContext, { state }: Context): OrchestratorConversation {
  return requireRow(state.conversations[c.req.param("conversation") ?? ""], c.req.path);
}

/** Whether a participant uses this Classic conversation (`CH…`) or call (`CA…`). */
export function usesChannel({ participants }: OrchestratorConversation, channelId: string): boolean {
  return participants.some(({ addresses }) => addresses.some((address) => address.channelId === channelId));
}

function refuseReopening({ id, status }: OrchestratorConversation, wanted: string): void {
  if (status === "CLOSED" && wanted !== "CLOSED") {
    throw badParameter(
      `Invalid parameter status: conversation ${id} is CLOSED and cannot be ${wanted} again`,
    );
  }
}

function rename(context: Context, conversation: OrchestratorConversation, name: string | null): void {
  if (conversation.name === name) return;
  conversation.name = name;
  postUpdate(context, conversation);
}

function postUpdate(context: Context, conversation: OrchestratorConversation): void {
  const data = renderConversation(context.state, conversation);
  postEvent(context, conversation, { eventType: "CONVERSATION_UPDATED", data });
}
