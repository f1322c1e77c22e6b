// Rows of phone numbers, snake_case as in the 2010 API.

export interface PhoneNumber {
  sid: string;
  phone_number: string;
  friendly_name: string;
  voice_url: string;
  voice_method: string;
  voice_fallback_url: string;
  voice_fallback_method: string;
  voice_application_sid: string | null;
  voice_caller_id_lookup: boolean;
  voice_receive_mode: "voice" | "fax";
  trunk_sid: string | null;
  sms_url: string;
  sms_method: string;
  sms_fallback_url: string;
  sms_fallback_method: string;
  sms_application_sid: string | null;
  status_callback: string;
  status_callback_method: string;
  emergency_status: string;
  emergency_address_sid: string | null;
  identity_sid: string | null;
  address_sid: string | null;
  bundle_sid: string | null;
  api_version: string;
  date_created: string;
  date_updated: string;
}

/**
 * A resource that a number can name and this server does not serve: an application (`AP…`), a trunk (`TK…`), an address
 * (`AD…`), a bundle (`BU…`) or an identity (`RI…`).
 */
export interface OtherResource {
  sid: string;
}

/** Properties of a number that name such a resource. */
export const otherResourceProperties = [
  "voice_application_sid",
  "sms_application_sid",
  "trunk_sid",
  "emergency_address_sid",
  "address_sid",
  "identity_sid",
  "bundle_sid",
] as const satisfies (keyof PhoneNumber)[];

/** An address of the account that is not one of its numbers: a sender of WhatsApp, RCS or another channel, a short code. */
export interface Sender {
  /** With its prefix, as `whatsapp:+15551230101`. */
  address: string;
}
