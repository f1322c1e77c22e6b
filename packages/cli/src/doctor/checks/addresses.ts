// Checks the messaging addresses: a message must start a conversation in the bridged service, and nothing else.

import type { Address } from "@pulumi/twilio/account";
import { plainUrl } from "@pulumi/twilio/account";
import { describeSid } from "@pulumi/twilio/schemas";
import type { CheckId } from "../facts/catalogue.ts";
import { type Check, fail, judgeProblems, judgeReading, makeCheck, skip } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import { mergeChecks } from "../facts/mergeChecks.ts";
import { howToFix, howToSet, numbersOf, type Wanted } from "../facts/wanted.ts";

export function checkAddresses(
  wanted: Wanted,
  { addresses, flex }: Pick<Facts, "addresses" | "flex">,
): Check[] {
  const service = wanted.classicServiceSid ?? flex.value?.chat_service_instance_sid ?? undefined;
  const { all } = wanted;
  const smsNumbers = numbersOf(wanted).filter(({ channels }) => channels.includes("sms"));
  const one = (sender: string | undefined) => (sender === undefined ? [] : [sender]);
  const senders = [
    ["sms", "address-sms", smsNumbers.map(({ number }) => number), "TWILIO_PHONE_NUMBER, or --number"],
    [
      "whatsapp",
      "address-whatsapp",
      all?.whatsappSenders ?? one(wanted.whatsappSender),
      "TWILIO_WHATSAPP_NUMBER, or --whatsapp",
    ],
    ["rcs", "address-rcs", all?.rcsSenders ?? one(wanted.rcsSender), "TWILIO_RCS_SENDER_ID, or --rcs"],
    ["chat", "address-chat", all?.chatAddresses ?? one(wanted.chatAddress), "--chat"],
  ] as const satisfies readonly (readonly [string, CheckId, readonly string[], string])[];

  return senders.map(([type, id, values, howToName]) => {
    if (!wanted.channels.includes(type)) return skip(id, `${type} is not a channel of this agent`);
    if (values.length === 0) {
      return fail(id, {
        found: "no address is configured",
        expected: "the agent's address",
        fix: `set ${howToName}`,
      });
    }
    return judgeReading(addresses, id, (rows) =>
      mergeChecks(
        id,
        values.map((sender) => [sender, checkAddress(wanted, { id, type, sender, service, rows })]),
      ),
    );
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
  const misread = type === "chat" ? describeSid(sender) : undefined;
  if (misread) {
    return fail(id, {
      found: `${misread}, so no chat uses it; addresses of type chat: ${listAddresses(rows, type)}`,
      expected: "the address of the web chat: a name, or the key of a Webchat deployment (CV…)",
      fix: wanted.stack ? howToSet(wanted.stack, "chatAddress") : "--chat, with that address",
    });
  }
  const row = rows.find((each) => each.type === type && each.address === sender);
  if (!row) {
    return fail(id, {
      found: `${sender} has no address configuration; addresses of type ${type}: ${listAddresses(rows, type)}`,
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
  const isUnused = type === "chat" && wanted.createdAddresses?.includes(sender) && !isDeployment(sender);
  if (isUnused && problems.length === 0) {
    const others = rows.filter(({ sid }) => sid !== row.sid);
    // No API lists the clients of an address. Source of AddressSid: twilio_flex_v2.json in @twilio/cli-core 9.0.0
    return makeCheck(id, "by-hand", {
      found: `${sender} was created by this stack, so no chat used it before; other chat addresses: ${listAddresses(others, type)}`,
      expected: `the chat client of the website starts its chats with AddressSid ${row.sid} (POST https://flex-api.twilio.com/v2/WebChats)`,
      fix: `configure the chat client with ${row.sid}, or set tac-handoff:chatAddress to the address that it uses`,
    });
  }
  return judgeProblems(id, problems, {
    fine: `${sender}: auto-creation of type default into ${auto.conversation_service_sid || "the default service"}`,
    expected,
    fix,
  });
}

/** The key of a Webchat deployment, which uses it without further configuration. */
function isDeployment(address: string): boolean {
  return /^CV[0-9a-f]{32}$/i.test(address);
}

function listAddresses(rows: readonly Address[], type: string): string {
  const found = rows.filter((each) => each.type === type).map(({ address }) => address);
  return found.length === 0 ? "none" : found.join(", ");
}
