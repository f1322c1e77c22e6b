// What should be true of the account, and the source of that: a stack of this project, or an agent's variables.

import { channel, messagingChannels } from "@tac-handoff/infra/channels";
import { type Channel, type Config, handoffKeys, readConfig } from "@tac-handoff/infra/config";
import { describeProblems } from "@tac-handoff/infra/configProblems";
import type { AgentNumber } from "@tac-handoff/infra/senders";
import { UserError } from "@tac-handoff/studio/errors";
import { attributes as contract } from "@tac-handoff/studio-flows/attributes";
import { stackFlags, type UserStack } from "../../account/userStack.ts";
import { type CheckId, catalogue } from "./catalogue.ts";

export interface Wanted {
  /** For messages: `stack prod`, `.env`. */
  origin: string;
  channels: readonly Channel[];
  phoneNumber?: string | undefined;
  whatsappSender?: string | undefined;
  rcsSender?: string | undefined;
  chatAddress?: string | undefined;
  /** All of them, where a stack has lists. Default: the ones above. */
  all?: Pick<Config, "phoneNumbers" | "whatsappSenders" | "rcsSenders" | "chatAddresses"> | undefined;
  /** Addresses that the stack has created: nobody used them before. Default: none. */
  createdAddresses?: readonly string[] | undefined;
  /** Public host of the agent, without scheme. */
  agentDomain?: string | undefined;
  flowSid?: string | undefined;
  orchestratorConfigurationId?: string | undefined;
  intelligenceConfigurationId?: string | undefined;
  memoryStoreId?: string | undefined;
  /** When conversations end. Without a stack, the defaults of one. */
  timeouts: Config["timeouts"];
  /** Default: Flex's own. */
  classicServiceSid?: string | undefined;
  /** The stack that manages the account. Absent when no stack of this project does. */
  stack?: ManagingStack | undefined;
}

export interface ManagingStack {
  config: Config;
  outputs: Record<string, string>;
  /** Options with which `pulumi` and `npm run env` find it. */
  flags: string;
  /** The command that applies the stack to the account. */
  up: string;
}

export function usesMessaging({ channels }: Pick<Wanted, "channels">): boolean {
  return messagingChannels.some((channel) => channels.includes(channel));
}

/** Every number of the agent, with the channels that it serves. */
export function numbersOf({ all, phoneNumber, channels }: Wanted): readonly AgentNumber[] {
  if (all) return all.phoneNumbers;
  const own = (["voice", "sms"] as const).filter((each) => channels.includes(each));
  return phoneNumber === undefined ? [] : [{ number: phoneNumber, channels: own }];
}

/** Every address of the agent, by the type of its address configuration. */
export function ownAddresses({ all, phoneNumber, whatsappSender, rcsSender, chatAddress }: Wanted) {
  const one = (address: string | undefined) => (address === undefined ? [] : [address]);
  return {
    sms: all?.phoneNumbers.map(({ number }) => number) ?? one(phoneNumber),
    whatsapp: all?.whatsappSenders ?? one(whatsappSender),
    rcs: all?.rcsSenders ?? one(rcsSender),
    chat: all?.chatAddresses ?? one(chatAddress),
  };
}

/** How to fix what a check found: with the stack if one manages the account, otherwise in the Console. */
export function howToFix({ stack }: Wanted, id: CheckId): string {
  return stack ? stack.up : catalogue[id].console;
}

/** How to fix what a check found with another value in the stack's configuration. */
export function howToSet({ flags, up }: ManagingStack, key: string): string {
  return `pulumi config set ${flags}${key.includes(".") ? " --path" : ""} tac-handoff:${key} …, then ${up}`;
}

/**
 * Derives what should be true from a stack's configuration and outputs.
 *
 * @param configFile included in the suggested commands, if the configuration was read from it
 * @throws UserError with every mistake in the configuration
 */
export function wantedByStack(
  { name, config: all, outputs, createdAddresses }: UserStack,
  environment: Record<string, string | undefined>,
  configFile?: string,
): Wanted {
  const { config, problems } = readConfig(all, environment, { contract });
  if (!config) throw new UserError(describeProblems(name, problems));
  const flags = stackFlags({ stack: name, configFile });
  // The engine does not see a change made in the Console until it has read the resource again.
  const refresh = outputs.flowSid === undefined ? "" : " --refresh";
  return {
    origin: `stack ${name}`,
    channels: config.channels,
    timeouts: config.timeouts,
    phoneNumber: config.phoneNumber,
    whatsappSender: config.whatsappSender,
    rcsSender: config.rcsSender,
    chatAddress: config.chatAddress,
    all: config,
    createdAddresses,
    agentDomain: config.agentDomain,
    flowSid: outputs.flowSid,
    orchestratorConfigurationId:
      outputs.orchestratorConfigurationId ?? config.adopt.orchestratorConfiguration,
    intelligenceConfigurationId: outputs.intelligenceConfigurationId,
    memoryStoreId: outputs.memoryStoreId ?? config.adopt.memoryStore,
    classicServiceSid: config.adopt.classicService,
    stack: { config, outputs, flags, up: `pulumi up${refresh} ${flags}` },
  };
}

/** Options for an account that no stack of this project manages. */
export interface VariableOptions {
  channels?: readonly Channel[] | undefined;
  chatAddress?: string | undefined;
}

/**
 * Derives what should be true from an agent's variables.
 *
 * @param options.channels default: voice if the public host is known, SMS if the number is, WhatsApp and RCS if their
 * senders are, chat if its address is
 */
export function wantedByVariables(
  origin: string,
  variables: Record<string, string | undefined>,
  { channels, chatAddress }: VariableOptions = {},
): Wanted {
  const of = (name: string) => variables[name]?.trim() || undefined;
  const agentDomain = domainOf(of("TWILIO_VOICE_PUBLIC_DOMAIN") ?? "") || undefined;
  const phoneNumber = of("TWILIO_PHONE_NUMBER");
  const whatsappSender = of("TWILIO_WHATSAPP_NUMBER");
  const rcsSender = of("TWILIO_RCS_SENDER_ID");
  const known: Record<Channel, unknown> = {
    voice: phoneNumber && agentDomain,
    sms: phoneNumber,
    whatsapp: whatsappSender,
    rcs: rcsSender,
    chat: chatAddress,
  };
  return {
    origin,
    channels: channels ?? channel.options.filter((each) => known[each]),
    timeouts: handoffKeys.shape.timeouts.parse(undefined),
    phoneNumber,
    whatsappSender,
    rcsSender,
    chatAddress,
    agentDomain,
    flowSid: of("TWILIO_STUDIO_HANDOFF_FLOW_SID"),
    orchestratorConfigurationId: of("TWILIO_CONVERSATION_CONFIGURATION_ID"),
    intelligenceConfigurationId:
      of("CONVERSATION_INTELLIGENCE_CONFIGURATION_ID") ?? of("TWILIO_TAC_CI_CONFIGURATION_ID"),
  };
}

/** TAC removes a leading scheme and trailing slashes. Source: TAC Python 2.5.0, `TWILIO_VOICE_PUBLIC_DOMAIN` */
export function domainOf(value: string): string {
  return value
    .trim()
    .replace(/^(https?|wss?):\/\//, "")
    .replace(/\/+$/, "");
}
