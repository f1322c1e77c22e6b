// What should be true of the account, and who says so: a stack of this project, or the variables of an agent.

import { type Channel, type Config, readConfig } from "@tac-handoff/infra/config";
import { describeProblems } from "@tac-handoff/infra/configProblems";
import { UserError } from "@tac-handoff/studio/errors";
import { stackFlags, type UserStack } from "../../account/userStack.ts";
import { type CheckId, catalogue } from "./catalogue.ts";

export interface Wanted {
  /** For people: `stack prod`, `.env`. */
  origin: string;
  channels: readonly Channel[];
  phoneNumber?: string | undefined;
  whatsappSender?: string | undefined;
  chatAddress?: string | undefined;
  /** Public host of the agent, without scheme. */
  agentDomain?: string | undefined;
  flowSid?: string | undefined;
  orchestratorConfigurationId?: string | undefined;
  intelligenceConfigurationId?: string | undefined;
  memoryStoreId?: string | undefined;
  /** Default: Flex's own. */
  classicServiceSid?: string | undefined;
  /** The stack that manages the account. Absent: this project made nothing there. */
  stack?: ManagingStack | undefined;
}

export interface ManagingStack {
  config: Config;
  outputs: Record<string, string>;
  /** By which `pulumi` and `npm run env` find it. */
  flags: string;
  /** The command that brings the account to what the stack wants. */
  up: string;
}

const messaging: readonly Channel[] = ["sms", "whatsapp", "chat"];

export function usesMessaging({ channels }: Pick<Wanted, "channels">): boolean {
  return channels.some((channel) => messaging.includes(channel));
}

/** What mends a check: the stack where one manages the account, the Console otherwise. */
export function mendBy({ stack }: Wanted, id: CheckId): string {
  return stack ? stack.up : catalogue[id].console;
}

/** What mends a check by another value in the stack's configuration. */
export function mendBySetting({ flags, up }: ManagingStack, key: string): string {
  return `pulumi config set ${flags}${key.includes(".") ? " --path" : ""} tac-handoff:${key} …, then ${up}`;
}

/**
 * What a stack's configuration and outputs want.
 *
 * @param configFile named in the commands that mend, when the configuration was read from there
 * @throws UserError with every mistake in the configuration
 */
export function wantedByStack(
  { name, config: all, outputs }: UserStack,
  environment: Record<string, string | undefined>,
  configFile?: string,
): Wanted {
  const { config, problems } = readConfig(all, environment);
  if (!config) throw new UserError(describeProblems(name, problems));
  const flags = stackFlags({ stack: name, configFile });
  // What drifted in the Console is no change to the engine until it has read it again.
  const refresh = outputs.flowSid === undefined ? "" : " --refresh";
  return {
    origin: `stack ${name}`,
    channels: config.channels,
    phoneNumber: config.phoneNumber,
    whatsappSender: config.whatsappSender,
    chatAddress: config.chatAddress,
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

/** What is said on the command line of an account that this project did not make. */
export interface Said {
  channels?: readonly Channel[] | undefined;
  chatAddress?: string | undefined;
}

/**
 * What an agent's variables want.
 *
 * @param said.channels default: calls when the public host is known, SMS when the number is, WhatsApp when its sender
 * is, chat when its address is
 */
export function wantedByVariables(
  origin: string,
  variables: Record<string, string | undefined>,
  { channels, chatAddress }: Said = {},
): Wanted {
  const of = (name: string) => variables[name]?.trim() || undefined;
  const agentDomain = domainOf(of("TWILIO_VOICE_PUBLIC_DOMAIN") ?? "") || undefined;
  const phoneNumber = of("TWILIO_PHONE_NUMBER");
  const whatsappSender = of("TWILIO_WHATSAPP_NUMBER");
  const known: Record<Channel, unknown> = {
    voice: phoneNumber && agentDomain,
    sms: phoneNumber,
    whatsapp: whatsappSender,
    chat: chatAddress,
  };
  return {
    origin,
    channels: channels ?? (Object.keys(known) as Channel[]).filter((channel) => known[channel]),
    phoneNumber,
    whatsappSender,
    chatAddress,
    agentDomain,
    flowSid: of("TWILIO_STUDIO_HANDOFF_FLOW_SID"),
    orchestratorConfigurationId: of("TWILIO_CONVERSATION_CONFIGURATION_ID"),
    intelligenceConfigurationId:
      of("CONVERSATION_INTELLIGENCE_CONFIGURATION_ID") ?? of("TWILIO_TAC_CI_CONFIGURATION_ID"),
  };
}

/** TAC takes a scheme before and a slash behind off. Source: TAC Python 2.5.0, `TWILIO_VOICE_PUBLIC_DOMAIN` */
export function domainOf(value: string): string {
  return value
    .trim()
    .replace(/^(https?|wss?):\/\//, "")
    .replace(/\/+$/, "");
}
