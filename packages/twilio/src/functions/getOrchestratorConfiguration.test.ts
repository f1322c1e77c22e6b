import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { runningTwilio } from "../testing/runningTwilio.ts";
import { getOrchestratorConfiguration } from "./getOrchestratorConfiguration.ts";

const twilio = runningTwilio();

test("the channel settings of a configuration are read as a program may write them", async () => {
  const { channelSettings } = await getOrchestratorConfiguration.call(twilio.api, {
    configurationId: seed.orchestratorConfigurationId,
  });

  expect(channelSettings.SMS).toMatchObject({
    statusTimeouts: { inactive: 2, closed: 3 },
    captureRules: [
      { from: "*", to: seed.phoneNumber },
      { from: seed.phoneNumber, to: "*" },
    ],
  });
});

test("a configuration that the account does not have has none", async () => {
  const configurationId = "conv_configuration_00000000000000000000000009";
  expect(await getOrchestratorConfiguration.call(twilio.api, { configurationId })).toEqual({
    channelSettings: {},
  });
});
