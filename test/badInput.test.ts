// What users see when their configuration has a mistake: an error at preview that names the mistake and the fix, before
// anything is sent.

import { fileURLToPath } from "node:url";
import { accountBeforeHandoff, seed, withSecondWorkflow, withServiceBridged } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { deployment } from "./deployment.ts";

/** Runs a preview that must fail. Returns the engine's output, with all white space collapsed to single spaces. */
async function failedPreview(stack: Awaited<ReturnType<typeof deployment>>["stack"]): Promise<string> {
  const { exitCode, output } = await stack.run(["preview"], { reject: false });
  expect(exitCode).not.toBe(0);
  return output.replaceAll(/\s+/g, " ");
}

test("every mistake in the configuration is reported at once, with its key and an example, and nothing is sent", async () => {
  const { twilio, stack, configure } = await deployment();
  configure({
    "twilio:accountSid": "AC123",
    "tac-handoff:agentDomain": "https://agent.example.com/",
    "tac-handoff:phoneNumber": undefined,
    "tac-handoff:channels": ["voice", "fax", "whatsapp"],
    "tac-handoff:whatsappSender": undefined,
    "tac-handoff:agentDomian": "agent.example.com",
    "tac-handoff:flex": { priority: "high" },
  });

  const said = await failedPreview(stack);

  expect(said).toContain("The configuration of stack dev has 7 problems. Nothing was sent to Twilio.");
  expect(said).toContain("twilio:accountSid: expected AC and 32 hexadecimal digits");
  expect(said).toContain(
    'tac-handoff:agentDomain: expected a public host name, without https:// and without a path, found "https://agent.example.com/". Public host name of the agent, where Twilio reaches TAC. for example: pulumi config set tac-handoff:agentDomain agent.example.com',
  );
  expect(said).toContain("tac-handoff:phoneNumber: is missing.");
  expect(said).toContain(
    'tac-handoff:channels[1]: expected one of "voice", "sms", "whatsapp", "rcs", "chat", found "fax".',
  );
  expect(said).toContain('tac-handoff:whatsappSender: is missing, but tac-handoff:channels has "whatsapp".');
  expect(said).toContain(
    "tac-handoff:agentDomian: is not a key of this project. Did you mean tac-handoff:agentDomain? Keys here are agentDomain,",
  );
  expect(said).toContain('tac-handoff:flex.priority: expected number, found "high".');
  expect(twilio.requests()).toEqual([]);
});

test("a number that the account does not have fails the preview by name", async () => {
  const { stack, configure } = await deployment();
  configure({ "tac-handoff:phoneNumber": "+15559990000" });

  const said = await failedPreview(stack);

  expect(said).toContain(
    `twilio:numbers:PhoneNumber (agent-number): error: Preview failed: phoneNumber: account ${seed.accountSid} has no number +15559990000. Buy it in the Console (Phone Numbers > Buy a number) or choose one that the account owns.`,
  );
});

test.each([
  ["whatsappSender", "whatsapp:+15551230199", "has no WhatsApp sender whatsapp:+15551230199"],
  ["rcsSender", "rcs:brand_nobody", "has no RCS sender rcs:brand_nobody"],
  ["whatsappSender", "whatsapp:+15551230102", "Did you mean whatsapp:+15551230101?"],
  [
    "chatAddress",
    seed.flexServiceSid,
    `${seed.flexServiceSid} is the SID of a Conversations service, not an address`,
  ],
  [
    "chatAddress",
    seed.chatAddressSid,
    "is the SID of an address configuration, not an address. Its address is webchat",
  ],
])("%s %s fails the preview, and nothing is sent", async (key, value, expected) => {
  const { stack, configure, writesDuring } = await deployment();
  configure({ [`tac-handoff:${key}`]: value });

  let said = "";
  const writes = await writesDuring(async () => {
    said = await failedPreview(stack);
  });

  expect(said).toContain(expected);
  expect(writes.filter((write) => !write.endsWith("/Validate"))).toEqual([]);
});

test("wrong Liquid in an apology fails the preview with its key and the reason", async () => {
  const { twilio, stack, configure } = await deployment();
  configure({ "tac-handoff:apologies": { call: "Sorry {{name" } });

  expect(await failedPreview(stack)).toContain(
    'tac-handoff:apologies.call: expected valid Liquid, found "Sorry {{name": output "{{name" not closed. Studio would leave all of it empty. What a caller hears.',
  );
  expect(twilio.requests()).toEqual([]);
});

test("a workflow that does not exist is reported with the workflows that do", async () => {
  const { stack, configure } = await deployment();
  configure({ "tac-handoff:flex": { workflow: "Assign to Nobody" } });

  const said = await failedPreview(stack);
  expect(said).not.toContain("serializing");
  expect(said).not.toContain(".ts:");
  expect(said).toContain(
    `workflow "Assign to Nobody" does not exist. Workspace ${seed.workspaceSid} has "Assign to Anyone". Names are compared exactly.`,
  );
});

test("an ambiguous workflow name is rejected with both SIDs", async () => {
  const { stack } = await deployment({ account: withSecondWorkflow(accountBeforeHandoff()) });

  expect(await failedPreview(stack)).toMatch(
    /workflow "Assign to Anyone" is ambiguous: WW[0-9a-f]{32} and WW[0-9a-f]{32} have this name\. Rename one in the Console/,
  );
});

test("a Classic service that another configuration bridges is rejected with the name of that configuration", async () => {
  const { stack } = await deployment({ account: withServiceBridged(accountBeforeHandoff()) });

  expect(await failedPreview(stack)).toMatch(
    new RegExp(
      `twilio:orchestrator:Configuration \\(orchestrator\\): error: Preview failed: conversationsV1Bridge\\.serviceId: Classic service ${seed.flexServiceSid} is already bridged by configuration conv_configuration_\\w+ \\(".+"\\), and only one can bridge it\\. Adopt that configuration, remove its bridge, or bridge another service\\.`,
    ),
  );
});

test("a dangling transition in the flow of a YAML program is rejected with its widget, event and target", async () => {
  const project = fileURLToPath(new URL("programs/dangling-flow", import.meta.url));
  const { twilio, stack } = await deployment({ project });

  const said = await failedPreview(stack);

  expect(said).toMatch(
    /twilio:studio:Flow.*broken.*definition\.states\.greet\.transitions\.audioComplete: widget "greet"/,
  );
  expect(said).toContain("goodbye");
  expect(twilio.requests("POST")).toEqual([]);
});
