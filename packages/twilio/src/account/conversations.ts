// Conversations (Classic): services (IS…) and what a message to an address starts (IG…).
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json

import * as z from "zod";
import { collection } from "./collection.ts";
import { lowerCase, name, optionalText, text, upperCase } from "./fields.ts";

const service = z.object({ sid: text, friendly_name: name });
export type ClassicService = z.infer<typeof service>;

export const classicServices = collection({
  host: "conversations",
  path: "/v1/Services",
  key: "services",
  paging: "next_page_url",
  pageSize: 100,
  row: service,
});

const autoCreation = z.object({
  enabled: z.boolean().nullish(),
  type: lowerCase.nullish(),
  conversation_service_sid: optionalText,
  studio_flow_sid: optionalText,
  studio_retry_count: z.number().nullish(),
  webhook_url: optionalText,
  webhook_method: upperCase.nullish(),
  webhook_filters: z.array(text).nullish(),
});
export type AutoCreation = z.infer<typeof autoCreation>;

const address = z.object({
  sid: text,
  type: lowerCase,
  address: text,
  address_country: optionalText,
  friendly_name: optionalText,
  auto_creation: autoCreation.nullish(),
});
export type Address = z.infer<typeof address>;

/** Twilio accepts the address itself in place of its SID. */
export const addresses = collection({
  host: "conversations",
  path: "/v1/Configuration/Addresses",
  key: "address_configurations",
  paging: "next_page_url",
  pageSize: 50,
  row: address,
});
