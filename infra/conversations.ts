// The settings of the Orchestrator and of Conversational Intelligence that the hand-off guide requires, as data.

import { summaryOperatorId } from "@pulumi/twilio/schemas";
import type { Channel, Config } from "./config.ts";

const twilioNames = { voice: "VOICE", sms: "SMS", whatsapp: "WHATSAPP", rcs: "RCS", chat: "CHAT" } as const;

/** Traffic that a configuration captures. */
export interface CaptureRule {
  from: string;
  to: string;
}

/**
 * Whether a rule captures traffic of the agent: it names one of its numbers or senders, or anyone's.
 *
 * ConversationRelay names the configuration itself, and messages come through the bridge, so that such a rule would double
 * every message and bill speech-to-text twice. Rules for a team's other numbers do neither.
 */
export function capturesAgent({ from, to }: CaptureRule, addresses: readonly string[]): boolean {
  return (from === "*" && to === "*") || addresses.includes(from) || addresses.includes(to);
}

/**
 * Settings of the channels in use, without capture rules for the agent.
 *
 * @param kept rules of others by Twilio's name of the channel. Default: none
 */
export function channelSettings(
  { channels, timeouts }: { channels: readonly Channel[]; timeouts: Config["timeouts"] },
  kept: Readonly<Record<string, readonly CaptureRule[]>> = {},
) {
  return Object.fromEntries(
    channels.map((channel) => {
      const captureRules = kept[twilioNames[channel]] ?? [];
      const settings = { statusTimeouts: timeouts[channel] };
      return [
        twilioNames[channel],
        captureRules.length === 0 ? settings : { ...settings, captureRules: [...captureRules] },
      ];
    }),
  );
}

/** Every number, sender and chat address of the agent. */
export function agentAddresses({
  phoneNumbers,
  whatsappSenders,
  rcsSenders,
  chatAddresses,
}: Pick<Config, "phoneNumbers" | "whatsappSenders" | "rcsSenders" | "chatAddresses">): string[] {
  return [...phoneNumbers.map(({ number }) => number), ...whatsappSenders, ...rcsSenders, ...chatAddresses];
}

/** The Summary operator when a conversation goes quiet (the hand-off) and when it ends; only Flex reads the result. */
export const summaryRules = (["CONVERSATION_END", "CONVERSATION_INACTIVE"] as const).map((on) => ({
  operators: [{ id: summaryOperatorId }],
  triggers: [{ on }],
}));
