// AvailablePhoneNumbers of the 2010 API: countries, and numbers that can be bought there.
// Source: twilio-oai, twilio_api_v2010.json; twilio.com/docs/phone-numbers/api/availablephonenumber-resource

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, formInteger } from "../http/body.ts";
import { badParameter, notFound } from "../http/errors.ts";
import { formattedNumber } from "../http/formattedNumber.ts";
import { apiList, pageOf } from "../http/paging.ts";
import { readFilters } from "../http/query.ts";
import type { State } from "../state/state.ts";
import { digitsPattern } from "./containsPattern.ts";
import { countries, type NumberType, numbersOf, type Range, rangesOf, typesIn } from "./inventory.ts";
import { nearby } from "./nearby.ts";

const path = "/api.twilio.com/2010-04-01/Accounts/:accountSid/AvailablePhoneNumbers";

/** Keys of `subresource_uris`. */
const keys: Record<NumberType, string> = { Local: "local", TollFree: "toll_free", Mobile: "mobile" };

export function availableNumberRoutes(app: Hono, context: Context): void {
  app.get(path, (c) => {
    const rows = Object.keys(countries).map((code) => ({
      id: code,
      body: () => renderCountry(context.state, code),
    }));
    const shown = pageOf(c, rows).map(({ body }) => body());
    return Response.json({ countries: shown, uri: `${uriOf(context.state)}.json` });
  });

  app.get(`${path}/:country`, (c) =>
    Response.json(renderCountry(context.state, countryOf(c, c.req.param("country")))),
  );

  for (const type of Object.keys(keys) as NumberType[]) {
    app.get(`${path}/:country/${type}`, (c) => {
      const country = countryOf(c, c.req.param("country"));
      if (!typesIn(country).includes(type)) throw notFound(c.req.path);
      const rows = available(c, context.state, country, type).map(({ phoneNumber, range }) => ({
        id: phoneNumber,
        body: () => render(phoneNumber, range),
      }));
      return apiList(c, "available_phone_numbers", rows);
    });
  }
}

/** Exactly as Twilio spells it, or 404. */
function countryOf(c: HonoContext, code: string): string {
  if (!countries[code]) throw notFound(c.req.path);
  return code;
}

interface Offer {
  phoneNumber: string;
  range: Range;
}

const yesOrNo = formBoolean.optional();

const text = z.string().optional();

const filters = {
  AreaCode: formInteger.optional(),
  Beta: yesOrNo,
  Contains: text,
  Distance: formInteger.optional(),
  ExcludeAllAddressRequired: yesOrNo,
  ExcludeForeignAddressRequired: yesOrNo,
  ExcludeLocalAddressRequired: yesOrNo,
  FaxEnabled: yesOrNo,
  InLata: text,
  InLocality: text,
  InPostalCode: text,
  InRateCenter: text,
  InRegion: text,
  MmsEnabled: yesOrNo,
  NearLatLong: text,
  NearNumber: z
    .string()
    .regex(/^\+[1-9]\d{1,14}$/, "expected a phone number")
    .optional(),
  SmsEnabled: yesOrNo,
  VoiceEnabled: yesOrNo,
};

type Filters = z.infer<z.ZodObject<typeof filters>>;

/** The numbers that match every parameter of the query and are not in the account. */
function available(c: HonoContext, { phoneNumbers }: State, country: string, type: NumberType): Offer[] {
  const wanted = readFilters(c, filters);
  const owned = new Set(Object.values(phoneNumbers).map(({ phone_number }) => phone_number));
  const pattern = wanted.Contains === undefined ? undefined : digitsPattern(wanted.Contains);
  return rangesOf(country, type, areaCode(c))
    .filter(
      (range) => hasCapabilities(wanted, range) && needsNoExcluded(wanted, range) && isIn(wanted, range),
    )
    .filter(({ place }) => nearby(c, place))
    .flatMap((range) => numbersOf(range).map((phoneNumber) => ({ phoneNumber, range })))
    .filter(({ phoneNumber }) => !owned.has(phoneNumber))
    .filter(({ phoneNumber }) => pattern === undefined || pattern.test(phoneNumber.slice(1)));
}

function areaCode(c: HonoContext): string | undefined {
  const code = c.req.query("AreaCode");
  if (code !== undefined && !/^\d{3}$/.test(code))
    throw badParameter("Invalid parameter AreaCode: expected three digits");
  return code;
}

function hasCapabilities(wanted: Filters, { capabilities }: Range): boolean {
  const { voice, sms, mms, fax } = capabilities;
  return [
    [wanted.VoiceEnabled, voice],
    [wanted.SmsEnabled, sms],
    [wanted.MmsEnabled, mms],
    [wanted.FaxEnabled, fax],
  ].every(([asked, has]) => asked === undefined || asked === has);
}

function needsNoExcluded(wanted: Filters, { addressRequirements }: Range): boolean {
  if (wanted.ExcludeAllAddressRequired && addressRequirements !== "none") return false;
  if (wanted.ExcludeLocalAddressRequired && addressRequirements === "local") return false;
  return !(wanted.ExcludeForeignAddressRequired && addressRequirements === "foreign");
}

/** The parameters `In…`, with a value of their own; a phone number in its place is not understood here. */
function isIn(wanted: Filters, { place }: Range): boolean {
  return [
    [wanted.InPostalCode, place?.postalCode],
    [wanted.InRegion, place?.region],
    [wanted.InRateCenter, place?.rateCenter],
    [wanted.InLata, place?.lata],
    [wanted.InLocality, place?.locality],
  ].every(([asked, value]) => asked === undefined || asked.toLowerCase() === value?.toLowerCase());
}

function uriOf({ account }: State): string {
  return `/2010-04-01/Accounts/${account.sid}/AvailablePhoneNumbers`;
}

function renderCountry(state: State, code: string) {
  const uri = `${uriOf(state)}/${code}`;
  return {
    country_code: code,
    country: countries[code],
    beta: false,
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(typesIn(code).map((type) => [keys[type], `${uri}/${type}.json`])),
  };
}

function render(phoneNumber: string, { country, place, capabilities, addressRequirements }: Range) {
  return {
    friendly_name: formattedNumber(phoneNumber),
    phone_number: phoneNumber,
    lata: place?.lata ?? null,
    locality: place?.locality ?? null,
    rate_center: place?.rateCenter ?? null,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    region: place?.region ?? null,
    postal_code: place?.postalCode ?? null,
    iso_country: country,
    address_requirements: addressRequirements,
    beta: false,
    capabilities,
  };
}
