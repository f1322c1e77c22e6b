// The numbers and addresses at which customers reach the agent, one resource for each.

import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { twimlUrl } from "./agentUrls.ts";
import { type MessagingChannel, messagingChannels, type NumberChannel } from "./channels.ts";
import type { Config } from "./config.ts";
import { resourceName, type SenderKey } from "./senders.ts";

type ResourceKind = Parameters<typeof resourceName>[0];

/** In the order of the configuration: the first of each is TAC's. */
export interface SenderResources {
  numbers: twilio.numbers.PhoneNumber[];
  addresses: Record<MessagingChannel, twilio.conversations.AddressConfiguration[]>;
}

/** The configuration key of each channel's addresses. */
const keyOf = {
  sms: "phoneNumber",
  whatsapp: "whatsappSender",
  rcs: "rcsSender",
  chat: "chatAddress",
} as const satisfies Record<MessagingChannel, SenderKey>;

/**
 * Declares them. What the channels in use do not need is not declared.
 *
 * @param options.handoffUrl where a call goes if the agent's server does not respond
 * @param options.classicService receives the conversations of messages. Without it no address is declared
 * @param options.dependsOn what must be ready before customers reach the agent
 */
export async function declareSenders(
  config: Config,
  {
    handoffUrl,
    classicService,
    dependsOn,
  }: {
    handoffUrl: pulumi.Output<string>;
    classicService: twilio.conversations.Service | undefined;
    dependsOn: pulumi.Resource[];
  },
): Promise<SenderResources> {
  const former = config.listedKeys.length > 0 ? await readFormerOutputs() : {};
  /** Aliases carry a value from one form of the key to the other. */
  const identify = (kind: ResourceKind, key: SenderKey, value: string, isFirst: boolean) => {
    const isListed = config.listedKeys.includes(key);
    const wasSingle = former[key] === undefined ? isFirst : former[key] === value;
    const other = { name: resourceName(kind, value, { isListed: !isListed }) };
    return {
      name: resourceName(kind, value, { isListed }),
      aliases: isListed && !wasSingle ? [] : [other],
    };
  };

  const numbers = config.phoneNumbers
    .filter(({ channels }) => channels.length > 0)
    .map(({ number, channels }, index) => {
      const { name, aliases } = identify("agent-number", "phoneNumber", number, index === 0);
      const inputs = { phoneNumber: number, ...wiringOf(channels, config.agentDomain, handoffUrl) };
      return new twilio.numbers.PhoneNumber(name, inputs, { dependsOn, aliases });
    });

  const addressesOf = (type: MessagingChannel) =>
    classicService === undefined
      ? []
      : valuesOf(config, type).map((address, index) => {
          const { name, aliases } = identify(type, keyOf[type], address, index === 0);
          // A message starts a conversation in the bridged service and nothing else: the agent answers first.
          const autoCreation = {
            enabled: true,
            type: "default" as const,
            conversationServiceSid: classicService.sid,
          };
          const inputs = { type, address, autoCreation };
          return new twilio.conversations.AddressConfiguration(name, inputs, { dependsOn, aliases });
        });
  const addresses = Object.fromEntries(messagingChannels.map((type) => [type, addressesOf(type)]));
  return { numbers, addresses: addresses as SenderResources["addresses"] };
}

/** Addresses of a channel; none if the channel is not in use. */
export function valuesOf(config: Config, channel: MessagingChannel): readonly string[] {
  if (!config.channels.includes(channel)) return [];
  const values = {
    sms: config.phoneNumbers.filter(({ channels }) => channels.includes("sms")).map(({ number }) => number),
    whatsapp: config.whatsappSenders,
    rcs: config.rcsSenders,
    chat: config.chatAddresses,
  };
  return values[channel];
}

function wiringOf(
  channels: readonly NumberChannel[],
  agentDomain: string,
  handoffUrl: pulumi.Output<string>,
): Omit<ConstructorParameters<typeof twilio.numbers.PhoneNumber>[1], "phoneNumber"> {
  // An application or trunk would override the URL, and an SMS webhook would reply in addition to the conversation.
  return {
    ...(channels.includes("voice") && {
      voiceUrl: twimlUrl(agentDomain),
      voiceMethod: "POST",
      // Where the call goes if the agent's server does not respond.
      voiceFallbackUrl: handoffUrl,
      voiceFallbackMethod: "POST",
      voiceApplicationSid: "",
      trunkSid: "",
    }),
    ...(channels.includes("sms") && { smsUrl: "", smsApplicationSid: "" }),
  };
}

/**
 * The stack's outputs as they were before this deployment; empty before the first one.
 *
 * The value that was configured alone need not be the first of the list, and only one resource can carry the alias of
 * its name: on another value, the engine would connect that one first and then disconnect the former, although it is in
 * the list.
 */
async function readFormerOutputs(): Promise<Record<string, unknown>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    // What a StackReference reads, without a resource in the state. Source: pulumi/pulumi, sdk/nodejs/stackReference.ts
    const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    return outputs ?? {};
  } catch {
    return {}; // the first of the list is then assumed
  }
}
