// A proposal as a file for `pulumi import --file`: the objects to adopt, with the types and names in infra/index.ts.
// Source: pulumi.com/docs/iac/adopting-pulumi/import, "Bulk import"

import { valueIn } from "../decide/decision.ts";
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
  const phoneNumber = valueIn(answers.phoneNumber);
  const number = found.phoneNumbers.find(({ phone_number }) => phone_number === phoneNumber);
  const addressOf = {
    sms: phoneNumber,
    whatsapp: valueIn(answers.whatsappSender),
    chat: valueIn(answers.chatAddress),
  };
  const addresses = (["sms", "whatsapp", "chat"] as const).map((type) => {
    const row = found.addresses.find((each) => each.type === type && each.address === addressOf[type]);
    return {
      type: "twilio:conversations:AddressConfiguration",
      name: type,
      id: used.includes(type) && row?.sid,
    };
  });
  const service = valueIn(answers["adopt.classicService"]) ?? found.flex?.chat_service_instance_sid;

  const resources = [
    { type: "twilio:memory:Store", name: "memory", id: valueIn(answers["adopt.memoryStore"]) },
    { type: "twilio:conversations:Service", name: "classic", id: usesMessaging && service },
    {
      type: "twilio:orchestrator:Configuration",
      name: "orchestrator",
      id: valueIn(answers["adopt.orchestratorConfiguration"]),
    },
    {
      type: "twilio:numbers:PhoneNumber",
      name: "agent-number",
      id: (used.includes("voice") || used.includes("sms")) && number?.sid,
    },
    ...addresses,
  ];
  return resources.flatMap(({ id, ...resource }) => (id ? [{ ...resource, id }] : []));
}

export function importFileText(resources: ImportedResource[]): string {
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}
