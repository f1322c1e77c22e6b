import { expect, test } from "vitest";
import { environmentLines } from "./outputs.ts";

test("an output becomes TAC's variables, under the names of both its SDKs", () => {
  expect(
    environmentLines({ flowSid: "FW1", intelligenceConfigurationId: "intelligence_configuration_1" }),
  ).toEqual([
    "TWILIO_STUDIO_HANDOFF_FLOW_SID=FW1",
    "CONVERSATION_INTELLIGENCE_CONFIGURATION_ID=intelligence_configuration_1",
    "TWILIO_TAC_CI_CONFIGURATION_ID=intelligence_configuration_1",
  ]);
});

test("what has no value has no line, because TAC refuses empty variables", () => {
  expect(environmentLines({ whatsappSender: "", memoryStoreId: "mem_store_1" })).toEqual([]);
});
