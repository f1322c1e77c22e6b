// `npm run env` on a deployed stack, and the real TAC configured by the file that it writes.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkAgentEnv } from "@tac-handoff/cli/doctor/checks/agentEnv";
import { wantedByVariables } from "@tac-handoff/cli/doctor/facts/wanted";
import { seed } from "@tac-handoff/emulator";
import dotenv from "dotenv";
import { execa } from "execa";
import { expect, test } from "vitest";
import { command } from "./command.ts";
import { type Deployment, deployment } from "./deployment.ts";
import { needPython } from "./realTac.ts";

/** Runs the command. The auth token is the one secret that is not in the stack's configuration. */
function env({ stack, configFile }: Deployment, ...args: string[]) {
  return command("env", ["--stack", "dev", "--config-file", configFile, ...args], {
    env: { ...stack.environment, TWILIO_AUTH_TOKEN: seed.authToken },
  });
}

test("a file is written and checked, and is out of date after a change to the file or to the stack", async () => {
  const deployed = await deployment();
  const { stack, folder, configure } = deployed;
  const file = join(folder, "agent.env");
  writeFileSync(file, "# ours\nOPENAI_API_KEY=sk-made-up\n");

  const early = await env(deployed, "--out", file);
  expect(early).toEqual({
    exitCode: 1,
    stdout: "",
    stderr:
      "Stack dev has none of the hand-off's outputs (accountSid, phoneNumber, whatsappSender, …). Run `pulumi up` first, or specify the right stack.",
  });
  await stack.run(["up", "--yes", "--skip-preview"]);
  const outputs = await stack.outputs();

  const { exitCode, stdout, stderr } = await env(deployed, "--out", file, "--with-secrets");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`+TWILIO_STUDIO_HANDOFF_FLOW_SID=${outputs.flowSid}\n`);
  for (const secret of [seed.apiKeySecret, seed.authToken, "sk-made-up"])
    expect(stdout).not.toContain(secret);
  const written = readFileSync(file, "utf8");
  expect(written).toMatch(/^# ours\nOPENAI_API_KEY=sk-made-up\n\n/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const variables = dotenv.parse(written);
  expect(variables).toEqual({
    OPENAI_API_KEY: "sk-made-up",
    TWILIO_ACCOUNT_SID: seed.accountSid,
    TWILIO_PHONE_NUMBER: seed.phoneNumber,
    TWILIO_WHATSAPP_NUMBER: seed.whatsappSender,
    TWILIO_RCS_SENDER_ID: seed.rcsSender,
    TWILIO_VOICE_PUBLIC_DOMAIN: "agent.example.com",
    TWILIO_STUDIO_HANDOFF_FLOW_SID: outputs.flowSid,
    TWILIO_CONVERSATION_CONFIGURATION_ID: outputs.orchestratorConfigurationId,
    CONVERSATION_INTELLIGENCE_CONFIGURATION_ID: outputs.intelligenceConfigurationId,
    TWILIO_TAC_CI_CONFIGURATION_ID: outputs.intelligenceConfigurationId,
    TWILIO_FLEX_WORKSPACE_SID: outputs.workspaceSid,
    TWILIO_FLEX_WORKFLOW_SID: outputs.workflowSid,
    TWILIO_API_KEY: seed.apiKeySid,
    TWILIO_API_SECRET: seed.apiKeySecret,
    TWILIO_AUTH_TOKEN: seed.authToken,
  });
  const checks = checkAgentEnv(wantedByVariables(file, variables), { file, variables });
  expect(checks.map(({ status }) => status)).toEqual(["ok", "ok", "skipped"]);
  expect(await env(deployed, "--out", file, "--check", "--with-secrets")).toEqual({
    exitCode: 0,
    stdout: `${file} is up to date with stack dev.`,
    stderr: "",
  });

  writeFileSync(file, written.replace(`FLOW_SID=${outputs.flowSid}`, "FLOW_SID=FW0"));
  const stale = await env(deployed, "--out", file, "--check");
  expect(stale.exitCode).toBe(1);
  expect(stale.stdout).toContain(
    `-TWILIO_STUDIO_HANDOFF_FLOW_SID=FW0\n+TWILIO_STUDIO_HANDOFF_FLOW_SID=${outputs.flowSid}`,
  );
  expect(stale.stderr).toBe(
    `${file} is out of date with stack dev. Update it: npm run env -- --stack dev --config-file ${deployed.configFile} --out ${file}`,
  );
  writeFileSync(file, written);

  configure({
    "tac-handoff:channels": ["voice", "sms"],
    "tac-handoff:whatsappSender": undefined,
    "tac-handoff:rcsSender": undefined,
    "tac-handoff:chatAddress": undefined,
  });
  await stack.run(["up", "--yes", "--skip-preview"]);
  expect((await env(deployed, "--out", file)).stdout).toContain(
    `\n-TWILIO_WHATSAPP_NUMBER=${seed.whatsappSender}\n-TWILIO_RCS_SENDER_ID=${seed.rcsSender}\n`,
  );
  expect(readFileSync(file, "utf8")).toBe(
    written.replace(/^TWILIO_(WHATSAPP_NUMBER|RCS_SENDER_ID)=.*\n/gm, ""),
  );
});

test("the real TAC for Python reads its configuration from the file", async (context) => {
  const python = needPython(context);
  const deployed = await deployment();
  await deployed.stack.run(["up", "--yes", "--skip-preview"]);
  const outputs = await deployed.stack.outputs();
  const file = join(deployed.folder, ".env");
  await env(deployed, "--out", file, "--with-secrets");

  const { stdout } = await execa(python, ["test/python/load_env.py", file], {
    env: { PATH: "/usr/bin:/bin" },
    extendEnv: false,
  });

  expect(JSON.parse(stdout)).toMatchObject({
    account_sid: seed.accountSid,
    phone_number: seed.phoneNumber,
    whatsapp_number: seed.whatsappSender,
    rcs_sender_id: seed.rcsSender,
    voice_public_domain: "agent.example.com",
    studio_handoff_flow_sid: outputs.flowSid,
    conversation_configuration_id: outputs.orchestratorConfigurationId,
    conversation_intelligence_config: {
      configuration_id: outputs.intelligenceConfigurationId,
      summary_operator_sid: null,
    },
  });
  expect(stdout).not.toContain(seed.apiKeySecret);
});
