// The newer APIs as Twilio's documents do not have them: nulls for what is absent, and fields that nobody here knows.

import { basename, dirname } from "node:path";
import { ask, seed } from "@tac-handoff/emulator";
import { attributes } from "@tac-handoff/studio-flows/attributes";
import { expect, test } from "vitest";
import { command } from "./command.ts";
import { deployment } from "./deployment.ts";

test.each([
  ["nulls", { nulls: "sent" }],
  ["unknown fields", { unknownField: true }],
] as const)(
  "with %s a stack goes up, shows no difference, is ready for doctor and discover, and restores the account",
  async (_, settings) => {
    const { twilio, stack, configFile, writesDuring } = await deployment({
      contract: attributes,
      twilio: { ...settings, operationDelayMs: 0 },
    });
    const configuration = `https://conversations.twilio.com/v2/ControlPlane/Configurations/${seed.orchestratorConfigurationId}`;
    /** Without what every write changes. No list and an empty one mean the same. */
    const current = async () => {
      const { version: _, updatedAt: __, ...body } = (await ask(twilio, `GET ${configuration}`)).body;
      return { ...body, intelligenceConfigurationIds: body.intelligenceConfigurationIds ?? [] };
    };
    const before = await current();
    const cwd = dirname(configFile);

    await stack.run(["up", "--yes", "--skip-preview"]);
    const again = await writesDuring(() =>
      stack.run(["up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes"]),
    );
    const doctor = await command(
      "doctor",
      ["--stack", "dev", "--config-file", basename(configFile), "--json"],
      {
        cwd,
        env: stack.environment,
      },
    );
    const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET } = credentials;
    const discover = await command("discover", ["--endpoint", twilio.url, "--json"], {
      cwd,
      env: { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET },
    });
    await stack.run(["destroy", "--yes", "--skip-preview"]);

    expect(again).toEqual([]);
    const { checks } = JSON.parse(doctor.stdout) as { checks: { id: string; status: string }[] };
    expect(checks.filter(({ status }) => status === "wrong")).toEqual([]);
    expect([discover.exitCode, discover.stderr]).toEqual([0, ""]);
    expect(await current()).toEqual(before);
  },
);

const credentials = {
  TWILIO_ACCOUNT_SID: seed.accountSid,
  TWILIO_API_KEY: seed.apiKeySid,
  TWILIO_API_SECRET: seed.apiKeySecret,
};
