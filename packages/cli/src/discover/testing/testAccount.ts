// For tests: an account as plain values, with a virtual agent from TAC's quickstart, and with Flex.

import type { Address, OrchestratorConfiguration, PhoneNumber } from "@pulumi/twilio/account";
import type { Inventory } from "../inventory/inventory.ts";

const zeros = (prefix: string, last: string) => prefix + last.padStart(32, "0");
const newPlane = (prefix: string, last: string) => `${prefix}_${last.padStart(26, "0")}`;

export const ids = {
  accountSid: zeros("AC", "1"),
  apiKey: zeros("SK", "1"),
  number: "+15551230100",
  otherNumber: "+15551230199",
  service: zeros("IS", "1"),
  otherService: zeros("IS", "2"),
  flow: zeros("FW", "1"),
  configuration: newPlane("conv_configuration", "1"),
  otherConfiguration: newPlane("conv_configuration", "2"),
  store: newPlane("mem_store", "1"),
  otherStore: newPlane("mem_store", "2"),
} as const;

export const configuration: OrchestratorConfiguration = {
  id: ids.configuration,
  displayName: "support-agent",
  description: "",
  memoryStoreId: ids.store,
  channelSettings: {},
  statusCallbacks: [{ url: "https://agent.example.com/webhook", method: "POST" }],
};

export const capturing = (address: string, channel = "SMS"): OrchestratorConfiguration => ({
  ...configuration,
  channelSettings: { [channel]: { captureRules: [{ from: "*", to: address }] } },
});

export const number = (phoneNumber: string, wiring: Partial<PhoneNumber> = {}): PhoneNumber => ({
  sid: zeros("PN", phoneNumber.slice(-3)),
  phone_number: phoneNumber,
  friendly_name: "Support",
  capabilities: { voice: true, sms: true },
  ...wiring,
});

export const address = (type: string, value: string, autoCreation?: Address["auto_creation"]): Address => ({
  sid: zeros("IG", value.replaceAll(/\D/g, "").slice(-4) || "9"),
  type,
  address: value,
  auto_creation: autoCreation ?? { enabled: true, type: "default" },
});

/** A virtual agent for calls to one number; every key can be decided. */
export function account(changes: Partial<Inventory> = {}): Inventory {
  return {
    accountSid: ids.accountSid,
    phoneNumbers: [number(ids.number, { voice_url: "https://agent.example.com/twiml" })],
    addresses: [],
    rcsSenders: [],
    classicServices: [{ sid: ids.service, friendly_name: "Flex Chat Service" }],
    flex: {
      ui_version: "2.17.1",
      taskrouter_workspace_sid: zeros("WS", "1"),
      taskrouter_target_workflow_sid: zeros("WW", "1"),
      chat_service_instance_sid: ids.service,
    },
    workflows: [
      { sid: zeros("WW", "1"), workspace_sid: zeros("WS", "1"), friendly_name: "Assign to Anyone" },
    ],
    taskChannels: ["voice", "chat"].map((name, at) => ({
      sid: zeros("TC", String(at)),
      friendly_name: name,
      unique_name: name,
    })),
    orchestratorConfigurations: [configuration],
    intelligenceConfigurations: [],
    memoryStores: [{ id: ids.store, displayName: "customers", status: "ACTIVE" }],
    flows: [{ sid: ids.flow, friendly_name: "Flex Messaging Flow", status: "published" }],
    refused: [],
    ...changes,
  };
}
