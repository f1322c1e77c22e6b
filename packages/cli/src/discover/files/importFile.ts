// A proposal as a file for `pulumi import --file`: the objects to adopt, with the types and names in infra/.
// Source: pulumi.com/docs/iac/adopting-pulumi/import, "Bulk import"

import { messagingChannels } from "@tac-handoff/infra/channels";
import { resourceName } from "@tac-handoff/infra/senders";
import { type Decision, valueIn, valuesIn } from "../decide/decision.ts";
import type { Decisions } from "../decide/keys.ts";
import type { Inventory } from "../inventory/inventory.ts";

export interface ImportedResource {
  type: string;
  name: string;
  id: string;
}

/** In the order in which the program declares them. Objects that the stack creates are not included. */
export function importResources(found: Inventory, answers: Decisions): ImportedResource[] {
  const used = valueIn(answers.channels) ?? [];
  const usesMessaging = used.some((channel) => channel !== "voice");
  const numbers =
    used.includes("voice") || used.includes("sms")
      ? importsOf(answers.phoneNumber, "agent-number", (value) =>
          found.phoneNumbers.find(({ phone_number }) => phone_number === value),
        )
      : [];
  const answerOf = {
    sms: answers.phoneNumber,
    whatsapp: answers.whatsappSender,
    rcs: answers.rcsSender,
    chat: answers.chatAddress,
  };
  const addresses = messagingChannels
    .filter((channel) => used.includes(channel))
    .flatMap((channel) =>
      importsOf(answerOf[channel], channel, (value) =>
        found.addresses.find(({ type, address }) => type === channel && address === value),
      ),
    );
  const service = valueIn(answers["adopt.classicService"]) ?? found.flex?.chat_service_instance_sid;

  const resources = [
    { type: "twilio:memory:Store", name: "memory", id: valueIn(answers["adopt.memoryStore"]) },
    { type: "twilio:conversations:Service", name: "classic", id: usesMessaging && service },
    {
      type: "twilio:orchestrator:Configuration",
      name: "orchestrator",
      id: valueIn(answers["adopt.orchestratorConfiguration"]),
    },
    ...numbers.map((each) => ({ type: "twilio:numbers:PhoneNumber", ...each })),
    ...addresses.map((each) => ({ type: "twilio:conversations:AddressConfiguration", ...each })),
  ];
  return resources.flatMap(({ id, ...resource }) => (id ? [{ ...resource, id }] : []));
}

/** The objects of a key, with the names that the program has for a single value and for a list. */
function importsOf(
  answer: Decision,
  kind: Parameters<typeof resourceName>[0],
  find: (value: string) => { sid: string } | undefined,
): { name: string; id: string | undefined }[] {
  const isListed = answer.kind === "value" && answer.others !== undefined;
  return valuesIn(answer).map((value) => ({
    name: resourceName(kind, value, { isListed }),
    id: find(value)?.sid,
  }));
}

export function importFileText(resources: ImportedResource[]): string {
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}
