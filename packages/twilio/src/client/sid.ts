// Twilio's identifiers as zod schemas.

import * as z from "zod";

/** Classic SID: two letters and 32 hexadecimal digits, for instance `FW…`. */
export function sid(prefix: string) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `expected ${prefix} and 32 hexadecimal digits`);
}

/**
 * Id of the newer planes: a name and 26 characters, for instance `mem_store_…`.
 * The first of the 26 is documented as 0 to 7; one documented example breaks that, so it is not asked for.
 */
export function id(...prefixes: string[]) {
  const [first] = prefixes;
  return z
    .string()
    .regex(
      new RegExp(`^(${prefixes.join("|")})_[0-9a-z]{26}$`),
      `expected ${first}_ and 26 characters of a-z and 0-9`,
    );
}

export const e164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "expected a number in E.164 format, for instance +15551230100");

/** What the prefix of a SID stands for. */
const kinds: Record<string, string> = {
  IS: "a Conversations service",
  IG: "an address configuration",
  CH: "a conversation",
  FW: "a Studio flow",
  MG: "a messaging service",
  PN: "a phone number",
  XE: "a sender",
};

/**
 * The message about an address that is the SID of something else; undefined for any other address. The key of a Webchat
 * deployment (`CV…`) is an address.
 */
export function describeSid(address: string): string | undefined {
  const [, prefix] = /^([A-Z]{2})[0-9a-f]{32}$/i.exec(address) ?? [];
  if (prefix === undefined || prefix.toUpperCase() === "CV") return undefined;
  return `${address} is the SID of ${kinds[prefix.toUpperCase()] ?? "something else"}, not an address`;
}
