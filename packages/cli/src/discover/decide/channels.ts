// Finds the channels that the agent serves, and their addresses.

import type { OrchestratorConfiguration } from "@pulumi/twilio/account";
import type { Channel } from "@tac-handoff/infra/config";
import { type Inventory, isRefused } from "../inventory/inventory.ts";
import { capturedChannels } from "./agent.ts";
import { ask, type Candidate, type Chosen, type Decision, decideAs, pickOnly } from "./decision.ts";

export interface Channels {
  channels: Decision<Channel[]>;
  whatsappSender: Decision;
  rcsSender: Decision;
  chatAddress: Decision;
}

export interface ChosenChannels {
  channels?: Chosen<Channel[]> | undefined;
  whatsappSender?: Chosen | undefined;
  rcsSender?: Chosen | undefined;
  chatAddress?: Chosen | undefined;
}

/**
 * Voice depends on the number's capabilities; SMS, WhatsApp, RCS and chat on the addresses of the account; SMS, WhatsApp
 * and RCS also on the capture rules of the adopted configuration, and RCS on the account's senders.
 */
export function findChannels(
  found: Inventory,
  chosen: ChosenChannels,
  { number, adopted }: { number: string | undefined; adopted: OrchestratorConfiguration | undefined },
): Channels {
  const whatsapp = findWhatsappSender(found, chosen.whatsappSender, number, adopted);
  const rcs = findRcsSender(found, chosen.rcsSender, adopted);
  const chat = findChatAddress(found, chosen.chatAddress);
  const evident: { channel: Channel; why: string }[] = [];
  const row = found.phoneNumbers.find(({ phone_number }) => phone_number === number);
  if (row?.capabilities?.voice) evident.push({ channel: "voice", why: "the number can receive calls" });
  const sms = number === undefined ? undefined : findSmsEvidence(found, number, adopted);
  if (sms) evident.push({ channel: "sms", why: sms });
  if (isThere(whatsapp)) evident.push({ channel: "whatsapp", why: "WhatsApp sender in Conversations" });
  if (isThere(rcs)) evident.push({ channel: "rcs", why: "the account has an RCS sender" });
  if (isThere(chat)) evident.push({ channel: "chat", why: "chat address in Conversations" });

  const channels = decideChannels(found, chosen.channels, number, evident);
  const used = channels.kind === "value" ? channels.value : [];
  return {
    channels,
    whatsappSender: used.includes("whatsapp") ? whatsapp : unused,
    rcsSender: used.includes("rcs") ? rcs : unused,
    chatAddress: used.includes("chat") ? chat : unused,
  };
}

const unused: Decision = { kind: "omit", why: "the channel is not used" };

function decideChannels(
  found: Inventory,
  chosen: Chosen<Channel[]> | undefined,
  number: string | undefined,
  evident: { channel: Channel; why: string }[],
): Decision<Channel[]> {
  if (chosen) return decideAs(chosen);
  const candidates = evident.map(({ channel, why }) => ({ value: channel, why }));
  if (number === undefined) {
    return ask("Which channels does the agent serve? Voice and SMS depend on its number.", candidates);
  }
  if (isRefused(found, "phoneNumbers") || isRefused(found, "addresses")) {
    return ask("Numbers or addresses could not be read. Which channels does the agent serve?", candidates);
  }
  if (evident.length === 0) return ask("No channels were found. Which ones does the agent serve?");
  return {
    kind: "value",
    value: evident.map(({ channel }) => channel),
    why: evident.map(({ channel, why }) => `${channel}: ${why}`).join("; "),
  };
}

function findSmsEvidence(found: Inventory, number: string, adopted: OrchestratorConfiguration | undefined) {
  if (found.addresses.some(({ type, address }) => type === "sms" && address === number)) {
    return "SMS address in Conversations";
  }
  return adopted && capturedChannels(adopted, number).includes("SMS")
    ? "captured by the Orchestrator configuration"
    : undefined;
}

/** The sender with the agent's number, otherwise one that the configuration captures, otherwise the only one. */
function findWhatsappSender(
  found: Inventory,
  chosen: Chosen | undefined,
  number: string | undefined,
  adopted: OrchestratorConfiguration | undefined,
): Decision {
  if (chosen) return decideAs(chosen);
  const senders = addressesOf(found, "whatsapp");
  const captured = senders.filter(({ value }) => adopted && capturedChannels(adopted, value).length > 0);
  const ofTheNumber = senders.filter(({ value }) => value === `whatsapp:${number}`);
  return pickOnly([ofTheNumber, captured, senders], {
    several: "Which of these WhatsApp senders is the agent's?",
    none: ask("Conversations has no WhatsApp sender. Which one is the agent's?"),
  });
}

/** One that the configuration captures, otherwise one with an address, otherwise the only one of the account. */
function findRcsSender(
  found: Inventory,
  chosen: Chosen | undefined,
  adopted: OrchestratorConfiguration | undefined,
): Decision {
  if (chosen) return decideAs(chosen);
  const addresses = addressesOf(found, "rcs");
  const senders = found.rcsSenders.map((value) => ({ value, why: "RCS sender of the account" }));
  const captured = [...addresses, ...senders].filter(
    ({ value }) => adopted && capturedChannels(adopted, value).length > 0,
  );
  return pickOnly([captured, addresses, senders], {
    several: "Which of these RCS senders is the agent's?",
    none: ask("The account has no RCS sender. Which one is the agent's?"),
  });
}

function findChatAddress(found: Inventory, chosen: Chosen | undefined): Decision {
  if (chosen) return decideAs(chosen);
  return pickOnly([addressesOf(found, "chat")], {
    several: "Which of these chat addresses is the agent's?",
    none: ask("Conversations has no chat address. Which one is the agent's?"),
  });
}

function addressesOf(found: Inventory, wanted: string): Candidate[] {
  return found.addresses
    .filter(({ type }) => type === wanted)
    .map(({ address, friendly_name }) => ({
      value: address,
      why: friendly_name ? `address "${friendly_name}" in Conversations` : "address in Conversations",
    }));
}

/** With one or more addresses the channel is in use, even if its address is still a question. */
function isThere(decision: Decision): boolean {
  return decision.kind === "value" || (decision.kind === "question" && decision.candidates.length > 0);
}
