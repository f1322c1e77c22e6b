// Rows of the Orchestrator (Conversations v2): configurations, and conversations with everything in them.

import { z } from "zod";
import type { channel } from "./channel.ts";

export interface Action {
  id: string;
  type: "SEND_MESSAGE";
  status: "COMPLETED";
  createdAt: string;
}

export interface Communication {
  id: string;
  author: { address: string; channel: string; participantId: string };
  content: { type: "TEXT"; text: string };
  recipients: { address: string; channel: string; participantId: string; deliveryStatus: string }[];
  channelId: string | null;
  createdAt: string;
  /** Recipients of a customer's message. Not part of Twilio's API: for `GET /local/conversations/…`. */
  deliveredTo: Delivery[];
}

/** A callback that responded with 2xx, the task (`WT…`) through which a Flex agent reads the message, or a flow (`FW…`). */
export type Delivery = { webhook: string } | { task: string } | { flow: string };

export interface OrchestratorConversation {
  id: string;
  /** null if the conversation was created with settings of its own. */
  configurationId: string | null;
  status: "ACTIVE" | "INACTIVE" | "CLOSED";
  name: string | null;
  metadata: Record<string, string>;
  /** The configuration at the time the conversation began; later changes do not affect it. */
  configuration: PinnedConfiguration;
  participants: Participant[];
  communications: Communication[];
  actions: Action[];
  createdAt: string;
  updatedAt: string;
  /** When it last became ACTIVE again; absent if it has always been. */
  activeSince?: string;
}

export type PinnedConfiguration = Omit<OrchestratorConfiguration, "id" | "createdAt" | "updatedAt">;

export interface OrchestratorConfiguration {
  id: string;
  displayName: string | null;
  description: string | null;
  conversationGroupingType: z.infer<typeof grouping>;
  memoryStoreId: string | null;
  channelSettings: Record<string, ChannelSetting>;
  statusCallbacks: { url: string; method: string }[] | null;
  intelligenceConfigurationIds: string[] | null;
  memoryExtractionEnabled: boolean;
  conversationsV1Bridge: { serviceId: string } | null;
  traitExtractionStrategyIds: string[];
  observationExtractionStrategyIds: string[];
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface ChannelSetting {
  /** Minutes from the last communication. null: the conversation ends with the channel ("On hangup", inferred). */
  statusTimeouts: { inactive: number | null; closed: number | null } | null;
  captureRules: CaptureRule[];
}

export interface CaptureRule {
  /** `*` matches any address. */
  from: string;
  to: string;
  metadata: Record<string, string>;
}

export const grouping = z.enum([
  "GROUP_BY_PROFILE",
  "GROUP_BY_PARTICIPANT_ADDRESSES",
  "GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE",
]);

export interface Participant {
  id: string;
  /** Always set: TAC discards the whole list of participants if one has no name. */
  name: string;
  type: z.infer<typeof participantType>;
  profileId?: string | undefined;
  addresses: Address[];
  createdAt: string;
  updatedAt: string;
}

export interface Address {
  channel: z.infer<typeof channel>;
  address: string;
  /** On bridged channels the Classic conversation (`CH…`), on a call its `CA…`. */
  channelId?: string | undefined;
}

export const participantType = z.enum(["HUMAN_AGENT", "CUSTOMER", "AI_AGENT", "AGENT", "UNKNOWN"]);
