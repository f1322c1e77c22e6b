// The agent's numbers, senders and chat addresses: each key takes one value or a list, and the first is TAC's.

import * as z from "zod";
import { type Channel, type MessagingChannel, type NumberChannel, numberChannel } from "./channels.ts";
import { type ConfigProblem, howToSet } from "./configProblems.ts";

const e164 = z
  .string("expected a number in E.164 form")
  .regex(/^\+[1-9]\d{6,14}$/, "expected a number in E.164 form");

const numberWithChannels = z.strictObject({
  number: e164.meta({ example: "+15551230102" }).describe("Number in E.164 form"),
  channels: z
    .array(numberChannel)
    .min(1)
    .optional()
    .meta({ example: '["voice"]' })
    .describe("Channels of this number. Default: `voice` and `sms`, as far as the stack has them"),
});

type ListedNumber = string | z.infer<typeof numberWithChannels>;

function listOf<Item extends z.ZodType>(item: Item, textOf: (value: z.infer<Item>) => string) {
  return z
    .array(item)
    .min(1)
    .superRefine((values, { addIssue }) => {
      const texts = values.map(textOf);
      for (const [index, text] of texts.entries()) {
        if (texts.indexOf(text) < index)
          addIssue({ code: "custom", path: [index], message: `${text} is listed twice. Remove one` });
      }
    });
}

function oneOrMore<One extends z.ZodType<string>>(one: One) {
  return z.union([one, listOf(one, (value) => value)]);
}

/** Keys of the configuration that name where customers reach the agent. */
export const senderKeys = {
  phoneNumber: z
    .union([e164, listOf(z.union([e164, numberWithChannels]), numberOf)])
    .meta({ example: "+15551230100", listExample: '["+15551230100", "+15551230102"]' })
    .describe(
      "The agent's number, for calls and SMS, or a list of numbers. TAC uses the first as the sender on every channel",
    ),
  whatsappSender: oneOrMore(
    z.string().regex(/^whatsapp:\+[1-9]\d{6,14}$/, "expected whatsapp: and a number in E.164 form"),
  )
    .optional()
    .meta({
      example: "whatsapp:+15551230101",
      listExample: '["whatsapp:+15551230101", "whatsapp:+15551230103"]',
    })
    .describe("The agent's WhatsApp sender, or a list. TAC uses the first"),
  // Source of the pattern: TAC for TypeScript 2.2.0, TWILIO_RCS_SENDER_ID
  rcsSender: oneOrMore(z.string().regex(/^rcs:.+$/, "expected rcs: and the identifier of the RCS sender"))
    .optional()
    .meta({
      example: "rcs:brand_support_agent",
      listExample: '["rcs:brand_support_agent", "rcs:brand_sales_agent"]',
    })
    .describe("The agent's RCS sender, or a list. TAC uses the first"),
  chatAddress: oneOrMore(z.string().min(1))
    .optional()
    .meta({ example: "webchat", listExample: '["webchat", "shop"]' })
    .describe("Address of the web chat, or a list"),
} as const;

export type SenderKey = keyof typeof senderKeys;

type Configured = z.output<z.ZodObject<typeof senderKeys>>;

/** A number of the agent, with its own channels among the stack's. */
export interface AgentNumber {
  number: string;
  channels: readonly NumberChannel[];
}

/**
 * The listed numbers with their plus sign. Without quotation marks, a number in a YAML list is an integer, and
 * `pulumi config set --path 'tac-handoff:phoneNumber[0]' +15551230100` writes it so.
 */
export function withPlusSigns(phoneNumber: unknown): unknown {
  if (!Array.isArray(phoneNumber)) return phoneNumber;
  const withPlus = (value: unknown) => (Number.isSafeInteger(value) ? `+${value}` : value);
  return phoneNumber.map((each: unknown) =>
    isNumberWithChannels(each) ? { ...each, number: withPlus(each.number) } : withPlus(each),
  );
}

function isNumberWithChannels(value: unknown): value is { number: unknown } {
  return typeof value === "object" && value !== null && "number" in value;
}

/** Where customers reach the agent. The first of each kind is TAC's, and has the key's own name. */
export interface Senders {
  phoneNumber: string;
  phoneNumbers: readonly AgentNumber[];
  whatsappSender: string | undefined;
  whatsappSenders: readonly string[];
  rcsSender: string | undefined;
  rcsSenders: readonly string[];
  chatAddress: string | undefined;
  chatAddresses: readonly string[];
  /** Keys whose value is a list: its resources are named by their values. */
  listedKeys: readonly SenderKey[];
}

