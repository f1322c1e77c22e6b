// For tests only: an Orchestrator configuration to which a team has added callbacks and Intelligence configurations.

import { seed } from "@tac-handoff/emulator";
import { beforeEach } from "vitest";
import { presentId } from "./orchestrator.ts";
import type { runningTwilio } from "./runningTwilio.ts";

export const intelligence = (n: number) => `intelligence_configuration_${String(n).padStart(26, "0")}`;
export const callback = (host: string) => ({
  url: `https://${host}.example.com/webhook`,
  method: "POST" as const,
});
/** What the program declares of the lists. */
export const mine = {
  statusCallbacks: [callback("mine")],
  intelligenceConfigurationIds: [intelligence(9)],
};
export const inputs = { adopt: presentId, ...mine };
/** What the team has added. */
export const theirs = {
  statusCallbacks: [callback("team"), callback("crm")],
  intelligenceConfigurationIds: [intelligence(1), intelligence(2)],
};

/** Adds the team's elements before each test of the calling file. */
export function teamsConfiguration(twilio: Pick<ReturnType<typeof runningTwilio>, "state">) {
  const row = () => {
    const found = twilio.state.orchestratorConfigurations[presentId];
    if (!found) throw new Error("the configuration is gone");
    return found;
  };
  beforeEach(() => {
    const stamp = "2026-01-05T10:00:00.000Z";
    for (let n = 1; n <= 9; n += 1) {
      twilio.state.intelligenceConfigurations[intelligence(n)] = {
        accountId: seed.accountSid,
        id: intelligence(n),
        displayName: `configuration ${n}`,
        description: null,
        version: 1,
        rules: [],
        dateCreated: stamp,
        dateUpdated: stamp,
      };
    }
    Object.assign(row(), structuredClone(theirs));
  });
  return {
    row,
    /** The lists as they are at Twilio. */
    lists() {
      const { statusCallbacks, intelligenceConfigurationIds } = row();
      return structuredClone({ statusCallbacks, intelligenceConfigurationIds });
    },
  };
}
