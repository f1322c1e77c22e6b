// The request to place a call: its parameters, and what Twilio refuses.
// Source: twilio-oai, twilio_api_v2010.json; twilio.com/docs/api/errors/21200 and those below it. The wording of 21205, 21210,
// 21211 and 21212 is Twilio's, as clients of it have logged it.

import { z } from "zod";
import { formBoolean, formInteger, repeated, sid, webUrl } from "../http/body.ts";
import { badParameter, Refusal } from "../http/errors.ts";
import type { FirstTwiml, PlacedCall, StatusCallback } from "../state/calls.ts";
import type { State } from "../state/state.ts";
import { progressEvents } from "../voice/statusCallbacks.ts";

const method = z.enum(["GET", "POST"]);

/** Everything documented. What has a code of its own is a string here, and is checked below. */
export const placement = z.strictObject({
  To: z.string().default(""),
  From: z.string().default(""),
  Url: z.string().default(""),
  Method: z.string().default("POST"),
  Twiml: z.string().default(""),
  ApplicationSid: z.string().optional(),
  FallbackUrl: webUrl.optional(),
  FallbackMethod: method.default("POST"),
  StatusCallback: z.string().optional(),
  StatusCallbackMethod: method.default("POST"),
  StatusCallbackEvent: repeated.optional(),
  SendDigits: z.string().optional(),
  Timeout: z.string().default("60"),
  MachineDetection: z.enum(["Enable", "DetectMessageEnd"]).optional(),
  AsyncAmd: formBoolean.default(false),
  AsyncAmdStatusCallback: webUrl.optional(),
  AsyncAmdStatusCallbackMethod: method.default("POST"),
  Record: formBoolean.default(false),
  // These have no effect here.
  MachineDetectionTimeout: formInteger.optional(),
  MachineDetectionSpeechThreshold: formInteger.optional(),
  MachineDetectionSpeechEndThreshold: formInteger.optional(),
  MachineDetectionSilenceTimeout: formInteger.optional(),
  RecordingChannels: z.string().optional(),
  RecordingTrack: z.string().optional(),
  RecordingStatusCallback: z.string().optional(),
  RecordingStatusCallbackMethod: method.optional(),
  RecordingStatusCallbackEvent: repeated.optional(),
  RecordingConfigurationId: z.string().optional(),
  Trim: z.string().optional(),
  SipAuthUsername: z.string().optional(),
  SipAuthPassword: z.string().optional(),
  CallerId: z.string().optional(),
  CallReason: z.string().optional(),
  CallToken: z.string().optional(),
  Passports: z.string().optional(),
  Byoc: sid("BY").optional(),
  TimeLimit: formInteger.optional(),
  ClientNotificationUrl: webUrl.optional(),
});

type Placement = z.infer<typeof placement>;

/** A call that can be placed. */
export interface AcceptedCall {
  from: string;
  to: string;
  phoneNumberSid: string | null;
  placed: PlacedCall;
  /** What the call's log shows from the start. */
  warnings: string[];
}

