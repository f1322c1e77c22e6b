// Checks the messaging addresses: a message must start a conversation in the bridged service, and nothing else.

import type { Address } from "@pulumi/twilio/account";
import { plainUrl } from "@pulumi/twilio/account";
import type { CheckId } from "../facts/catalogue.ts";
import { type Check, fail, judgeProblems, judgeReading, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { howToFix, type Wanted } from "../facts/wanted.ts";

export function checkAddresses(
  wanted: Wanted,
  { addresses, flex }: Pick<Facts, "addresses" | "flex">,
): Check[] {
  const service = wanted.classicServiceSid ?? flex.value?.chat_service_instance_sid ?? undefined;
  const senders = [
    ["sms", "address-sms", wanted.phoneNumber, "TWILIO_PHONE_NUMBER, or --number"],
    ["whatsapp", "address-whatsapp", wanted.whatsappSender, "TWILIO_WHATSAPP_NUMBER, or --whatsapp"],
    ["chat", "address-chat", wanted.chatAddress, "--chat"],
  ] as const satisfies readonly (readonly [string, CheckId, string | undefined, string])[];

  return senders.map(([type, id, sender, howToName]) => {
    if (!wanted.channels.includes(type)) return skip(id, `${type} is not a channel of this agent`);
    if (sender === undefined) {
      return fail(id, {
        found: "no address is configured",
        expected: "the agent's address",
        fix: `set ${howToName}`,
      });
    }
    return judgeReading(addresses, id, (rows) => checkAddress(wanted, { id, type, sender, service, rows }));
  });
}

function checkAddress(
  wanted: Wanted,
  {
    id,
    type,
    sender,
    service,
    rows,
  }: { id: CheckId; type: string; sender: string; service: string | undefined; rows: readonly Address[] },
): Check {
  const expected = `auto-creation on, of type default${service === undefined ? "" : `, into ${service}`}`;
  const fix = howToFix(wanted, id);
  const row = rows.find((each) => each.type === type && each.address === sender);
  if (!row) {
    const others = rows.filter((each) => each.type === type).map(({ address }) => address);
    const there = others.length === 0 ? "none" : others.join(", ");
    return fail(id, {
      found: `${sender} has no address configuration; addresses of type ${type}: ${there}`,
      expected,
      fix,
    });
  }
  const auto = row.auto_creation ?? {};
  const problems = [
    ...(auto.enabled === false ? ["auto-creation is off"] : []),
    ...(auto.type === "studio" ? [`it starts the flow ${auto.studio_flow_sid ?? "(unknown)"}`] : []),
    ...(auto.type === "webhook" ? [`it calls ${plainUrl(auto.webhook_url ?? "")}`] : []),
    ...(service !== undefined && auto.conversation_service_sid !== service
      ? [`it creates conversations in ${auto.conversation_service_sid || "the account's default service"}`]
      : []),
  ];
  return judgeProblems(id, problems, {
    fine: `${sender}: auto-creation of type default into ${auto.conversation_service_sid || "the default service"}`,
    expected,
    fix,
  });
}
