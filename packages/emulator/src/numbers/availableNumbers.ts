// AvailablePhoneNumbers of the 2010 API: countries, and numbers that can be bought there.
// Source: twilio-oai, twilio_api_v2010.json; twilio.com/docs/phone-numbers/api/availablephonenumber-resource

import type { Hono, Context as HonoContext } from "hono";
import type { Context } from "../core/context.ts";
import { badParameter, notFound } from "../http/errors.ts";
import { formattedNumber } from "../http/formattedNumber.ts";
import { apiList, pageOf } from "../http/paging.ts";
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

/** The numbers that match every parameter of the query and are not in the account. */
function available(c: HonoContext, { phoneNumbers }: State, country: string, type: NumberType): Offer[] {
  const owned = new Set(Object.values(phoneNumbers).map(({ phone_number }) => phone_number));
  const contains = c.req.query("Contains");
  const pattern = contains === undefined ? undefined : digitsPattern(contains);
  return rangesOf(country, type, areaCode(c))
    .filter((range) => hasCapabilities(c, range) && needsNoExcluded(c, range) && isIn(c, range))
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

function hasCapabilities(c: HonoContext, { capabilities }: Range): boolean {
  const { voice, sms, mms, fax } = capabilities;
  return Object.entries({ VoiceEnabled: voice, SmsEnabled: sms, MmsEnabled: mms, FaxEnabled: fax }).every(
    ([name, has]) => flag(c, name) === undefined || flag(c, name) === has,
  );
}

function needsNoExcluded(c: HonoContext, { addressRequirements }: Range): boolean {
  if (flag(c, "ExcludeAllAddressRequired") && addressRequirements !== "none") return false;
  if (flag(c, "ExcludeLocalAddressRequired") && addressRequirements === "local") return false;
  return !(flag(c, "ExcludeForeignAddressRequired") && addressRequirements === "foreign");
}

/** The parameters `In…`, with a value of their own; a phone number in its place is not understood here. */
function isIn(c: HonoContext, { place }: Range): boolean {
  const wanted = {
    InPostalCode: place?.postalCode,
    InRegion: place?.region,
    InRateCenter: place?.rateCenter,
    InLata: place?.lata,
    InLocality: place?.locality,
  };
  return Object.entries(wanted).every(
    ([name, value]) =>
      c.req.query(name) === undefined || c.req.query(name)?.toLowerCase() === value?.toLowerCase(),
  );
}

function flag(c: HonoContext, name: string): boolean | undefined {
  const text = c.req.query(name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text !== "true" && text !== "false")
    throw badParameter(`Invalid parameter ${name}: expected true or false`);
  return text === "true";
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
