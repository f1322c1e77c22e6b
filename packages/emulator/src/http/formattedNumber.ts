// Phone numbers as Twilio displays them. Source: examples of twilio-oai, twilio_api_v2010.json

/** `(555) 123-0100` for `+15551230100`. Numbers of other countries, and anything that is not a number, stay as they are. */
export function formattedNumber(e164: string): string {
  return e164.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
}
