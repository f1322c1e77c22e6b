// Conversations of the Orchestrator (Conversations v2): what TAC, the flow and Flex read and write while people talk.
// Source: twilio-node 6.2.0 rest/conversations/v2; what TAC Python 2.5.0 sends and reads

import type { Context, Hono } from "hono";
import { z } from "zod";
import { readJson, webUrl } from "./body.ts";
import { channel } from "./channel.ts";
import { badParameter, found } from "./errors.ts";
import type { Local } from "./local.ts";
import type { OrchestratorConfiguration } from "./orchestrator.ts";
import { tokenList } from "./paging.ts";
import type { Participant } from "./participants.ts";
import { nextId, nextSid, type State } from "./state.ts";

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
}

export type PinnedConfiguration = Omit<OrchestratorConfiguration, "id" | "createdAt" | "updatedAt">;

export interface Communication {
  id: string;
  author: { address: string; channel: string; participantId: string };
  content: { type: "TEXT"; text: string };
  recipients: { address: string; channel: string; participantId: string; deliveryStatus: string }[];
  channelId: string | null;
  createdAt: string;
}

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
        .array(z.strictObject({ url: webUrl, method: z.string().default("POST") }))
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
      .map((row) => ({ id: row.id, body: () => render(local.state, row) }));
    return tokenList(c, "conversations", rows);
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation", (c) =>
    Response.json(render(local.state, conversationOf(c, local))),
  );

  app.put("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, local);
    const wanted = await readJson(c, conversationPut);
    setStatus(local, row, wanted.status);
    row.name = wanted.name ?? null;
    row.metadata = wanted.metadata ?? {};
    row.updatedAt = local.now().toISOString();
    return Response.json(render(local.state, row));
  });

  app.patch("/conversations.twilio.com/v2/Conversations/:conversation", async (c) => {
    const row = conversationOf(c, local);
    const wanted = await readJson(c, conversationPatch);
    const entries = Object.entries({ ...row.metadata, ...wanted.metadata }).filter(
      ([, value]) => value !== null,
    );
    if (entries.length > 8) throw badParameter("Invalid parameter metadata: at most 8 entries");
    row.metadata = Object.fromEntries(entries) as Record<string, string>;
    if (wanted.name !== undefined) row.name = wanted.name;
    setStatus(local, row, wanted.status ?? row.status);
    const callbacks = wanted.configuration?.statusCallbacks;
    if (callbacks !== undefined) row.configuration.statusCallbacks = callbacks;
    row.updatedAt = local.now().toISOString();
    return Response.json(render(local.state, row));
  });

  app.get("/conversations.twilio.com/v2/Conversations/:conversation/Communications", (c) => {
    const row = conversationOf(c, local);
    const rows = row.communications.map((communication) => ({
      id: communication.id,
      body: () => ({
        ...communication,
        conversationId: row.id,
        accountId: local.state.account.sid,
        updatedAt: communication.createdAt,
        occurredAt: communication.createdAt,
      }),
    }));
    return tokenList(c, "communications", rows);
  });

  app.post("/conversations.twilio.com/v2/Conversations/:conversation/Actions", async (c) => {
    const row = conversationOf(c, local);
    const { payload } = await readJson(c, action);
    const [from, ...to] = [payload.from, ...payload.to].map((party) => participantFor(row, party));
    if (!from) throw badParameter("Missing required parameter payload.from in the post body");
    addCommunication(local, row, { from, to, text: payload.content.text ?? "" });
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
  return row;
}

export function setStatus(
  local: Local,
  conversation: OrchestratorConversation,
  status: OrchestratorConversation["status"],
): void {
  if (conversation.status === status) return;
  conversation.status = status;
  conversation.updatedAt = local.now().toISOString();
}

/** Notes a message, and hands it on to the bridged Classic conversation when it did not come from there. */
export function addCommunication(
  local: Local,
  conversation: OrchestratorConversation,
  {
    from,
    to,
    text,
    bridge = "send",
  }: { from: Participant; to: Participant[]; text: string; bridge?: "send" | "arrived" },
): Communication {
  const channelIds = conversation.participants.flatMap(({ addresses }) =>
    addresses.map(({ channelId }) => channelId),
  );
  const channelId = channelIds.find((id) => id !== undefined) ?? null;
  const communication: Communication = {
    id: nextId(local.state, "conv_communication"),
    author: end(from),
    content: { type: "TEXT", text },
    recipients: to.map((participant) => ({ ...end(participant), deliveryStatus: "DELIVERED" })),
    channelId,
    createdAt: local.now().toISOString(),
  };
  conversation.communications.push(communication);
  const classic = bridge === "send" ? local.state.classicConversations[channelId ?? ""] : undefined;
  classic?.messages.push({
    sid: nextSid(local.state, "IM"),
    author: communication.author.address,
    body: text,
    date_created: communication.createdAt,
  });
  return communication;
}

function end({ id, addresses }: Participant) {
  const [first] = addresses;
  return { address: first?.address ?? "", channel: first?.channel ?? "", participantId: id };
}

/** The conversation named in the path, or 404. */
export function conversationOf(c: Context, { state }: Local): OrchestratorConversation {
  return found(state.conversations[c.req.param("conversation") ?? ""], c.req.path);
}

/** Whether one of its addresses is on that channel: a Classic conversation (`CH…`) or a call (`CA…`). */
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

function render({ account }: State, row: OrchestratorConversation) {
  const { participants: _, communications: __, actions: ___, ...rest } = row;
  return { ...rest, accountId: account.sid };
}
