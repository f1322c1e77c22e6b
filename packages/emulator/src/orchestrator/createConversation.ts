// A conversation that a client creates itself: under a configuration, or with settings of its own.
// Source: Twilio's OpenAPI document twilio_conversations_v2; for settings without a configuration twilio-node 6.3.1
// rest/conversations/v2/conversation

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { newerId, readJson } from "../http/body.ts";
import { badParameter } from "../http/errors.ts";
import { configuredChannel } from "../state/channel.ts";
import { grouping, type PinnedConfiguration } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";
import { renderConversation } from "./bodies.ts";
import { conversationMetadata, newConversation } from "./conversations.ts";
import { addressList, nameFrom, newParticipant, participantFields } from "./participants.ts";
import { statusCallback } from "./statusCallbacks.ts";
import { statusTimeouts } from "./statusTimeouts.ts";

const settings = z.strictObject({
  conversationGroupingType: grouping.optional(),
  memoryStoreId: newerId("mem_(store|service)").optional(),
  channelSettings: z
    .partialRecord(configuredChannel, z.strictObject({ statusTimeouts: statusTimeouts.optional() }))
    .optional(),
  intelligenceConfigurationIds: z.array(newerId("intelligence_configuration")).max(5).optional(),
  memoryExtractionEnabled: z.boolean().optional(),
  statusCallbacks: z.array(statusCallback).max(20).optional(),
});

const creation = z.strictObject({
  configurationId: z.string().optional(),
  name: z.string().optional(),
  configuration: settings.optional(),
  participants: z
    .array(z.strictObject({ ...participantFields, addresses: addressList.optional() }))
    .max(50)
    .optional(),
  metadata: conversationMetadata.optional(),
});

type Settings = z.infer<typeof settings>;

export function conversationCreationRoutes(app: Hono, context: Context): void {
  app.post("/conversations.twilio.com/v2/Conversations", async (c) => {
    const wanted = await readJson(c, creation);
    const { id, pinned } = configurationFor(context.state, wanted);
    const participants = (wanted.participants ?? []).map(({ addresses = [], ...rest }) =>
      newParticipant(context, {
        ...rest,
        addresses,
        name: rest.name ?? nameFrom(addresses),
        type: rest.type ?? "UNKNOWN",
      }),
    );
    const row = newConversation(context, { id, pinned, participants });
    row.name = wanted.name ?? null;
    row.metadata = wanted.metadata ?? {};
    return Response.json(renderConversation(context.state, row), { status: 201 });
  });
}

/** The named configuration with the settings that override its own; or a configuration of these settings alone. */
function configurationFor(
  state: State,
  { configurationId, configuration = {} }: z.infer<typeof creation>,
): { id: string | null; pinned: PinnedConfiguration } {
  if (configurationId === undefined) return { id: null, pinned: inline(configuration) };
  const named = state.orchestratorConfigurations[configurationId];
  if (!named) throw badParameter(`Invalid parameter configurationId: ${configurationId} does not exist`);
  const { id, createdAt: _, updatedAt: __, ...pinned } = named;
  return { id, pinned: { ...pinned, ...written(configuration, pinned) } };
}

function inline(wanted: Settings): PinnedConfiguration {
  const { conversationGroupingType, memoryStoreId } = wanted;
  if (!conversationGroupingType || !memoryStoreId)
    throw badParameter(
      "Missing required parameter configurationId in the post body; without it, configuration needs conversationGroupingType and memoryStoreId",
    );
  const none: PinnedConfiguration = {
    displayName: null,
    description: null,
    conversationGroupingType,
    memoryStoreId,
    channelSettings: {},
    statusCallbacks: null,
    intelligenceConfigurationIds: null,
    memoryExtractionEnabled: false,
    conversationsV1Bridge: null,
    traitExtractionStrategyIds: [],
    observationExtractionStrategyIds: [],
    version: 1,
  };
  return { ...none, ...written(wanted, none) };
}

/** The settings as a configuration has them; channels keep their capture rules. */
function written({ channelSettings = {}, ...rest }: Settings, under: PinnedConfiguration) {
  const channels = Object.entries(channelSettings).map(([channel, { statusTimeouts: wanted } = {}]) => [
    channel,
    {
      captureRules: under.channelSettings[channel]?.captureRules ?? [],
      statusTimeouts: wanted ? { inactive: wanted.inactive ?? null, closed: wanted.closed ?? null } : null,
    },
  ]);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...given, channelSettings: { ...under.channelSettings, ...Object.fromEntries(channels) } };
}
