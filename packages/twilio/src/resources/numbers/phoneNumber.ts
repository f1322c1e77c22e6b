// A phone number of the account (PN…): which URLs it requests for calls and messages. API of 2010: form encoded.
// Numbers are only adopted here, by E.164, and never released unless requested: a released number cannot be recovered.
// Source: twilio/twilio-oai, spec/json/twilio_api_v2010.json

import * as z from "zod";
import { findPhoneNumber, type PhoneNumber, phoneNumbers } from "../../account/numbers.ts";
import { present } from "../../client/present.ts";
import { e164, sid } from "../../client/sid.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import { type Changes, defineResource, type Live } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";

/** A URL, or the empty string to clear it. */
const url = z.union([z.url(), z.literal("")]);
const method = z.enum(["GET", "POST"]);

const inputs = z.strictObject({
  phoneNumber: e164.describe(
    "Number in E.164 form. The account must own it. A change replaces the resource and restores the old number's settings.",
  ),
  friendlyName: z.string().max(64).optional().describe("Name in the Console."),
  voiceUrl: url
    .optional()
    .describe(
      "URL requested for TwiML when a call arrives; empty to clear it. Ignored while an application or trunk is set.",
    ),
  voiceMethod: method.optional().describe("Method of voiceUrl. TAC accepts POST only."),
  voiceFallbackUrl: url.optional().describe("URL requested when voiceUrl fails; empty to clear it."),
  voiceFallbackMethod: method.optional().describe("Method of voiceFallbackUrl."),
  voiceApplicationSid: sid("AP")
    .or(z.literal(""))
    .optional()
    .describe("TwiML application, which takes precedence over voiceUrl; empty to clear it."),
  trunkSid: sid("TK")
    .or(z.literal(""))
    .optional()
    .describe("SIP trunk, which takes precedence over both; empty to clear it."),
  statusCallback: url.optional().describe("URL notified when a call ends; empty to clear it."),
  statusCallbackMethod: method.optional().describe("Method of statusCallback."),
  smsUrl: url
    .optional()
    .describe(
      "URL requested when a message arrives, in parallel with a Conversations address; empty to clear it.",
    ),
  smsMethod: method.optional().describe("Method of smsUrl."),
  smsFallbackUrl: url.optional().describe("URL requested when smsUrl fails; empty to clear it."),
  smsFallbackMethod: method.optional().describe("Method of smsFallbackUrl."),
  smsApplicationSid: sid("AP")
    .or(z.literal(""))
    .optional()
    .describe("Application, which takes precedence over smsUrl; empty to clear it."),
  onDestroy: z
    .enum(["restore", "keep", "release"])
    .optional()
    .describe('Default "restore": the previous settings. "release" releases the number permanently.'),
});

const outputs = z.object({ sid: sid("PN").describe("SID of the number.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/** Twilio's name of each field that can be written. A form has it in PascalCase. */
const fields = {
  friendlyName: "friendly_name",
  voiceUrl: "voice_url",
  voiceMethod: "voice_method",
  voiceFallbackUrl: "voice_fallback_url",
  voiceFallbackMethod: "voice_fallback_method",
  voiceApplicationSid: "voice_application_sid",
  trunkSid: "trunk_sid",
  statusCallback: "status_callback",
  statusCallbackMethod: "status_callback_method",
  smsUrl: "sms_url",
  smsMethod: "sms_method",
  smsFallbackUrl: "sms_fallback_url",
  smsFallbackMethod: "sms_fallback_method",
  smsApplicationSid: "sms_application_sid",
} as const satisfies Partial<Record<keyof Inputs, keyof PhoneNumber>>;
type Field = keyof typeof fields;

export const phoneNumber = defineResource({
  token: "twilio:numbers:PhoneNumber",
  description:
    "A phone number of the account and the URLs that it requests. It is adopted by its number, and destroy restores its previous settings.",
  inputs,
  outputs,
  replaceOn: ["phoneNumber"],
  // Whatever the state says: a released number cannot be recovered.
  keepOnDestroy: true,
  clears: { trunkSid: "voiceApplicationSid", voiceApplicationSid: "trunkSid" },

  findProblems({ trunkSid, voiceApplicationSid }) {
    if (
      !trunkSid ||
      !voiceApplicationSid ||
      trunkSid === unknownValue ||
      voiceApplicationSid === unknownValue
    )
      return [];
    const message =
      "Twilio keeps either a trunk or a voice application: leave one out, or set it to an empty string";
    return [{ path: ["voiceApplicationSid"], message }];
  },

  async findByKey(api, { phoneNumber }) {
    const found = await findPhoneNumber(api, phoneNumber);
    if (found) return found.sid;
    throw new Error(
      `phoneNumber: account ${api.accountSid} has no number ${phoneNumber}. Buy it in the Console (Phone Numbers > Buy a number) or choose one that the account owns.`,
    );
  },

  async write(api, { id }, changes) {
    return fromTwilio(await phoneNumbers.update(api, id, { form: toForm(changes) }));
  },

  ...fetchAndRemove(phoneNumbers, fromTwilio),
});

function toForm(changes: Changes<Inputs>): Record<string, string> {
  const values = (Object.keys(fields) as Field[])
    .filter((key) => changes[key] !== undefined)
    .map((key) => [pascalCase(fields[key]), changes[key] ?? clearedValue(key)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function fromTwilio(row: PhoneNumber): Live<Inputs, Outputs> {
  const values = (Object.keys(fields) as Field[]).map((key) => [key, row[fields[key]] ?? clearedValue(key)]);
  return {
    id: row.sid,
    inputs: present({ phoneNumber: row.phone_number, ...Object.fromEntries(values) }),
    outputs: { sid: row.sid },
  };
}

/** null and "" mean the same for URLs and SIDs, and programs write "". A method is never cleared. */
function clearedValue(key: string): "" | undefined {
  return key.endsWith("Method") ? undefined : "";
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
