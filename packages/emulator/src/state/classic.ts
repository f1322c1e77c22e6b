// Rows of Conversations (Classic), v1: services, conversations and address configurations.

import { z } from "zod";
import type { Delivery } from "./orchestrator.ts";

export interface AddressConfiguration {
  sid: string;
  type: z.infer<typeof addressType>;
  address: string;
  address_country: string | null;
  friendly_name: string;
  auto_creation: AutoCreation;
  date_created: string;
  date_updated: string;
}

/** As on the wire. Only the keys of the current `type` exist. */
export interface AutoCreation {
  enabled: boolean;
  type: "webhook" | "studio" | "default";
  /** null: the account's default service. */
  conversation_service_sid: string | null;
  webhook_url?: string;
  webhook_method?: string;
  webhook_filters?: string[];
  studio_flow_sid?: string;
  studio_retry_count?: number;
}

export const addressType = z.enum(["sms", "whatsapp", "messenger", "gbm", "email", "rcs", "apple", "chat"]);

export interface ClassicService {
  sid: string;
  friendly_name: string;
  date_created: string;
  date_updated: string;
}

/** The account's configuration, as on the wire. */
export interface ClassicConfiguration {
  /** null: Flex's service. */
  default_chat_service_sid: string | null;
  default_messaging_service_sid: string | null;
  /** ISO 8601 durations, which are stored: conversations have no timers here. */
  default_inactive_timer: string | null;
  default_closed_timer: string;
}

/** Before it is changed. Twilio always has a closed timer; its length is our choice. */
export const firstClassicConfiguration: ClassicConfiguration = {
  default_chat_service_sid: null,
  default_messaging_service_sid: null,
  default_inactive_timer: null,
  default_closed_timer: "P30D",
};

export interface ClassicConversation {
  sid: string;
  chat_service_sid: string;
  friendly_name: string | null;
  /** JSON text. */
  attributes: string;
  state: "active" | "inactive" | "closed";
  participants: ClassicParticipant[];
  messages: ClassicMessage[];
  /** Webhooks that Studio registered (`WH…`) to continue an execution with the next message. */
  webhook_sids: string[];
  /** The flow from auto-creation, which each message starts or continues. Removed when Flex agents take the conversation. */
  studio?: { flowSid: string; webhookSid: string };
  date_created: string;
  date_updated: string;
}

export interface ClassicMessage {
  sid: string;
  author: string;
  body: string;
  date_created: string;
  /** The same message as a communication of the Orchestrator; absent without a bridge. */
  communicationId?: string;
  /** Recipients of a customer's message that has no communication. */
  deliveredTo?: Delivery[];
}

export interface ClassicParticipant {
  sid: string;
  /** Chat user; null for a participant on a messaging channel. */
  identity: string | null;
  messaging_binding: { type: string; address: string; proxy_address: string } | null;
  date_created: string;
}
