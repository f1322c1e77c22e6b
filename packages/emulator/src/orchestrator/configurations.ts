// Orchestrator configurations (Conversations v2 control plane): JSON; a write returns 202 and an operation, and is visible once that is completed.
// Source: twilio.com/docs/api/conversations/v2/configuration, twilio-node 6.3.1 rest/conversations/v2,
// Twilio's agent skills (twilio/ai, June 2026)

import type { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { respondOnce } from "../core/idempotency.ts";
import {
  beginOperation,
  operationHeaders,
  statusUrl,
  upcomingRow,
  upcomingRows,
} from "../core/operations.ts";
import { newerId, readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, Refusal, requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { readFilters } from "../http/query.ts";
import { configuredChannel } from "../state/channel.ts";
import { nextId } from "../state/ids.ts";
import { type ChannelSetting, grouping, type OrchestratorConfiguration } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";
import { statusCallback } from "./statusCallbacks.ts";
import { statusTimeouts } from "./statusTimeouts.ts";

const displayName = z
  .string()
  .max(32)
  .regex(/^[a-zA-Z0-9-_ ]+$/);

const description = z.string().max(512);

const memoryStoreId = newerId("mem_(store|service)");

const channelSetting = z.strictObject({
  statusTimeouts: statusTimeouts.nullish(),
  captureRules: z
    .array(
      z.strictObject({
        from: z.string().min(1),
        to: z.string().min(1),
        metadata: z.record(z.string(), z.string()).optional(),
      }),
    )
    .max(100)
    .optional(),
});

// The document allows 20 in responses and 2 in requests; TAC accepts 20 (docs/assumptions.md, status-callback-limit).
const statusCallbacks = z.array(statusCallback).max(20);

const intelligenceConfigurationIds = z.array(newerId("intelligence_configuration")).max(5);

const bridge = z.strictObject({ serviceId: z.string().regex(/^IS[0-9a-f]{32}$/) });

const optional = {
  statusCallbacks: statusCallbacks.optional(),
  intelligenceConfigurationIds: intelligenceConfigurationIds.optional(),
  memoryExtractionEnabled: z.boolean().optional(),
  conversationsV1Bridge: bridge.optional(),
};

const creation = z.strictObject({
  displayName,
  description,
  conversationGroupingType: grouping,
  memoryStoreId,
  channelSettings: z.partialRecord(configuredChannel, channelSetting).optional(),
  ...optional,
});

const replacement = z.strictObject({
  displayName: displayName.optional(),
  description,
  conversationGroupingType: grouping,
  memoryStoreId,
  channelSettings: z.partialRecord(configuredChannel, channelSetting),
  ...optional,
});

// null clears. The channel map merges key by key: a value replaces that channel, null removes it.
const patch = z.strictObject({
  displayName: displayName.nullish(),
  description: description.nullish(),
  conversationGroupingType: grouping.optional(),
  memoryStoreId: memoryStoreId.nullish(),
  channelSettings: z.partialRecord(configuredChannel, channelSetting.nullable()).optional(),
  statusCallbacks: statusCallbacks.nullish(),
  intelligenceConfigurationIds: intelligenceConfigurationIds.nullish(),
  memoryExtractionEnabled: z.boolean().nullish(),
  conversationsV1Bridge: bridge.nullish(),
});

export function orchestratorConfigurationRoutes(app: Hono, context: Context): void {
  app.post("/conversations.twilio.com/v2/ControlPlane/Configurations", (c) =>
    respondOnce(c, context, async () => {
      const wanted = await readJson(c, creation);
      const now = timestamp(context.now());
      const row: OrchestratorConfiguration = {
        ...writableFields(wanted),
        id: nextId(context.state, "conv_configuration"),
        traitExtractionStrategyIds: [],
        observationExtractionStrategyIds: [],
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
      checkReferences(context.state, row);
      return accept(context, row.id, row);
    }),
  );

  app.get("/conversations.twilio.com/v2/ControlPlane/Configurations", (c) => {
    const { memoryStoreId: store } = readFilters(c, { memoryStoreId: memoryStoreId.optional() });
    const rows = Object.values(context.state.orchestratorConfigurations)
      .filter((row) => store === undefined || row.memoryStoreId === store)
      .map((row) => ({ id: row.id, body: () => row }));
    return tokenList(c, "configurations", rows);
  });

  app.get("/conversations.twilio.com/v2/ControlPlane/Configurations/:id", (c) =>
    Response.json(requireRow(context.state.orchestratorConfigurations[c.req.param("id")], c.req.path)),
  );

  app.put("/conversations.twilio.com/v2/ControlPlane/Configurations/:id", (c) =>
    respondOnce(c, context, async () => {
      const current = currentConfiguration(context.state, c.req.param("id"), c.req.path);
      const wanted = await readJson(c, replacement);
      return replaceConfiguration(context, current, { ...current, ...writableFields(wanted) });
    }),
  );

  app.patch("/conversations.twilio.com/v2/ControlPlane/Configurations/:id", (c) =>
    respondOnce(c, context, async () => {
      const current = currentConfiguration(context.state, c.req.param("id"), c.req.path);
      return replaceConfiguration(context, current, mergePatch(current, await readJson(c, patch)));
    }),
  );

  app.delete("/conversations.twilio.com/v2/ControlPlane/Configurations/:id", (c) =>
    respondOnce(c, context, async () => {
      const { id } = currentConfiguration(context.state, c.req.param("id"), c.req.path);
      return accept(context, id, null);
    }),
  );
}

/** The fields that a POST or PUT writes: optional ones that are missing are reset. */
function writableFields(wanted: z.infer<typeof replacement> | z.infer<typeof creation>) {
  return {
    displayName: wanted.displayName ?? null,
    description: wanted.description,
    conversationGroupingType: wanted.conversationGroupingType,
    memoryStoreId: wanted.memoryStoreId,
    channelSettings: completeChannels(wanted.channelSettings ?? {}),
    statusCallbacks: wanted.statusCallbacks ?? null,
    intelligenceConfigurationIds: wanted.intelligenceConfigurationIds ?? null,
    memoryExtractionEnabled: wanted.memoryExtractionEnabled ?? false,
    conversationsV1Bridge: wanted.conversationsV1Bridge ?? null,
  };
}

function mergePatch(
  current: OrchestratorConfiguration,
  wanted: z.infer<typeof patch>,
): OrchestratorConfiguration {
  const { channelSettings, memoryExtractionEnabled, ...rest } = wanted;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const channels = Object.entries({ ...current.channelSettings, ...channelSettings });
  return {
    ...current,
    ...given,
    memoryExtractionEnabled:
      memoryExtractionEnabled === undefined
        ? current.memoryExtractionEnabled
        : (memoryExtractionEnabled ?? false),
    channelSettings: completeChannels(Object.fromEntries(channels.filter(([, setting]) => setting !== null))),
  };
}

/**
 * Channel settings in full, as the Console writes them: null and empty collections for what is missing.
 * Rules are returned sorted, not in the order they were sent: it has no meaning, and a client that compares it should
 * fail here.
 */
function completeChannels(
  settings: Record<string, z.infer<typeof channelSetting> | null | undefined>,
): Record<string, ChannelSetting> {
  const entries = Object.entries(settings).map(([name, setting]) => {
    const timeouts = setting?.statusTimeouts;
    const rules = (setting?.captureRules ?? []).map(({ from, to, metadata }) => ({
      from,
      to,
      metadata: metadata ?? {},
    }));
    return [
      name,
      {
        statusTimeouts: timeouts
          ? { inactive: timeouts.inactive ?? null, closed: timeouts.closed ?? null }
          : null,
        captureRules: rules.toSorted((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`)),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** The configuration including accepted changes; 404 before it can be read and after it was deleted. */
function currentConfiguration(state: State, id: string, path: string): OrchestratorConfiguration {
  requireRow(state.orchestratorConfigurations[id], path);
  return requireRow(upcomingRow(state, "orchestratorConfigurations", id), path);
}

function replaceConfiguration(
  context: Context,
  before: OrchestratorConfiguration,
  after: OrchestratorConfiguration,
): Response {
  if (after.conversationGroupingType !== before.conversationGroupingType) {
    throw badParameter(
      `Invalid parameter conversationGroupingType: cannot be changed from ${before.conversationGroupingType}`,
    );
  }
  checkReferences(context.state, after);
  const row = { ...after, version: before.version + 1, updatedAt: timestamp(context.now()) };
  return accept(context, row.id, row);
}

/**
 * Rejects references to objects that do not exist, and a second bridge to a Classic service.
 *
 * Twilio documents only that the bridge must be unique. That the store, the Intelligence configurations and the service
 * must exist is our choice: on Twilio, capture fails silently if the store does not exist.
 */
function checkReferences(state: State, row: OrchestratorConfiguration): void {
  if (row.memoryStoreId !== null && !state.memoryStores[row.memoryStoreId]) {
    throw badParameter(`Invalid parameter memoryStoreId: ${row.memoryStoreId} does not exist`);
  }
  for (const id of row.intelligenceConfigurationIds ?? []) {
    if (!state.intelligenceConfigurations[id]) {
      throw badParameter(`Invalid parameter intelligenceConfigurationIds: ${id} does not exist`);
    }
  }
  const serviceId = row.conversationsV1Bridge?.serviceId;
  if (serviceId === undefined) return;
  if (!state.classicServices[serviceId]) {
    throw badParameter(`Invalid parameter conversationsV1Bridge.serviceId: ${serviceId} does not exist`);
  }
  const other = upcomingRows(state, "orchestratorConfigurations").find(
    ({ id, conversationsV1Bridge }) => id !== row.id && conversationsV1Bridge?.serviceId === serviceId,
  );
  if (other) {
    throw new Refusal({
      status: 409,
      code: 20409,
      message: `Conversations V1 service ${serviceId} is already bridged by configuration ${other.id}`,
      headers: { "X-Conflicting-Resource-Id": other.id },
    });
  }
}

function accept(context: Context, id: string, row: OrchestratorConfiguration | null): Response {
  const operation = beginOperation(context, {
    host: "conversations.twilio.com",
    resourceId: id,
    change: { table: "orchestratorConfigurations", row },
  });
  const related = context.settings.newIdIn === "response" ? { configurationId: id } : null;
  return Response.json(
    { statusUrl: statusUrl(operation), related },
    { status: 202, headers: operationHeaders(context, operation) },
  );
}
