// A phone number the account has (PN…): what it calls for calls and messages. API of 2010: form encoded.
// Numbers are only adopted here, by E.164, and never released unless asked: a number that is lost stays lost.
// Source: twilio/twilio-oai, spec/json/twilio_api_v2010.json

import * as z from "zod";
import type { Api } from "../../client/api.ts";
import { present } from "../../client/present.ts";
import { e164, sid } from "../../client/sid.ts";
import { type Changes, defineResource, type Live } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";

/** A URL, or the empty string to clear it. */
const url = z.union([z.url(), z.literal("")]);
const method = z.enum(["GET", "POST"]);

const inputs = z.strictObject({
  phoneNumber: e164.describe(
    "Number in E.164 form. The account must have it. A change replaces the resource: the old number gets its wiring back.",
  ),
  friendlyName: z.string().max(64).optional().describe("Name in the Console."),
  voiceUrl: url
    .optional()
    .describe(
      "URL asked for TwiML when a call arrives; empty to clear it. Ignored while an application or trunk is set.",
    ),
  voiceMethod: method.optional().describe("Method of voiceUrl. TAC answers POST only."),
  voiceFallbackUrl: url.optional().describe("URL asked when voiceUrl fails; empty to clear it."),
  voiceFallbackMethod: method.optional().describe("Method of voiceFallbackUrl."),
  voiceApplicationSid: sid("AP")
    .or(z.literal(""))
    .optional()
    .describe("TwiML application, which wins over voiceUrl; empty to clear it."),
  trunkSid: sid("TK")
    .or(z.literal(""))
    .optional()
    .describe("SIP trunk, which wins over both; empty to clear it."),
  statusCallback: url.optional().describe("URL told of a call's end; empty to clear it."),
  statusCallbackMethod: method.optional().describe("Method of statusCallback."),
  smsUrl: url
    .optional()
    .describe("URL asked when a message arrives, beside a Conversations address; empty to clear it."),
  smsMethod: method.optional().describe("Method of smsUrl."),
  smsFallbackUrl: url.optional().describe("URL asked when smsUrl fails; empty to clear it."),
  smsFallbackMethod: method.optional().describe("Method of smsFallbackUrl."),
  smsApplicationSid: sid("AP")
    .or(z.literal(""))
    .optional()
    .describe("Application, which wins over smsUrl; empty to clear it."),
  onDestroy: z
    .enum(["restore", "keep", "release"])
    .optional()
    .describe(
      'Default "restore": the wiring from before is put back. "release" gives the number up for good.',
    ),
});

const outputs = z.object({ sid: sid("PN").describe("SID of the number.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/** Twilio's name of each field that can be written: form fields in PascalCase, answers in snake_case. */
const fields = {
  friendlyName: "FriendlyName",
  voiceUrl: "VoiceUrl",
  voiceMethod: "VoiceMethod",
  voiceFallbackUrl: "VoiceFallbackUrl",
  voiceFallbackMethod: "VoiceFallbackMethod",
  voiceApplicationSid: "VoiceApplicationSid",
  trunkSid: "TrunkSid",
  statusCallback: "StatusCallback",
  statusCallbackMethod: "StatusCallbackMethod",
  smsUrl: "SmsUrl",
  smsMethod: "SmsMethod",
  smsFallbackUrl: "SmsFallbackUrl",
  smsFallbackMethod: "SmsFallbackMethod",
  smsApplicationSid: "SmsApplicationSid",
} as const satisfies Partial<Record<keyof Inputs, string>>;

export const phoneNumber = defineResource({
  token: "twilio:numbers:PhoneNumber",
  description:
    "A phone number of the account and what it calls. It is taken over by its number and gets its former wiring back on destroy.",
  inputs,
  outputs,
  replaceOn: ["phoneNumber"],
  // Whatever its state says: a number that is lost stays lost.
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
    const message = "Twilio keeps either a trunk or a voice application: leave one out, or empty";
    return [{ path: ["voiceApplicationSid"], message }];
  },

  async findByKey(api, { phoneNumber }) {
    const found = await findNumber(api, phoneNumber);
    if (found) return found;
    throw new Error(
      `phoneNumber: account ${api.accountSid} has no number ${phoneNumber}. Buy it in the Console (Phone Numbers > Buy a number) or name one the account has.`,
    );
  },

  async fetch(api, id) {
    const body = await api.find({ host: "api", path: `${numbers(api)}/${encodeURIComponent(id)}.json` });
    return body === undefined ? undefined : fromTwilio(body);
  },

  async write(api, { id }, changes) {
    const path = `${numbers(api)}/${encodeURIComponent(id)}.json`;
    return fromTwilio((await api.send({ method: "POST", host: "api", path, form: toForm(changes) })).body);
  },

  async remove(api, id) {
    await api.remove({ host: "api", path: `${numbers(api)}/${encodeURIComponent(id)}.json` });
  },
});

function numbers({ accountSid }: Api): string {
  return `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
}

/** Twilio's filter also finds numbers that only contain the digits, so the exact one is picked. */
async function findNumber(api: Api, wanted: string): Promise<string | undefined> {
  const body = await api.find({
    host: "api",
    path: `${numbers(api)}.json`,
    query: { PhoneNumber: wanted, PageSize: 1_000 },
  });
  const { incoming_phone_numbers: found } = z.object({ incoming_phone_numbers: z.array(answer) }).parse(body);
  return found.find(({ phone_number }) => phone_number === wanted)?.sid;
}

function toForm(changes: Changes<Inputs>): Record<string, string> {
  const written = Object.entries(fields).filter(([key]) => changes[key as keyof typeof fields] !== undefined);
  const values = written.map(([key, name]) => [
    name,
    changes[key as keyof typeof fields] ?? clearedValue(key),
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const answer = z.looseObject({ sid: z.string(), phone_number: z.string() });

function fromTwilio(body: unknown): Live<Inputs, Outputs> {
  const found = answer.parse(body);
  const values = Object.entries(fields).map(([key, name]) => [
    key,
    found[snakeCase(name)] ?? clearedValue(key),
  ]);
  return {
    id: found.sid,
    inputs: present({ phoneNumber: found.phone_number, ...Object.fromEntries(values) }),
    outputs: { sid: found.sid },
  };
}

/** null and "" mean the same for URLs and SIDs, and "" is how a program says it; a method is never cleared. */
function clearedValue(key: string): "" | undefined {
  return key.endsWith("Method") ? undefined : "";
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, index) => `${index > 0 ? "_" : ""}${letter.toLowerCase()}`);
}
