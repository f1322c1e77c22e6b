// IncomingPhoneNumbers of the 2010 API: form encoded, synchronous, paged by paths.
// Source: twilio/twilio-oai, spec/json/twilio_api_v2010.json;
// twilio.com/docs/phone-numbers/api/incomingphonenumber-resource

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, readForm, sid, urlOrEmpty } from "../http/body.ts";
import { rfc2822 } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import { formattedNumber } from "../http/formattedNumber.ts";
import { apiList } from "../http/paging.ts";
import { readFilters } from "../http/query.ts";
import { nextSid } from "../state/ids.ts";
import type { PhoneNumber } from "../state/numbers.ts";
import type { State } from "../state/state.ts";
import { rangeOf } from "./inventory.ts";
import { checkOtherResources } from "./otherResources.ts";
import { chooseNumber } from "./purchase.ts";

const method = z.union([z.literal("").transform(() => "POST"), z.enum(["GET", "POST"])]);

const clearable = (prefix: string) => z.union([z.literal("").transform(() => null), sid(prefix)]);

const wiring = z.strictObject({
  ApiVersion: z.string().optional(),
  FriendlyName: z.string().max(64).optional(),
  VoiceUrl: urlOrEmpty.optional(),
  VoiceMethod: method.optional(),
  VoiceFallbackUrl: urlOrEmpty.optional(),
  VoiceFallbackMethod: method.optional(),
  VoiceApplicationSid: clearable("AP").optional(),
  VoiceCallerIdLookup: formBoolean.optional(),
  VoiceReceiveMode: z.enum(["voice", "fax"]).optional(),
  TrunkSid: clearable("TK").optional(),
  SmsUrl: urlOrEmpty.optional(),
  SmsMethod: method.optional(),
  SmsFallbackUrl: urlOrEmpty.optional(),
  SmsFallbackMethod: method.optional(),
  SmsApplicationSid: clearable("AP").optional(),
  StatusCallback: urlOrEmpty.optional(),
  StatusCallbackMethod: method.optional(),
  EmergencyStatus: z.enum(["Active", "Inactive"]).optional(),
  EmergencyAddressSid: clearable("AD").optional(),
  IdentitySid: clearable("RI").optional(),
  AddressSid: clearable("AD").optional(),
  BundleSid: clearable("BU").optional(),
});

const update = wiring.extend({ AccountSid: sid("AC").optional() });

const purchase = wiring.extend({
  PhoneNumber: z.string().optional(),
  AreaCode: z
    .string()
    .regex(/^\d{3}$/)
    .optional(),
});

type Wiring = z.infer<typeof wiring>;

const filters = {
  Beta: formBoolean.optional(),
  FriendlyName: z.string().optional(),
  PhoneNumber: z.string().optional(),
  Origin: z.string().optional(),
};

export function phoneNumberRoutes(app: Hono, context: Context): void {
  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers", (c) => {
    const wanted = readFilters(c, filters);
    const { PhoneNumber: number, FriendlyName: name } = wanted;
    // All of them are Twilio's own, and none is new to its platform.
    const none = wanted.Origin === "hosted" || wanted.Beta === true;
    const all = none ? [] : Object.values(context.state.phoneNumbers);
    const rows = all
      .filter((row) => number === undefined || matchesPart(row.phone_number, number))
      .filter((row) => name === undefined || row.friendly_name === name)
      .map((row) => ({ id: row.sid, body: () => render(context.state, row) }));
    return apiList(c, "incoming_phone_numbers", rows);
  });

  app.post("/api.twilio.com/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers", async (c) => {
    const { PhoneNumber, AreaCode, ...wanted } = await readForm(c, purchase);
    const choice = { phoneNumber: PhoneNumber, areaCode: AreaCode, addressSid: wanted.AddressSid };
    const phoneNumber = chooseNumber(context.state, choice);
    checkOtherResources(context.state, wanted, "buying");
    const row = newNumber(context.state, phoneNumber, context.now());
    applyWiring(row, wanted);
    context.state.phoneNumbers[row.sid] = row;
    return Response.json(render(context.state, row), { status: 201 });
  });

  app.get("/api.twilio.com/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers/:sid", (c) =>
    Response.json(render(context.state, numberOf(c, context))),
  );

  app.post("/api.twilio.com/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers/:sid", async (c) => {
    const row = numberOf(c, context);
    const { AccountSid, ...wanted } = await readForm(c, update);
    // Another account would get the number; here there is only one.
    if (AccountSid !== undefined && AccountSid !== context.state.account.sid)
      throw badParameter(`Invalid parameter AccountSid: ${AccountSid} is not this account`);
    checkOtherResources(context.state, wanted, "updating");
    applyWiring(row, wanted);
    row.date_updated = context.now().toISOString();
    return Response.json(render(context.state, row));
  });

  app.delete("/api.twilio.com/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers/:sid", (c) => {
    delete context.state.phoneNumbers[numberOf(c, context).sid];
    return new Response(null, { status: 204 });
  });
}

