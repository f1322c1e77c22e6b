// Checks for addresses that lead customers elsewhere: another address configuration of the agent's number or senders, and
// a sender that the account does not have.

import { type Address, plainUrl, whatsappSandbox } from "@pulumi/twilio/account";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, judgeReading, pass, skip, warn } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { ownAddresses, usesMessaging, type Wanted } from "../facts/wanted.ts";

const id = "address-strays";

export function checkStrayAddresses(
  wanted: Wanted,
  { addresses, whatsappSenders }: Pick<Facts, "addresses" | "whatsappSenders">,
): Check[] {
  if (wanted.phoneNumber === undefined && !usesMessaging(wanted))
    return [skip(id, "no address is configured")];
  return [
    judgeReading(addresses, id, (rows) => {
      const missing = findMissingSenders(wanted, whatsappSenders);
      const strays = findStrays(wanted, rows);
      const found = [...missing, ...strays].join("; ");
      const expected =
        "senders of this account, and no other address configuration that starts something for them";
      const fix = catalogue[id].console;
      if (missing.length > 0) return fail(id, { found, expected, fix });
      if (strays.length > 0) return warn(id, { found, expected, fix });
      return pass(id, "no other address starts anything for the agent's number or senders");
    }),
  ];
}

/** Messages to a sender that the account does not have never arrive, whatever its address configuration says. */
function findMissingSenders(wanted: Wanted, senders: Facts["whatsappSenders"]): string[] {
  // A key without permission to list senders can still do everything that a hand-off needs.
  if (!wanted.channels.includes("whatsapp") || senders === undefined) return [];
  const known = [whatsappSandbox, ...senders].map((sender) => sender.toLowerCase());
  const all = senders.length === 0 ? "none" : senders.join(", ");
  return ownAddresses(wanted)
    .whatsapp.filter((sender) => !known.includes(sender.toLowerCase()))
    .map((sender) => `${sender} is not a WhatsApp sender of the account; its senders: ${all}`);
}

/** One of them may be of a channel that the agent does not serve: WhatsApp on the number that it serves by SMS. */
function findStrays(wanted: Wanted, rows: readonly Address[]): string[] {
  const { channels } = wanted;
  const own = ownAddresses(wanted);
  const checked = Object.entries(own).flatMap(([type, addresses]) =>
    channels.some((channel) => channel === type)
      ? addresses.map((address) => rows.find((row) => row.type === type && row.address === address))
      : [],
  );
  const numbers = [...own.sms, ...own.whatsapp, ...own.rcs].map(bare);
  return rows.flatMap((row) => {
    const starts = describeStart(row);
    if (checked.includes(row) || !numbers.includes(bare(row.address)) || starts === undefined) return [];
    const isServed = channels.some((channel) => channel === row.type);
    return [
      `${row.address} (${row.type}, ${row.sid}) ${starts}${isServed ? "" : `, and ${row.type} is not a channel of this agent`}`,
    ];
  });
}

/** Undefined if it starts a plain conversation, or nothing. */
function describeStart({ auto_creation }: Address): string | undefined {
  if (!auto_creation || auto_creation.enabled === false) return undefined;
  if (auto_creation.type === "studio")
    return `starts the flow ${auto_creation.studio_flow_sid ?? "(unknown)"}`;
  return auto_creation.type === "webhook" ? `calls ${plainUrl(auto_creation.webhook_url ?? "")}` : undefined;
}

/** The number, without the channel's prefix. */
function bare(address: string): string {
  return address.toLowerCase().replace(/^[a-z]+:/, "");
}
