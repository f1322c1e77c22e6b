// Conversations of the Orchestrator (Conversations v2): what TAC, the flow and Flex read and write while people talk.
// Source: twilio-node 6.2.0 rest/conversations/v2; what TAC Python 2.5.0 sends and reads

import type { Context, Hono } from "hono";
import { z } from "zod";
import { readJson, webUrl } from "./body.ts";
import { channel } from "./channel.ts";
import { communicationBody, conversationBody, participantBody } from "./conversationBodies.ts";
import { badParameter, found } from "./errors.ts";
import { runRules } from "./intelligenceRuns.ts";
import type { Local } from "./local.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";
import { tokenList } from "./paging.ts";
import type { Participant } from "./participants.ts";
import { nextId, nextSid } from "./state.ts";
import { postEvent } from "./statusCallbacks.ts";

export interface OrchestratorConversation {
  id: string;
  configurationId: string;
  status: "ACTIVE" | "INACTIVE" | "CLOSED";
  name: string | null;
  metadata: Record<string, string>;
  /** The configuration as it was when the conversation began; later changes do not reach it. */
  configuration: PinnedConfiguration;
  participants: Participant[];
  communications: Communication[];
  actions: Action[];
  createdAt: string;
  updatedAt: string;
  /** When somebody or something made it ACTIVE again; absent while it has not been anything else. */
  activeSince?: string;
}

export type PinnedConfiguration = Omit<OrchestratorConfiguration, "id" | "createdAt" | "updatedAt">;

export interface Communication {
  id: string;
  author: { address: string; channel: string; participantId: string };
  content: { type: "TEXT"; text: string };
  recipients: { address: string; channel: string; participantId: string; deliveryStatus: string }[];
  channelId: string | null;
  createdAt: string;
  /** Who got a customer's message. Not Twilio's: for `GET /local/conversations/…`. */
  deliveredTo: Delivery[];
}

/** A callback that answered 2xx, or the task (`WT…`) through which a person in Flex reads along. */
export type Delivery = { webhook: string } | { task: string };

interface Action {
  id: string;
  type: "SEND_MESSAGE";
  status: "COMPLETED";
  createdAt: string;
}

const status = z.enum(["ACTIVE", "INACTIVE", "CLOSED"]);
const metadataKey = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/);
const metadata = z
  .record(metadataKey, z.string().max(512))
  .refine((entries) => Object.keys(entries).length <= 8, { message: "at most 8 entries" });
const conversationPut = z.strictObject({
  name: z.string().optional(),
  status,
  metadata: metadata.optional(),
});
const conversationPatch = z.strictObject({
  name: z.string().nullish(),
  status: status.optional(),
  // Of the configuration only the callbacks can be changed; [] stops the webhooks.
  configuration: z
    .strictObject({
      statusCallbacks: z
        .array(
          z.strictObject({
            url: webUrl,
            method: z.enum(["POST", "GET", "PUT", "DELETE", "PATCH"]).default("POST"),
          }),
        )
        .max(20)
        .nullish(),
    })
    .optional(),
  metadata: z.record(metadataKey, z.string().max(512).nullable()).optional(),
});
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