/** A newly bought number: named after itself, without URLs. */
export function newNumber(state: State, phoneNumber: string, now: Date): PhoneNumber {
  return {
    sid: nextSid(state, "PN"),
    phone_number: phoneNumber,
    friendly_name: formattedNumber(phoneNumber),
    voice_url: "",
    voice_method: "POST",
    voice_fallback_url: "",
    voice_fallback_method: "POST",
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_receive_mode: "voice",
    trunk_sid: null,
    sms_url: "",
    sms_method: "POST",
    sms_fallback_url: "",
    sms_fallback_method: "POST",
    sms_application_sid: null,
    status_callback: "",
    status_callback_method: "POST",
    emergency_status: "Inactive",
    emergency_address_sid: null,
    identity_sid: null,
    address_sid: null,
    bundle_sid: null,
    api_version: "2010-04-01",
    date_created: now.toISOString(),
    date_updated: now.toISOString(),
  };
}

function numberOf(c: HonoContext, context: Context): PhoneNumber {
  return requireRow(context.state.phoneNumbers[c.req.param("sid") ?? ""], c.req.path);
}

/** The filter matches anywhere in the number, and its `*` matches any digit. */
function matchesPart(phoneNumber: string, filter: string): boolean {
  // A literal + in a query arrives as a space.
  const digits = filter.trim().replace(/^\+/, "");
  if (!/^[\d*]+$/.test(digits)) return false;
  return new RegExp(digits.replaceAll("*", "\\d")).test(phoneNumber);
}

/** Applies the parameters of a request. Setting a trunk removes the voice application and vice versa. */
function applyWiring(row: PhoneNumber, wanted: Partial<Wiring>): void {
  const trunk = wanted.TrunkSid ?? (wanted.VoiceApplicationSid ? null : wanted.TrunkSid);
  const application = wanted.TrunkSid ? null : wanted.VoiceApplicationSid;
  const given: { [Field in keyof PhoneNumber]?: PhoneNumber[Field] | undefined } = {
    // Neither can be cleared: '' leaves the name unchanged.
    friendly_name: wanted.FriendlyName || undefined,
    emergency_status: wanted.EmergencyStatus,
    voice_url: wanted.VoiceUrl,
    voice_method: wanted.VoiceMethod,
    voice_fallback_url: wanted.VoiceFallbackUrl,
    voice_fallback_method: wanted.VoiceFallbackMethod,
    voice_application_sid: application,
    voice_caller_id_lookup: wanted.VoiceCallerIdLookup,
    voice_receive_mode: wanted.VoiceReceiveMode,
    trunk_sid: trunk,
    sms_url: wanted.SmsUrl,
    sms_method: wanted.SmsMethod,
    sms_fallback_url: wanted.SmsFallbackUrl,
    sms_fallback_method: wanted.SmsFallbackMethod,
    sms_application_sid: wanted.SmsApplicationSid,
    status_callback: wanted.StatusCallback,
    status_callback_method: wanted.StatusCallbackMethod,
    emergency_address_sid: wanted.EmergencyAddressSid,
    identity_sid: wanted.IdentitySid,
    address_sid: wanted.AddressSid,
    bundle_sid: wanted.BundleSid,
    api_version: wanted.ApiVersion,
  };
  Object.assign(row, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

const typeNames = { Local: "local", Mobile: "mobile", TollFree: "toll-free" };

/** The number as Twilio returns it. */
function render(state: State, row: PhoneNumber) {
  const { type, capabilities, addressRequirements } = rangeOf(row.phone_number);
  return {
    ...row,
    date_created: rfc2822(row.date_created),
    date_updated: rfc2822(row.date_updated),
    account_sid: state.account.sid,
    capabilities,
    address_requirements: addressRequirements,
    beta: false,
    origin: "twilio",
    status: "in-use",
    type: typeNames[type],
    emergency_address_status: "unregistered",
    uri: `/2010-04-01/Accounts/${state.account.sid}/IncomingPhoneNumbers/${row.sid}.json`,
  };
}
