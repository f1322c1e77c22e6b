import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const account = `/2010-04-01/Accounts/${seed.accountSid}`;

const available = `https://api.twilio.com${account}/AvailablePhoneNumbers`;

const numbers = `https://api.twilio.com${account}/IncomingPhoneNumbers.json`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const get = (path: string) => ask(emulator, `GET ${available}${path}`);

async function found(path: string): Promise<string[]> {
  const { available_phone_numbers: rows } = (await get(path)).body;
  return rows.map(({ phone_number }: { phone_number: string }) => phone_number);
}

test("countries link the types of number that they have", async () => {
  const { body } = await get(".json");
  expect(Object.keys(body)).toEqual(["countries", "uri"]);
  expect(body.countries.map(({ country_code }: { country_code: string }) => country_code)).toEqual([
    "US",
    "CA",
    "GB",
    "DE",
    "AU",
  ]);
  expect((await get("/US.json")).body).toEqual({
    country_code: "US",
    country: "United States",
    beta: false,
    uri: `${account}/AvailablePhoneNumbers/US.json`,
    subresource_uris: {
      local: `${account}/AvailablePhoneNumbers/US/Local.json`,
      toll_free: `${account}/AvailablePhoneNumbers/US/TollFree.json`,
    },
  });
});

test("a local number has its place and every documented property", async () => {
  const { body } = await get("/US/Local.json?PageSize=1");
  expect(body.available_phone_numbers).toEqual([
    {
      friendly_name: "(415) 555-2000",
      phone_number: "+14155552000",
      lata: "722",
      locality: "San Francisco",
      rate_center: "SNFC CNTRL",
      latitude: 37.78,
      longitude: -122.42,
      region: "CA",
      postal_code: "94102",
      iso_country: "US",
      address_requirements: "none",
      beta: false,
      capabilities: { voice: true, sms: true, mms: true, fax: false },
    },
  ]);
  expect(body.next_page_uri).toMatch(
    /^\/2010-04-01\/Accounts\/AC0+1\/AvailablePhoneNumbers\/US\/Local\.json\?/,
  );
});

test.each([["/XX/Local.json"], ["/us/Local.json"], ["/US/Mobile.json"], ["/XX.json"]])(
  "%s does not exist",
  async (path) => {
    const { status, body } = await get(path);
    expect([status, body.code]).toEqual([404, 20404]);
  },
);

test.each([
  ["AreaCode=212", 20, "+12125552000"],
  ["AreaCode=808", 20, "+18085552000"],
  ["Contains=5552007", 3, "+14155552007"],
  ["Contains=%2B1312", 20, "+13125552000"],
  ["Contains=2019%24", 3, "+14155552019"],
  ["Contains=jjj2011", 3, "+14155552011"],
  ["Contains=%2555200", 30, "+14155552000"],
  ["Contains=**5552000", 3, "+14155552000"],
  ["FaxEnabled=true", 0, undefined],
  ["MmsEnabled=true&VoiceEnabled=true", 50, "+14155552000"],
  ["InRegion=NY", 20, "+12125552000"],
  ["InLocality=chicago", 20, "+13125552000"],
  ["InPostalCode=94102&InLata=722", 20, "+14155552000"],
  ["NearNumber=%2B12125550000", 20, "+12125552000"],
  ["NearLatLong=40.7,-74.0", 20, "+12125552000"],
  ["NearLatLong=40.7,-80&Distance=500", 40, "+12125552000"],
  ["NearLatLong=0,0", 0, undefined],
])("US numbers with %s: %i, from %s", async (query, count, first) => {
  const rows = await found(`/US/Local.json?${query}`);
  expect([rows.length, rows[0]]).toEqual([count, first]);
});

test.each([
  ["/GB/Mobile.json?ExcludeAllAddressRequired=true", 20, "+447700900100"],
  ["/GB/Local.json?ExcludeAllAddressRequired=true", 0, undefined],
  ["/GB/Local.json?SmsEnabled=true", 0, undefined],
  ["/DE/Local.json?ExcludeLocalAddressRequired=true", 0, undefined],
  ["/DE/Local.json?ExcludeForeignAddressRequired=true", 20, "+493023125100"],
  ["/AU/TollFree.json", 20, "+611800160400"],
])("%s has %i, from %s", async (path, count, first) => {
  const rows = await found(path);
  expect([rows.length, rows[0]]).toEqual([count, first]);
});

test.each([
  [
    "Contains=4",
    "Invalid parameter Contains: expected 2 to 16 digits, letters and the wildcards * % + $ around at least two of them",
  ],
  [
    "Contains=4*5",
    "Invalid parameter Contains: expected 2 to 16 digits, letters and the wildcards * % + $ around at least two of them",
  ],
  ["AreaCode=41", "Invalid parameter AreaCode: expected three digits"],
  ["SmsEnabled=yes", "Invalid parameter SmsEnabled: expected true or false"],
  ["NearLatLong=here", "Invalid parameter NearLatLong: expected lat,long"],
  ["NearLatLong=1,1&Distance=501", "Invalid parameter Distance: expected 0 to 500"],
])("%s is refused", async (query, message) => {
  const { status, body } = await get(`/US/Local.json?${query}`);
  expect([status, body.code, body.message]).toEqual([400, 20001, message]);
});

test("a number that was bought is no longer offered, and is of the type that it was offered as", async () => {
  const form = { PhoneNumber: "+447700900100" };
  const { status, body } = await ask(emulator, `POST ${numbers}`, { form });
  expect([status, body.type, body.capabilities, body.address_requirements]).toEqual([
    201,
    "mobile",
    { voice: true, sms: true, mms: false, fax: false },
    "none",
  ]);
  expect(await found("/GB/Mobile.json?PageSize=1")).toEqual(["+447700900101"]);
});

test("a number that requires an address is not sold without one", async () => {
  const PhoneNumber = "+493023125100";
  const without = await ask(emulator, `POST ${numbers}`, { form: { PhoneNumber } });
  expect([without.status, without.body.code, without.body.message]).toEqual([
    400,
    21631,
    "+493023125100 requires an address: AddressSid is missing",
  ]);
  const form = { PhoneNumber, AddressSid: seed.otherResourceSids.address };
  const { status, body } = await ask(emulator, `POST ${numbers}`, { form });
  expect([status, body.address_requirements, body.address_sid]).toEqual([
    201,
    "local",
    seed.otherResourceSids.address,
  ]);
});

test.each(["14155552000", "call me", "+0123456789"])("%s is not a number", async (PhoneNumber) => {
  const { status, body } = await ask(emulator, `POST ${numbers}`, { form: { PhoneNumber } });
  expect([status, body.code, body.message]).toEqual([
    400,
    21421,
    `Invalid parameter PhoneNumber: ${PhoneNumber} is not a number in E.164 format`,
  ]);
});
