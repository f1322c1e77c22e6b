// What an account can send from besides its phone numbers: senders of WhatsApp and RCS (XE…), short codes (SC…).
// Source: twilio_messaging_v2.json and twilio_api_v2010.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { optionalText, text, upperCase } from "./fields.ts";

const sender = z.object({ sid: optionalText, sender_id: optionalText, status: upperCase.nullish() });
/** `sender_id` is the address with its prefix, for instance `whatsapp:+15551230101`. */
export type Sender = z.infer<typeof sender>;

const senders = collection({
  host: "messaging",
  path: "/v2/Channels/Senders",
  key: "senders",
  paging: "next_page_url",
  row: sender,
});

export function listSenders(api: Api, channel: "whatsapp" | "rcs"): Promise<Sender[]> {
  return senders.list(api, { Channel: channel });
}

const shortCodes = collection({
  host: "api",
  path: ({ accountSid }) => `/2010-04-01/Accounts/${accountSid}/SMS/ShortCodes`,
  suffix: ".json",
  key: "short_codes",
  paging: "next_page_uri",
  row: z.object({ short_code: text }),
});

export function listShortCodes(api: Api): Promise<{ short_code: string }[]> {
  return shortCodes.list(api);
}
