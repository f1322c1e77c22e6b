// The channels that an agent can serve, and when the conversations of each end.

import { isInactiveFirst } from "@pulumi/twilio/schemas";
import * as z from "zod";

export const channel = z.enum(["voice", "sms", "whatsapp", "rcs", "chat"]);
export type Channel = z.infer<typeof channel>;

/** Channels of a phone number. The others have addresses of their own. */
export const numberChannel = channel.extract(["voice", "sms"]);
export type NumberChannel = z.infer<typeof numberChannel>;

/** A channel whose messages reach a conversation by an address configuration. */
export type MessagingChannel = Exclude<Channel, "voice">;

export const messagingChannels: readonly MessagingChannel[] = channel.exclude(["voice"]).options;

const minutes = z.number().int().min(1);

const inactiveTooLate = {
  path: ["inactive"],
  error: ({ input }: { input: unknown }) => {
    const { inactive, closed } = input as { inactive: number; closed: number };
    return `expected fewer minutes than closed (${closed}), found ${inactive}`;
  },
};

function minutesUntil(status: string, example: number) {
  const description = `Minutes from the last communication until the conversation is ${status}`;
  return { example: String(example), description };
}

function messageTimeouts(name: string, { inactive, closed }: { inactive: number; closed: number }) {
  return z
    .strictObject({
      inactive: minutes.default(inactive).meta(minutesUntil("INACTIVE", inactive)),
      closed: minutes.default(closed).meta(minutesUntil("CLOSED", closed)),
    })
    .refine(isInactiveFirst, inactiveTooLate)
    .prefault({})
    .describe(`When a conversation by ${name} ends`);
}

export const timeouts = z
  .strictObject({
    voice: z
      .union(
        [
          z.literal("onHangup"),
          z
            .strictObject({
              inactive: minutes.optional().meta(minutesUntil("INACTIVE", 5)),
              closed: minutes.meta(minutesUntil("CLOSED", 30)),
            })
            .refine(isInactiveFirst, inactiveTooLate),
        ],
        { error: "expected onHangup, or minutes as closed and, if you like, inactive" },
      )
      .default("onHangup")
      .meta({ example: "onHangup" })
      .describe("When the conversation of a call ends: `onHangup`, or after minutes"),
    // Source: Twilio's agent skills suggest 10 and 60 minutes for SMS, WhatsApp and RCS, 15 and 60 for chat.
    sms: messageTimeouts("SMS", { inactive: 10, closed: 60 }),
    whatsapp: messageTimeouts("WhatsApp", { inactive: 10, closed: 60 }),
    rcs: messageTimeouts("RCS", { inactive: 10, closed: 60 }),
    chat: messageTimeouts("chat", { inactive: 15, closed: 60 }),
  })
  .prefault({})
  .describe("When the Orchestrator ends conversations");