export function readSenders(configured: Configured, channels: readonly Channel[]): Senders {
  const numbers = arrayOf(configured.phoneNumber);
  const whatsappSenders = arrayOf(configured.whatsappSender);
  const rcsSenders = arrayOf(configured.rcsSender);
  const chatAddresses = arrayOf(configured.chatAddress);
  const own = numberChannel.options.filter((each) => channels.includes(each));
  return {
    phoneNumber: numberOf(numbers[0] ?? ""),
    phoneNumbers: numbers.map((each) => ({ number: numberOf(each), channels: channelsOf(each) ?? own })),
    whatsappSender: whatsappSenders[0],
    whatsappSenders,
    rcsSender: rcsSenders[0],
    rcsSenders,
    chatAddress: chatAddresses[0],
    chatAddresses,
    listedKeys: (Object.keys(senderKeys) as SenderKey[]).filter((key) => Array.isArray(configured[key])),
  };
}

/**
 * Name of the resource of a number or an address. A single one has the name of its kind; in a list each is named by its
 * value, without the channel's prefix.
 *
 * @param kind `agent-number`, or the channel of an address
 */
export function resourceName(
  kind: "agent-number" | MessagingChannel,
  value: string,
  { isListed }: { isListed: boolean },
): string {
  return isListed ? `${kind}/${value.replace(/^(whatsapp|rcs):/, "")}` : kind;
}

/** What several keys decide together; checked even if others are wrong. */
export function senderProblems(given: Record<string, unknown>): ConfigProblem[] {
  const channels = Array.isArray(given.channels) ? given.channels.map(String) : [];
  return [...missingSenders(given, channels), ...channelProblems(given.phoneNumber, channels)];
}

/** A sender is needed only for its channel. */
function missingSenders(given: Record<string, unknown>, channels: readonly string[]): ConfigProblem[] {
  const senders = { whatsapp: "whatsappSender", rcs: "rcsSender", chat: "chatAddress" } as const;
  return Object.entries(senders)
    .filter(([channel, key]) => channels.includes(channel) && given[key] === undefined)
    .map(([channel, key]) => ({
      key: `tac-handoff:${key}`,
      message: `is missing, but tac-handoff:channels has "${channel}".`,
      example: howToSet(`tac-handoff:${key}`, String(senderKeys[key].meta()?.example)),
    }));
}

/** Channels of single numbers that the stack does not have, and channels of the stack that no number has. */
function channelProblems(phoneNumber: unknown, channels: readonly string[]): ConfigProblem[] {
  const { data: numbers } = senderKeys.phoneNumber.safeParse(phoneNumber);
  if (!Array.isArray(numbers)) return [];
  const stray = numbers.flatMap((each, index) => {
    const others = channelsOf(each)?.filter((one) => !channels.includes(one)) ?? [];
    if (others.length === 0) return [];
    return {
      key: `tac-handoff:phoneNumber[${index}].channels`,
      message: `has ${listed(others)}, but tac-handoff:channels has not.`,
      example: howToSet(
        "tac-handoff:channels",
        JSON.stringify([...channels, ...others]).replaceAll(",", ", "),
      ),
    };
  });
  const unserved = numberChannel.options.filter(
    (one) => channels.includes(one) && !numbers.some((each) => channelsOf(each)?.includes(one) ?? true),
  );
  if (unserved.length === 0) return stray;
  return [
    ...stray,
    {
      key: "tac-handoff:channels",
      message: `has ${listed(unserved)}, but none of the numbers in tac-handoff:phoneNumber has. Add ${unserved.length === 1 ? "it" : "them"} to the channels of a number.`,
      example: `tac-handoff:phoneNumber: [{ number: "${numberOf(numbers[0] ?? "")}", channels: [${[...(channelsOf(numbers[0] ?? "") ?? []), ...unserved].join(", ")}] }, …] in Pulumi.<stack>.yaml`,
    },
  ];
}

function listed(channels: readonly string[]): string {
  return channels.map((each) => JSON.stringify(each)).join(" and ");
}

function numberOf(value: ListedNumber): string {
  return typeof value === "string" ? value : value.number;
}

function channelsOf(value: ListedNumber): readonly NumberChannel[] | undefined {
  return typeof value === "string" ? undefined : value.channels;
}

function arrayOf<Value>(value: Value | Value[] | undefined): Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
