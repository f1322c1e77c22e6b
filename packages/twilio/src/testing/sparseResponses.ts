// For tests only: a response of Twilio's in three forms that mean the same.
//
// Twilio's documents require few fields, some responses have null where others have nothing, and Twilio adds fields at
// any time.

import { expect, test } from "vitest";
import type { Api } from "../client/api.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Reader {
  read(api: Api): Promise<unknown>;
  /** The response, with null in place of everything that may be absent. */
  response: { [key: string]: Json };
  /** What is read, apart from nulls. */
  value: unknown;
}

const forms: Record<string, (response: Json) => Json> = {
  "null where there is no value": (response) => response,
  "no key where there is no value": withoutNulls,
  "an unknown field in every object": (response) => withUnknownFields(withoutNulls(response)),
};

/** Tests that each reader reads its response in all forms alike. */
export function testReaders(readers: Record<string, Reader>): void {
  const cases = Object.entries(readers).flatMap(([name, reader]) =>
    Object.entries(forms).map(([form, write]) => ({ name, form, write, ...reader })),
  );
  test.each(cases)("$name, with $form, is read alike", async ({ read, response, value, write }) => {
    const api = { accountSid: "AC1", find: async () => write(response) } as unknown as Api;

    const found = await read(api);

    expect(withoutNulls((found ?? null) as Json) ?? undefined).toEqual(value);
  });
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, withoutNulls(item)]));
}

/** The keys of `channelSettings` are channels, and `definition` is whatever a team wrote: Twilio adds no fields there. */
function withUnknownFields(value: Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((item) => withUnknownFields(item));
  if (typeof value !== "object" || value === null || key === "definition") return value;
  const known = Object.entries(value).map(([name, item]) => [name, withUnknownFields(item, name)]);
  return { ...Object.fromEntries(known), ...(key !== "channelSettings" && { somethingNew: { a: 1 } }) };
}
