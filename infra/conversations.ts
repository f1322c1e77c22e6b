// The settings of the Orchestrator and of Conversational Intelligence that the hand-off guide requires, as data.

import { summaryOperatorId } from "@pulumi/twilio/schemas";
import type { Channel, Config } from "./config.ts";

const twilioNames = { voice: "VOICE", sms: "SMS", whatsapp: "WHATSAPP", rcs: "RCS", chat: "CHAT" } as const;

/**
 * Settings of the channels in use, none with capture rules: ConversationRelay names the configuration itself, and
 * messages come through the bridge. Additional rules would double every message and bill speech-to-text twice.
 */
export function channelSettings({
  channels,
  timeouts,
}: {
  channels: readonly Channel[];
  timeouts: Config["timeouts"];
}) {
  return Object.fromEntries(
    channels.map((channel) => [twilioNames[channel], { statusTimeouts: timeouts[channel] }]),
  );
}

/** The Summary operator when a conversation goes quiet (the hand-off) and when it ends; only Flex reads the result. */
export const summaryRules = (["CONVERSATION_END", "CONVERSATION_INACTIVE"] as const).map((on) => ({
  operators: [{ id: summaryOperatorId }],
  triggers: [{ on }],
}));
