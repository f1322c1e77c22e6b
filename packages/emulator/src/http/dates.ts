// The two date formats of Twilio's APIs.

/** A date in the 2010 API, e.g. `Mon, 05 Jan 2026 10:00:00 +0000`. */
export function rfc2822(iso: string): string {
  return new Date(iso).toUTCString().replace("GMT", "+0000");
}

/**
 * A date in all other APIs, in whole seconds: `2026-01-05T10:00:00Z`. Twilio's Python client parses no other format and
 * returns the string unparsed. Source: examples of twilio-oai, twilio_conversations_v2.json; twilio (Python) 9.13.0 base/deserialize
 */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, "2026-01-05T10:00:00".length)}Z`;
}
