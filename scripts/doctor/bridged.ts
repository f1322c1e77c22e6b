// What the newest message that came over the bridge shows of two assumptions that the flow rests on.

import { isAgent } from "../account/account.ts";
import { catalogue } from "./catalogue.ts";
import { type Check, ok, skipped, wrong } from "./check.ts";
import type { Bridged, Facts } from "./facts.ts";
import { known } from "./known.ts";
import { usesMessaging, type Wanted } from "./wanted.ts";

export function checkBridged(wanted: Wanted, { bridged }: Pick<Facts, "bridged">): Check[] {
  const ids = ["conversation-service", "conversation-channel"] as const;
  if (!usesMessaging(wanted)) return ids.map((id) => skipped(id, "only messages have one"));
  return [
    known(bridged, "conversation-service", checkService),
    known(bridged, "conversation-channel", checkChannel),
  ];
}

function checkService({ lookedAt, conversation }: Bridged): Check {
  const id = "conversation-service";
  const service = conversation?.configuration?.conversationsV1Bridge?.serviceId;
  if (conversation && service) return ok(id, `${conversation.id}: ${service}`);
  return skipped(id, nothingToSee(lookedAt));
}

function checkChannel({ lookedAt, conversation, participants }: Bridged): Check {
  const id = "conversation-channel";
  if (!conversation) return skipped(id, nothingToSee(lookedAt));
  const addresses = participants.filter((row) => !isAgent(row)).flatMap(({ addresses }) => addresses ?? []);
  const channelId = addresses.map((address) => address.channelId).find((sid) => sid?.startsWith("CH"));
  if (channelId) return ok(id, `${conversation.id}: ${channelId}`);
  return wrong(id, {
    found: `${conversation.id}: no channelId that begins with CH`,
    expected: "the Classic conversation, CH…, at an address of the customer",
    mend: catalogue[id].console,
  });
}

function nothingToSee(lookedAt: number): string {
  return lookedAt === 0
    ? "no open conversation yet; write to the agent, then look again"
    : `none of the ${lookedAt} newest open conversations is a message that shows a bridge: they began before it, or there was none since`;
}
