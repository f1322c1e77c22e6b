// The numbers that can be bought: a made-up stock, in the ranges that each country keeps free for fiction where it has any.
// Sources: nanpa.com (555), ofcom.org.uk (numbers for drama), acma.gov.au (numbers for fiction), bundesnetzagentur.de

/** As in paths: `…/AvailablePhoneNumbers/US/Local`. */
export type NumberType = "Local" | "Mobile" | "TollFree";

export interface Place {
  /** Three digits; US and Canada only. */
  areaCode: string;
  locality: string;
  region: string;
  postalCode: string;
  lata: string;
  rateCenter: string;
  latitude: number;
  longitude: number;
}

/** A run of numbers that have everything but the number in common. */
export interface Range {
  country: string;
  type: NumberType;
  /** E.164 without the last digits. */
  prefix: string;
  /** The last digits of the first number. */
  first: string;
  place: Place | null;
  capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
  addressRequirements: "none" | "any" | "local" | "foreign";
}

/** How many numbers a range offers. */
const size = 20;

export const countries: Record<string, string> = {
  US: "United States",
  CA: "Canada",
  GB: "United Kingdom",
  DE: "Germany",
  AU: "Australia",
};

const everything = { voice: true, sms: true, mms: true, fax: false };

const callsAndTexts = { ...everything, mms: false };

const calls = { ...callsAndTexts, sms: false };

const cities: [country: string, ...Place[keyof Place][]][] = [
  ["US", "415", "San Francisco", "CA", "94102", "722", "SNFC CNTRL", 37.78, -122.42],
  ["US", "212", "New York", "NY", "10007", "132", "NWYRCYZN01", 40.71, -74.01],
  ["US", "312", "Chicago", "IL", "60602", "358", "CHICAGO", 41.88, -87.63],
  ["CA", "416", "Toronto", "ON", "M5H 2N2", "888", "TORONTO", 43.65, -79.38],
  ["CA", "604", "Vancouver", "BC", "V5Y 1V4", "888", "VANCOUVER", 49.26, -123.11],
];

const places = cities.map(
  ([country, areaCode, locality, region, postalCode, lata, rateCenter, latitude, longitude]) => ({
    country,
    place: { areaCode, locality, region, postalCode, lata, rateCenter, latitude, longitude } as Place,
  }),
);

const ranges: Range[] = [
  ...places.map(({ country, place }) => northAmerican(country, place.areaCode, place)),
  ...["US", "CA"].map((country) => ({ ...northAmerican(country, "800", null), type: "TollFree" as const })),
  foreign("GB", "Local", "+44207946", "0100", calls, "any"),
  foreign("GB", "Mobile", "+447700900", "100", callsAndTexts, "none"),
  foreign("GB", "TollFree", "+44808157", "0100", calls, "none"),
  foreign("DE", "Local", "+493023125", "100", calls, "local"),
  foreign("DE", "Mobile", "+49176040690", "10", callsAndTexts, "any"),
  foreign("AU", "Local", "+6125550", "1000", calls, "any"),
  foreign("AU", "Mobile", "+61491570", "100", callsAndTexts, "any"),
  foreign("AU", "TollFree", "+611800160", "400", calls, "none"),
];

function northAmerican(country: string, areaCode: string, place: Place | null): Range {
  return {
    country,
    type: "Local",
    prefix: `+1${areaCode}555`,
    first: "2000",
    place,
    capabilities: everything,
    addressRequirements: "none",
  };
}

function foreign(
  country: string,
  type: NumberType,
  prefix: string,
  first: string,
  capabilities: Range["capabilities"],
  addressRequirements: Range["addressRequirements"],
): Range {
  return { country, type, prefix, first, place: null, capabilities, addressRequirements };
}

/** Types of number in a country. */
export function typesIn(country: string): NumberType[] {
  return [...new Set(ranges.filter((range) => range.country === country).map(({ type }) => type))];
}

/**
 * The ranges of a country and type.
 *
 * @param areaCode only this one, of which there are numbers even if nothing is known of the place
 */
export function rangesOf(country: string, type: NumberType, areaCode?: string): Range[] {
  const all = ranges.filter((range) => range.country === country && range.type === type);
  if (areaCode === undefined) return all;
  const known = all.filter(({ prefix }) => prefix === `+1${areaCode}555`);
  return known.length > 0 || type !== "Local" || !["US", "CA"].includes(country)
    ? known
    : [northAmerican(country, areaCode, null)];
}

/** The numbers of a range, owned ones included. */
export function numbersOf({ prefix, first }: Range): string[] {
  return Array.from(
    { length: size },
    (_, index) => prefix + String(Number(first) + index).padStart(first.length, "0"),
  );
}

/** What a number is like; any that is in no range is local and needs nothing. */
export function rangeOf(phoneNumber: string): Range {
  return ranges.find((range) => numbersOf(range).includes(phoneNumber)) ?? northAmerican("US", "", null);
}
