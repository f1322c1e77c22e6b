import { outputs } from "@tac-handoff/infra/outputs";
import { expect, test } from "vitest";
import { checkAgentEnv } from "../doctor/checks/agentEnv.ts";
import { wantedByVariables } from "../doctor/facts/wanted.ts";
import { agentVariables, ownedVariables, plainVariables } from "./variables.ts";

const everything = {
  accountSid: `AC${"0".repeat(32)}`,
  phoneNumber: "+15551230100",
  whatsappSender: "whatsapp:+15551230101",
  rcsSender: "rcs:brand_support_agent",
  chatAddress: "webchat",
  agentDomain: "agent.example.com",
  flowSid: `FW${"0A".repeat(16)}`,
  orchestratorConfigurationId: "conv_configuration_00000000000000000000000001",
  intelligenceConfigurationId: "intelligence_configuration_00000000000000000000000001",
  memoryStoreId: "mem_store_00000000000000000000000001",
};

test("outputs become TAC's variables, under the names of both its SDKs, in the order of the outputs", () => {
  expect(Object.entries(agentVariables(everything))).toEqual([
    ["TWILIO_ACCOUNT_SID", everything.accountSid],
    ["TWILIO_PHONE_NUMBER", "+15551230100"],
    ["TWILIO_WHATSAPP_NUMBER", "whatsapp:+15551230101"],
    ["TWILIO_RCS_SENDER_ID", "rcs:brand_support_agent"],
    ["TWILIO_VOICE_PUBLIC_DOMAIN", "agent.example.com"],
    ["TWILIO_STUDIO_HANDOFF_FLOW_SID", `FW${"0a".repeat(16)}`],
    ["TWILIO_CONVERSATION_CONFIGURATION_ID", "conv_configuration_00000000000000000000000001"],
    ["CONVERSATION_INTELLIGENCE_CONFIGURATION_ID", "intelligence_configuration_00000000000000000000000001"],
    ["TWILIO_TAC_CI_CONFIGURATION_ID", "intelligence_configuration_00000000000000000000000001"],
  ]);
});

test("an output without a value has no variable, because TAC rejects empty ones", () => {
  expect(
    agentVariables({ whatsappSender: "", memoryStoreId: "mem_store_1" }, { "twilio:region": "" }),
  ).toEqual({});
});

test("the region is a variable if the stack's configuration has one, and is never removed from a file", () => {
  expect(agentVariables({}, { "twilio:region": "ie1", "twilio:apiSecret": "hidden" })).toEqual({
    TWILIO_REGION: "ie1",
  });
  expect(plainVariables).toEqual([...ownedVariables, "TWILIO_REGION"]);
});

test("no two outputs share a variable", () => {
  expect(new Set(ownedVariables).size).toBe(ownedVariables.length);
  expect(ownedVariables).toHaveLength(Object.values(outputs).flatMap(({ variables }) => variables).length);
});

const credentials = { TWILIO_AUTH_TOKEN: "t", TWILIO_API_KEY: `SK${"0".repeat(32)}`, TWILIO_API_SECRET: "s" };

test("together with the credentials they are a .env file in which doctor finds no problems", () => {
  const variables = { ...agentVariables(everything, { "twilio:region": "ie1" }), ...credentials };
  const checks = checkAgentEnv(wantedByVariables(".env", variables), { file: ".env", variables });

  expect(checks.map(({ id, status }) => [id, status])).toEqual([
    ["env-complete", "ok"],
    ["env-shape", "ok"],
    ["env-agrees", "skipped"],
  ]);
});
