// Phone numbers (PN…). Source: twilio.com/docs/phone-numbers/api/incomingphonenumber-resource

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { optionalText, text, upperCase } from "./fields.ts";

const phoneNumber = z.object({
  sid: text,
  phone_number: text,
  friendly_name: optionalText,
  voice_url: optionalText,
  voice_method: upperCase.nullish(),
  voice_fallback_url: optionalText,
  voice_fallback_method: upperCase.nullish(),
  voice_application_sid: optionalText,
  trunk_sid: optionalText,
  status_callback: optionalText,
  status_callback_method: upperCase.nullish(),
  sms_url: optionalText,
  sms_method: upperCase.nullish(),
  sms_fallback_url: optionalText,
  sms_fallback_method: upperCase.nullish(),
  sms_application_sid: optionalText,
  capabilities: z.object({ voice: z.boolean().nullish(), sms: z.boolean().nullish() }).nullish(),
});
export type PhoneNumber = z.infer<typeof phoneNumber>;

export const phoneNumbers = collection({
  host: "api",
  path: ({ accountSid }) => `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`,
  suffix: ".json",
  key: "incoming_phone_numbers",
  paging: "next_page_uri",
  row: phoneNumber,
});

/** The number in E.164 form. Twilio's filter also finds numbers that only contain the digits. */
export async function findPhoneNumber(api: Api, e164: string): Promise<PhoneNumber | undefined> {
  const rows = await phoneNumbers.list(api, { PhoneNumber: e164 });
  return rows.find(({ phone_number }) => phone_number === e164);
}
