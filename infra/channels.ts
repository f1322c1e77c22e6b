// The channels that an agent can serve, and where each is reached.

import * as z from "zod";

export const channel = z.enum(["voice", "sms", "whatsapp", "rcs", "chat"]);
export type Channel = z.infer<typeof channel>;

/** Channels of a phone number. The others have addresses of their own. */
export const numberChannel = channel.extract(["voice", "sms"]);
export type NumberChannel = z.infer<typeof numberChannel>;

/** A channel whose messages reach a conversation by an address configuration. */
export type MessagingChannel = Exclude<Channel, "voice">;

export const messagingChannels: readonly MessagingChannel[] = channel.exclude(["voice"]).options;