export function conversationRoutes(app: Hono, local: Local): void {
  app.get("/conversations.twilio.com/v2/Conversations", (c) => {
    const statuses = c.req.queries("status");
    const channelId = c.req.query("channelId");
    const rows = Object.values(local.state.conversations)
      .filter((row) => statuses === undefined || statuses.includes(row.status))
      .filter((row) => channelId === undefined || reaches(row, channelId))
      .map((row) => ({ id: row.id, body: () => conversationBody(local.state, row) }));
    return tokenList(c, "conversations", rows);
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation", (c) =>
    Response.json(conversationBody(local.state, conversationOf(c, local))),
  );

  app.put("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, local);
    const wanted = await readJson(c, conversationPut);
    refuseReopening(row, wanted.status);
    rename(local, row, wanted.name ?? null);
    row.metadata = wanted.metadata ?? {};
    row.updatedAt = local.now().toISOString();
    setStatus(local, row, wanted.status);
    return Response.json(conversationBody(local.state, row));
  });

  app.patch("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, local);
    const wanted = await readJson(c, conversationPatch);
    const entries = Object.entries({ ...row.metadata, ...wanted.metadata }).filter(
      ([, value]) => value !== null,
    );
    if (entries.length > 8) throw badParameter("Invalid parameter metadata: at most 8 entries");
    if (wanted.status) refuseReopening(row, wanted.status);
    row.metadata = Object.fromEntries(entries) as Record<string, string>;
    const callbacks = wanted.configuration?.statusCallbacks;
    if (callbacks !== undefined) row.configuration.statusCallbacks = callbacks;
    if (wanted.name !== undefined) rename(local, row, wanted.name);
    row.updatedAt = local.now().toISOString();
    if (wanted.status) setStatus(local, row, wanted.status);
    return Response.json(conversationBody(local.state, row));
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Communications", (c) => {
    const row = conversationOf(c, local);
    const channelId = c.req.query("channelId");
    const rows = row.communications
      .filter((communication) => channelId === undefined || communication.channelId === channelId)
      .map((communication) => ({
        id: communication.id,
        body: () => communicationBody(local.state, row, communication),
      }));
    return tokenList(c, "communications", rows);
  });

  app.post("/conversations.twilio.com/v2/Conversations/:conversation/Actions", async (c) => {
    const row = conversationOf(c, local);
    const { payload } = await readJson(c, action);
    if (row.status === "CLOSED") throw badParameter(`Conversation ${row.id} is CLOSED and takes no message`);
    const [from, ...to] = [payload.from, ...payload.to].map((party) => participantFor(row, party));
    if (!from) throw badParameter("Missing required parameter payload.from in the post body");
    const channelId = chosenChannel(local, payload);
    addCommunication(local, row, {
      from,
      to,
      text: payload.content.text ?? "",
      ...(channelId && { channelId }),
    });
    const now = local.now().toISOString();
    const done: Action = {
      id: nextId(local.state, "conv_action"),
      type: "SEND_MESSAGE",
      status: "COMPLETED",
      createdAt: now,
    };
    row.actions.push(done);
    return Response.json(
      {
        ...done,
        conversationId: row.id,
        related: null,
        updatedAt: now,
        completedAt: now,
        failureReason: null,
      },
      { status: 202 },
    );
  });
}

/** Begins a conversation under a configuration, whose present version is pinned. */
export function newConversation(
  local: Local,
  configuration: OrchestratorConfiguration,
  participants: Participant[],
): OrchestratorConversation {
  const { id: configurationId, createdAt: _, updatedAt: __, ...pinned } = structuredClone(configuration);
  const now = local.now().toISOString();
  const row: OrchestratorConversation = {
    id: nextId(local.state, "conv_conversation"),
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
  local.state.conversations[row.id] = row;
  postEvent(local, row, { eventType: "CONVERSATION_CREATED", data: conversationBody(local.state, row) });
  for (const participant of participants) {
    postEvent(local, row, {
      eventType: "PARTICIPANT_ADDED",
      data: participantBody(local.state, row, participant),
    });
  }
  return row;
}

/**
 * Makes a conversation ACTIVE, INACTIVE or CLOSED, tells its callbacks and lets Intelligence run.
 *
 * Nothing happens when it has that status already, and nothing to one that is CLOSED: that is final.
 * Source: twilio.com/docs/conversations/orchestrator/concepts/lifecycle
 */
export function setStatus(
  local: Local,
  conversation: OrchestratorConversation,
  status: OrchestratorConversation["status"],
): void {
  if (conversation.status === status || conversation.status === "CLOSED") return;
  const now = local.now().toISOString();
  conversation.status = status;
  conversation.updatedAt = now;
  if (status === "ACTIVE") conversation.activeSince = now;
  tellUpdate(local, conversation);
  if (status === "INACTIVE") runRules(local, conversation, "CONVERSATION_INACTIVE");
  if (status === "CLOSED") runRules(local, conversation, "CONVERSATION_END");
}

/**
 * Notes a message, tells the callbacks, and hands it on to the bridged Classic conversation when it did not come from
 * there. New traffic makes an INACTIVE conversation ACTIVE again, whoever wrote.
 *
 * @param channelId the Classic conversation (`CH…`) or call (`CA…`); by default the one the participants have
 */
export function addCommunication(
  local: Local,
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
    id: nextId(local.state, "conv_communication"),
    author: end(from),
    content: { type: "TEXT", text },
    recipients: to.map((participant) => ({ ...end(participant), deliveryStatus: "DELIVERED" })),
    channelId,
    createdAt: local.now().toISOString(),
    deliveredTo: [],
  };
  if (conversation.status === "INACTIVE") setStatus(local, conversation, "ACTIVE");
  conversation.communications.push(communication);
  const classic = bridge === "send" ? local.state.classicConversations[channelId ?? ""] : undefined;
  classic?.messages.push({
    sid: nextSid(local.state, "IM"),
    author: communication.author.address,
    body: text,
    date_created: communication.createdAt,
    communicationId: communication.id,
  });
  const data = communicationBody(local.state, conversation, communication);
  postEvent(local, conversation, { eventType: "COMMUNICATION_CREATED", data }, (webhook) => {
    if (isCustomer(from)) communication.deliveredTo.push({ webhook });
  });
  runRules(local, conversation, "COMMUNICATION");
  return communication;
}

