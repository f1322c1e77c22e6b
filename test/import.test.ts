// `pulumi import` of an account's objects, one of each type; destroy restores each of them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAccount } from "@tac-handoff/cli/demo/adopted";
import { sender } from "@tac-handoff/cli/demo/agent";
import { ask, seed } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";
import { deployment } from "./deployment.ts";

test("every type is imported with its current inputs, and destroy leaves the account unchanged", async () => {
  const { twilio, stack } = await deployment();
  const summary = await ask(twilio, "POST https://intelligence.twilio.com/v3/ControlPlane/Configurations", {
    json: {
      displayName: "summary",
      rules: [
        { operators: [{ id: seed.summaryOperatorId }], triggers: [{ on: "CONVERSATION_END" }], actions: [] },
      ],
    },
  });
  const before = await readAccount(sender(twilio.url), seed.accountSid);
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "resources.json");
  const imports = {
    "twilio:numbers:PhoneNumber": seed.phoneNumberSid,
    "twilio:studio:Flow": seed.oldFlowSid,
    "twilio:orchestrator:Configuration": seed.orchestratorConfigurationId,
    "twilio:intelligence:Configuration": summary.body.id,
    "twilio:memory:Store": seed.memoryStoreId,
    "twilio:conversations:Service": seed.flexServiceSid,
    "twilio:conversations:AddressConfiguration": seed.smsAddressSid,
  };
  const resources = Object.entries(imports).map(([type, id]) => ({ type, id, name: "imported" }));
  writeFileSync(file, JSON.stringify({ resources }));

  await stack.run(["import", "--file", file, "--yes", "--protect=false", "--generate-code=false"]);

  const { stdout } = await stack.run(["stack", "export"]);
  const kept = new Map<string, { inputs: Record<string, unknown>; outputs: Record<string, unknown> }>(
    JSON.parse(stdout).deployment.resources.map((resource: { type: string }) => [resource.type, resource]),
  );
  expect(kept.get("twilio:numbers:PhoneNumber")?.inputs).toMatchObject({
    phoneNumber: seed.phoneNumber,
    voiceUrl: seed.oldVoiceUrl,
    smsUrl: seed.oldSmsUrl,
  });
  expect(kept.get("twilio:studio:Flow")?.inputs).toMatchObject({
    friendlyName: "Flex Messaging Flow",
    status: "published",
  });
  expect(kept.get("twilio:orchestrator:Configuration")?.inputs).toMatchObject({
    displayName: "support-agent",
    channelSettings: { VOICE: { statusTimeouts: { inactive: 5, closed: 30 } } },
  });
  expect(kept.get("twilio:intelligence:Configuration")?.inputs).toEqual({
    displayName: "summary",
    rules: [{ operators: [{ id: seed.summaryOperatorId }], triggers: [{ on: "CONVERSATION_END" }] }],
  });
  expect(kept.get("twilio:memory:Store")?.inputs).toMatchObject({ displayName: "customers" });
  expect(kept.get("twilio:conversations:Service")?.inputs).toEqual({ friendlyName: "Flex Chat Service" });
  expect(kept.get("twilio:conversations:AddressConfiguration")?.inputs).toMatchObject({
    type: "sms",
    address: seed.phoneNumber,
    autoCreation: { type: "studio", studioFlowSid: seed.oldFlowSid },
  });
  for (const type of Object.keys(imports)) expect(kept.get(type)?.outputs.adopted).toBe(true);

  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
});

test("names with blanks are imported, and a value that the provider does not accept is left out with its reason", async () => {
  const { twilio, stack } = await deployment();
  // Twilio's documents allow no such name of a store, but an account may have one.
  twilio.settings.unknownField = true;
  const configuration = twilio.state.orchestratorConfigurations[seed.orchestratorConfigurationId];
  const store = twilio.state.memoryStores[seed.memoryStoreId];
  if (!configuration || !store) throw new Error("the account has no configuration or no store");
  configuration.displayName = "My Demo";
  store.displayName = "my store";
  const importOf = (type: string, id: string) =>
    stack.run(["import", type, "imported", id, "--yes", "--protect=false", "--generate-code=false"]);

  const named = await importOf("twilio:orchestrator:Configuration", configuration.id);
  const refused = await importOf("twilio:memory:Store", store.id);

  for (const { output } of [named, refused]) expect(output).not.toMatch(/bug in|failed to validate/);
  expect(named.output).not.toContain("warning");
  expect(refused.output).toContain(
    `displayName: expected 1 to 64 letters, digits and -, found "my store". The provider does not accept this value of ${store.id}: displayName is left out of the import and stays unchanged at Twilio`,
  );
  const { stdout } = await stack.run(["stack", "export"]);
  const inputs = JSON.parse(stdout).deployment.resources.map(
    (resource: { inputs: object }) => resource.inputs,
  );
  expect(inputs).toContainEqual(expect.objectContaining({ displayName: "My Demo" }));
  expect(inputs).toContainEqual({ adopt: store.id, description: "Customers of the agent" });
});

test("an unknown ID is rejected by name", async () => {
  const { stack } = await deployment();
  const nowhere = `PN${"9".repeat(32)}`;

  const { exitCode, output } = await stack.run(
    ["import", "twilio:numbers:PhoneNumber", "line", nowhere, "--yes", "--generate-code=false"],
    { reject: false },
  );

  expect(exitCode).not.toBe(0);
  expect(output).toContain(`resource '${nowhere}' does not exist`);
});
