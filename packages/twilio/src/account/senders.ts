// What an account can send from besides its phone numbers: senders of WhatsApp and RCS (XE…), short codes (SC…).
// Source: twilio_messaging_v2.json and twilio_api_v2010.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { optionalText, text } from "./fields.ts";

const senders = collection({
  host: "messaging",
  path: "/v2/Channels/Senders",
  key: "senders",
  paging: "next_page_url",
  row: z.object({ sender_id: optionalText }),
});

/**
 * The senders of a channel as addresses: with the channel's prefix, which Twilio may leave out.
 *
 * @throws TwilioError when Twilio refuses it, also with 404: a list that is not there must not read as "no senders"
 */
export async function listSenderAddresses(api: Api, channel: "whatsapp" | "rcs"): Promise<string[]> {
  const strict: Api = { ...api, find: async (call) => (await api.send({ ...call, method: "GET" })).body };
  const rows = await senders.list(strict, { Channel: channel });
  const ids = rows.flatMap(({ sender_id }) => (sender_id ? [sender_id] : []));
  return ids.map((id) => (id.startsWith(`${channel}:`) ? id : `${channel}:${id}`));
}

/** Twilio's shared sender for trying WhatsApp, which no account owns. Source: twilio.com/docs/whatsapp/sandbox */
export const whatsappSandbox = "whatsapp:+14155238886";

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