/** @throws Refusal (400) with Twilio's code if Twilio would not place the call */
export function acceptCall(state: State, wanted: Placement): AcceptedCall {
  const sides = acceptSides(state, wanted);
  const first = acceptFirstTwiml(state, wanted);
  const { SendDigits, Timeout, StatusCallbackEvent: events = ["completed"] } = wanted;
  if (SendDigits !== undefined && !/^[0-9A-D*#wW]{0,32}$/.test(SendDigits))
    throw refusal(21206, `SendDigits is not valid: ${SendDigits}; expected at most 32 of 0123456789ABCD*#wW`);
  if (!/^[1-9]\d{0,2}$/.test(Timeout) || Number(Timeout) > 600)
    throw refusal(21208, `Timeout is not valid: ${Timeout}; expected 1 to 600 seconds`);
  const statusCallback = acceptStatusCallback(wanted, events);
  const unknown = events.filter((event) => !progressEvents.some((known) => known === event));
  return {
    ...sides,
    placed: {
      first,
      ...(statusCallback && unknown.length === 0 && { statusCallback }),
      ...(SendDigits ? { sendDigits: SendDigits } : machineDetectionOf(wanted)),
    },
    warnings: [
      ...(statusCallback && unknown.length > 0 ? [unknownEvents(unknown)] : []),
      ...(wanted.Record ? ["Record is not simulated by the local Twilio: nothing is recorded"] : []),
    ],
  };
}

/** Twilio places such a call and posts nothing, as one public project measured: events that share one parameter are unknown. */
function unknownEvents(unknown: string[]): string {
  const found = unknown.map((event) => `"${event}"`).join(", ");
  return `21626: StatusCallbackEvent is not valid: ${found}; no event is posted. Expected a parameter for each of ${progressEvents.join(", ")}`;
}

/** Twilio's own numbers place calls, to numbers, clients and SIP addresses. */
function acceptSides(
  { phoneNumbers }: State,
  { To, From }: Placement,
): Pick<AcceptedCall, "from" | "to" | "phoneNumberSid"> {
  if (To === "") throw refusal(21201, "No 'To' number is specified");
  if (From === "") throw refusal(21213, "No 'From' number is specified");
  const isEndpoint = /^(client:.+|sips?:.+@.+)$/.test(To);
  if (!isEndpoint && !isNumber(To))
    throw refusal(21211, `The phone number you are attempting to call, ${To}, is not valid.`);
  if (isEndpoint && /^client:.+$/.test(From)) return { from: From, to: To, phoneNumberSid: null };
  if (!isNumber(From)) throw refusal(21212, `From is not a valid phone number: ${From}`);
  const number = Object.values(phoneNumbers).find((row) => row.phone_number === From);
  if (!number)
    throw refusal(
      21210,
      `The source phone number provided, ${From}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.`,
    );
  return { from: From, to: To, phoneNumberSid: number.sid };
}

/** E.164; a number of North America has ten digits after the country's 1. */
function isNumber(text: string): boolean {
  return /^\+(1[2-9]\d{9}|[2-9]\d{6,14})$/.test(text);
}

/** An application takes precedence over Url, and that over Twiml. */
function acceptFirstTwiml(state: State, wanted: Placement): FirstTwiml {
  const { ApplicationSid, Url: url, Method, Twiml: inline, FallbackUrl, FallbackMethod } = wanted;
  if (ApplicationSid !== undefined) {
    if (/^AP/.test(ApplicationSid) && state.otherResources[ApplicationSid])
      return { applicationSid: ApplicationSid };
    throw refusal(21218, `ApplicationSid is not valid: ${ApplicationSid} is not in this account`);
  }
  if (!/^(GET|POST)$/.test(Method))
    throw refusal(21209, `Method is not valid: ${Method}; expected GET or POST`);
  if (url !== "") {
    if (!webUrl.safeParse(url).success) throw refusal(21205, `Url is not a valid URL: ${url}`);
    const fallback = FallbackUrl && { fallbackUrl: FallbackUrl, fallbackMethod: FallbackMethod };
    return { url, method: Method, ...fallback };
  }
  if (inline === "")
    throw refusal(
      21205,
      "Url parameter is required. For more information, see http://www.twilio.com/docs/api/twiml",
    );
  if (inline.length > 4_000)
    throw badParameter(`Invalid parameter Twiml: expected at most 4000 characters, found ${inline.length}`);
  return { inline };
}

/** Ignored if there is an application. */
function acceptStatusCallback(
  { StatusCallback: url, StatusCallbackMethod, ApplicationSid }: Placement,
  events: string[],
): StatusCallback | undefined {
  if (!url || ApplicationSid !== undefined) return undefined;
  if (!webUrl.safeParse(url).success || new URL(url).hostname.includes("_"))
    throw refusal(21609, `StatusCallback is not a valid URL: ${url}`);
  return { url, method: StatusCallbackMethod, events, sent: 0 };
}

function machineDetectionOf(wanted: Placement): Pick<PlacedCall, "machineDetection"> {
  if (wanted.MachineDetection === undefined) return {};
  const { AsyncAmd: isAsync, AsyncAmdStatusCallback: url, AsyncAmdStatusCallbackMethod } = wanted;
  const asyncCallback = isAsync && url ? { url, method: AsyncAmdStatusCallbackMethod } : undefined;
  return { machineDetection: { isAsync, ...(asyncCallback && { asyncCallback }) } };
}

function refusal(code: number, message: string): Refusal {
  return new Refusal({ status: 400, code, message });
}