/** The Orchestrator's word for somebody it does not know yet is UNKNOWN; who wrote first is then a customer too. */
export function isCustomer({ type }: Participant): boolean {
  return type === "CUSTOMER" || type === "UNKNOWN";
}

function end({ id, addresses }: Participant) {
  const [first] = addresses;
  return { address: first?.address ?? "", channel: first?.channel ?? "", participantId: id };
}

/** The conversation named in the path, or 404. */
export function conversationOf(c: Context, { state }: Local): OrchestratorConversation {
  return found(state.conversations[c.req.param("conversation") ?? ""], c.req.path);
}

/** Whether somebody takes part over this Classic conversation (`CH…`) or call (`CA…`). */
export function reaches({ participants }: OrchestratorConversation, channelId: string): boolean {
  return participants.some(({ addresses }) => addresses.some((address) => address.channelId === channelId));
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

function firstChannelId({ participants }: OrchestratorConversation): string | null {
  const ids = participants.flatMap(({ addresses }) => addresses.map(({ channelId }) => channelId));
  return ids.find((id) => id !== undefined) ?? null;
}

/** The Classic conversation that a message names; a chat message must name one. Source: TAC Python 2.5.0 channels/chat.py */
function chosenChannel(
  local: Local,
  { from, channelSettings }: z.infer<typeof action>["payload"],
): string | undefined {
  const { channelId } = channelSettings ?? {};
  if (typeof channelId === "string" && channelId.startsWith("CH")) {
    if (local.state.classicConversations[channelId]) return channelId;
    throw badParameter(`Invalid parameter payload.channelSettings.channelId: ${channelId} does not exist`);
  }
  if (from.channel === "CHAT" && channelId === undefined && channelSettings?.chatService === undefined) {
    throw badParameter("Missing required parameter payload.channelSettings.channelId in the post body");
  }
  return undefined;
}

function refuseReopening({ id, status }: OrchestratorConversation, wanted: string): void {
  if (status === "CLOSED" && wanted !== "CLOSED") {
    throw badParameter(
      `Invalid parameter status: conversation ${id} is CLOSED and cannot be ${wanted} again`,
    );
  }
}

function rename(local: Local, conversation: OrchestratorConversation, name: string | null): void {
  if (conversation.name === name) return;
  conversation.name = name;
  tellUpdate(local, conversation);
}

function tellUpdate(local: Local, conversation: OrchestratorConversation): void {
  const data = conversationBody(local.state, conversation);
  postEvent(local, conversation, { eventType: "CONVERSATION_UPDATED", data });
}
