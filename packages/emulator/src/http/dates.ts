/** Dates of the 2010 API, e.g. `Mon, 05 Jan 2026 10:00:00 +0000`. */
export function rfc2822(iso: string): string {
  return new Date(iso).toUTCString().replace("GMT", "+0000");
}

/**
 * A date as Twilio writes it, in whole seconds: `2026-01-05T10:00:00Z`. Its client for Python parses no other form and
 * hands out the text. Source: examples of twilio-oai, twilio_conversations_v2.json; twilio (Python) 9.13.0 base/deserialize
 */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, "2026-01-05T10:00:00".length)}Z`;
}
