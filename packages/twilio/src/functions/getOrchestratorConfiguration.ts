// Reads the capture rules of an Orchestrator configuration. Source: twilio_conversations_v2.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import { orchestratorConfigurations } from "../account/orchestrator.ts";
import { id } from "../client/sid.ts";
import { defineFunction } from "../declare/providerFunction.ts";
import { channelSettings, channelsFromTwilio } from "../resources/orchestrator/channelSettings.ts";

export const getOrchestratorConfiguration = defineFunction({
  token: "twilio:orchestrator:getConfiguration",
  description:
    "Reads the channel settings of an Orchestrator configuration, for a program that adopts it and keeps some of them.",
  args: z.strictObject({
    configurationId: id("conv_configuration").describe("Configuration (`conv_configuration_…`)."),
  }),
  result: z.object({
    channelSettings: channelSettings.describe(
      "Settings by channel; empty if there is no such configuration.",
    ),
  }),

  async call(api, { configurationId }) {
    const row = await orchestratorConfigurations.fetch(api, configurationId);
    return { channelSettings: channelsFromTwilio(row?.channelSettings ?? {}) };
  },
});
