// Conversation Orchestrator: configurations (conv_configuration_…), conversations and their participants.
// Source: twilio_conversations_v2.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { optionalText, text, upperCase } from "./fields.ts";

const channelSetting = z.object({
  statusTimeouts: z.object({ inactive: z.number().nullish(), closed: z.number().nullish() }).nullish(),
  captureRules: z
    .array(z.object({ from: text, to: text, metadata: z.record(text, z.unknown()).nullish() }))
    .nullish(),
});

const bridge = z.object({ serviceId: text }).nullish();

const configuration = z.object({
  id: text,
  version: z.coerce.number().int().nullish(),
  displayName: optionalText,
  description: optionalText,
  conversationGroupingType: upperCase.nullish(),
  memoryStoreId: optionalText,
  channelSettings: z.record(text, channelSetting.nullable()).nullish(),
  // The method is read as it is written: TAC refuses to start when it is in lower case.
  statusCallbacks: z.array(z.object({ url: text, method: optionalText })).nullish(),
  intelligenceConfigurationIds: z.array(text).nullish(),
  memoryExtractionEnabled: z.boolean().nullish(),
  conversationsV1Bridge: bridge,
});
export type OrchestratorConfiguration = z.infer<typeof configuration>;

export const orchestratorConfigurations = collection({
  host: "conversations",
  path: "/v2/ControlPlane/Configurations",
  key: "configurations",
  paging: "nextToken",
  row: configuration,
});

const conversation = z.object({
  id: text,
  configurationId: optionalText,
  status: upperCase.nullish(),
  createdAt: optionalText,
  configuration: z
    .object({ conversationsV1Bridge: bridge, statusCallbacks: z.array(z.object({ url: text })).nullish() })
    .nullish(),
});
export type Conversation = z.infer<typeof conversation>;

const conversations = collection({
  host: "conversations",
  path: "/v2/Conversations",
  key: "conversations",
  paging: "nextToken",
  row: conversation,
});

/** Open conversations of one configuration, newest first: at most 100 that are ACTIVE and 100 that are INACTIVE. */
export async function listOpenConversations(
  api: Api,
  configurationId: string | undefined,
): Promise<Conversation[]> {
  const pages = await Promise.all(
    ["ACTIVE", "INACTIVE"].map((status) => conversations.firstPage(api, { status, pageSize: 100 })),
  );
  return pages
    .flat()
    .filter((row) => row.configurationId === configurationId)
    .toSorted((a, b) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""));
}

const participant = z.object({
  id: text,
  type: upperCase.nullish(),
  profileId: optionalText,
  addresses: z.array(z.object({ channel: upperCase, address: text, channelId: optionalText })).nullish(),
});
export type Participant = z.infer<typeof participant>;

export function listParticipants(api: Api, conversationId: string): Promise<Participant[]> {
  return collection({
    host: "conversations",
    path: `${conversations.at(api, conversationId).path}/Participants`,
    key: "participants",
    paging: "nextToken",
    row: participant,
  }).list(api);
}

/** AI_AGENT, HUMAN_AGENT or AGENT. Any other participant is the customer: docs/assumptions.md, customer-type. */
export function isAgent({ type }: Participant): boolean {
  return type?.includes("AGENT") ?? false;
}

const communication = z.object({
  id: text,
  author: z.object({ address: optionalText, channel: upperCase.nullish(), participantId: optionalText }),
  createdAt: optionalText,
});
/** A message, or what was said on a call. What it contains is not read. */
export type Communication = z.infer<typeof communication>;

/** Oldest first. */
export async function listCommunications(api: Api, conversationId: string): Promise<Communication[]> {
  const rows = await collection({
    host: "conversations",
    path: `${conversations.at(api, conversationId).path}/Communications`,
    key: "communications",
    paging: "nextToken",
    row: communication,
  }).list(api, { pageSize: 1_000 });
  // Twilio documents no order.
  const timeOf = ({ createdAt }: Communication) => Date.parse(createdAt ?? "") || 0;
  return rows.toSorted((a, b) => timeOf(a) - timeOf(b));
}
