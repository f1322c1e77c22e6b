// How fields of a response are read. A key that may be missing may be null, and the other way round; keys that are not
// declared are ignored, so that Twilio may add them.
//
// Twilio's documents require few fields, and in the classic products none. Required here is only what a row cannot do
// without: its ID, the address or number that it is about, and of a flow what the provider manages.

import * as z from "zod";

export const text = z.string();

export const optionalText = z.string().nullish();

/** A name that is compared and shown: empty where Twilio returns none. */
export const name = optionalText.transform((text) => text ?? "");

/**
 * Enumerations, in the case in which Twilio documents them. Twilio ignores case in what it is sent and may return it as
 * it was sent: the address type "whAtsAPP" is an example of its own documents.
 * Source: twilio_conversations_v1.json in @twilio/cli-core 9.0.0
 */
export const lowerCase = z.string().toLowerCase();
export const upperCase = z.string().toUpperCase();
