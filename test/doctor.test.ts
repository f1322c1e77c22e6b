// `npm run doctor` as a user runs it, on a stack before and after its `pulumi up`.

import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Check } from "@tac-handoff/cli/doctor/facts/check";
import { agentVariables } from "@tac-handoff/cli/env/variables";
import { ask, seed } from "@tac-handoff/emulator";
import { attributes } from "@tac-handoff/studio-flows/attributes";
import { expect, test } from "vitest";
import { command } from "./command.ts";
import { type Deployment, deployment } from "./deployment.ts";

/** Runs the command on the deployment's stack, from its folder. */
function doctor({ stack, configFile }: Deployment, ...args: string[]) {
  return command("doctor", args, { cwd: dirname(configFile), env: stack.environment });
}

/** Without the line breaks at the width of the terminal. */
function unwrap(text = ""): string {
  return text.replace(/\n {2,}(?! *(?:found|expected|fix|assumes) )/g, " ");
}

function onStack({ configFile }: Deployment) {
  return ["--stack", "dev", "--config-file", configFile];
}

test("a stack is not ready before `pulumi up` and is ready after it, and only GETs are sent to find out", async () => {
  const deployed = await deployment({ contract: attributes });
  const { twilio, stack, configFile, writesDuring } = deployed;

  const before = await doctor(deployed, ...onStack(deployed), "--json");

  const { ready, checks } = JSON.parse(before.stdout) as {
    ready: boolean;
    checks: (Check & Partial<Record<"mend", string>>)[];
  };
  expect([before.exitCode, ready]).toEqual([1, false]);
  expect(checks.filter(({ status }) => status === "wrong").map(({ id, mend: fix }) => [id, fix])).toEqual(
    [
      "number-voice",
      "number-fallback",
      "number-sms",
      "address-sms",
      "address-whatsapp",
      "address-rcs",
      "address-chat",
      "orchestrator-captures",
      "orchestrator-bridge",
      "orchestrator-voice",
      "orchestrator-timeouts",
      "intelligence-linked",
      "intelligence-rules",
      "flow",
    ].map((id) => [id, `pulumi up --stack dev --config-file ${configFile}`]),
  );

  const { localTwilio } = JSON.parse(before.stdout);
  expect(localTwilio).toBe(twilio.url);
  expect(checks.filter(({ confirmed }) => confirmed)).toEqual([]);

  await stack.run(["up", "--yes", "--skip-preview"]);
  const secrets = [
    `TWILIO_AUTH_TOKEN=${seed.authToken}`,
    `TWILIO_API_KEY=${seed.apiKeySid}`,
    `TWILIO_API_SECRET=${seed.apiKeySecret}`,
  ];
  const variables = Object.entries(agentVariables(await stack.outputs()));
  const lines = [...variables.map(([name, value]) => `${name}=${value}`), ...secrets];
  writeFileSync(join(dirname(configFile), ".env"), lines.join("\n"));
  let after: Awaited<ReturnType<typeof doctor>> | undefined;
  const writes = await writesDuring(async () => {
    after = await doctor(deployed, ...onStack(deployed));
  });

  expect(writes).toEqual([]);
  expect(after?.stdout).toMatch(/\nready: \d+ checks passed; warnings: 1; by hand: 2$/);
  expect(unwrap(after?.stdout)).toContain(
    'queue "Everyone" matches no worker (1==1): its tasks reach nobody',
  );
  expect(unwrap(after?.stdout)).toContain(
    `Account ${seed.accountSid} of the local Twilio at ${twilio.url} (not Twilio: it confirms no assumption), compared with stack dev.`,
  );
  expect(after?.stdout).not.toContain("(confirms ");
  expect(unwrap(after?.stdout)).toContain("✓ The published flow is the one in this repository: equivalent");
  expect(unwrap(after?.stdout)).toContain("✓ The agent's .env matches the stack: .env matches stack dev");
  expect([after?.exitCode, after?.stderr]).toEqual([0, ""]);
  expect(`${after?.stdout}${before.stdout}`).not.toContain(seed.apiKeySecret);

  // Drift: the fix that the doctor suggests works.
  Object.assign(twilio.state.phoneNumbers[seed.phoneNumberSid] ?? {}, { voice_url: seed.oldVoiceUrl });
  const drifted = await doctor(deployed, "--stack", "dev", "--config-file", basename(configFile));
  const [, fix = ""] = /fix +pulumi (.*)/.exec(unwrap(drifted.stdout)) ?? [];
  expect(fix).toBe(`up --refresh --stack dev --config-file ${configFile}`);
  await stack.run(["up", "--refresh", "--yes", "--skip-preview"]);
  expect((await doctor(deployed, ...onStack(deployed))).exitCode).toBe(0);

  // The same account, described only by the agent's variables, as if no stack managed it.
  const alone = await doctor(deployed, "--no-stack", "--endpoint", twilio.url, "--chat", seed.chatAddress);
  expect([alone.exitCode, alone.stderr]).toEqual([0, ""]);

  await ask(twilio, "POST /local/messages", {
    json: { from: "+15557770002", to: seed.phoneNumber, body: "Hello" },
  });
  const simulated = await doctor(deployed, ...onStack(deployed), "--simulate", "+15557770002", "--yes");
  expect(simulated.stdout).toContain("  Trigger –incomingRequest→ get_participants\n");
  expect(simulated.stdout).toMatch(/✓ Flex has task WT\w+: channel chat, workflow "Assign to Anyone"\n/);
  expect(simulated.stdout).toContain("tac-handoff doctor: test hand-off");
  expect([simulated.exitCode, simulated.stderr]).toEqual([0, ""]);
  expect(Object.keys(twilio.state.tasks)).toHaveLength(1);
});

test("wrong usage exits with 2, and whatever prevents reading the account exits with 3, each with one message", async () => {
  const deployed = await deployment({ contract: attributes });
  const { twilio } = deployed;
  const wrong = async (...args: string[]) => {
    const { exitCode, stderr, stdout } = await doctor(deployed, ...args);
    return [exitCode, stderr, stdout];
  };

  expect(await wrong("--channels", "voice,fax")).toEqual([
    2,
    '--channels: expected voice, sms, whatsapp, rcs, chat, found "fax".\nAll options: npm run doctor -- --help',
    "",
  ]);
  expect(await wrong("--stack", "dev", "--flow", "FW1")).toEqual([
    2,
    "--flow: this comes from the stack. Omit it, or omit --stack.\nAll options: npm run doctor -- --help",
    "",
  ]);
  expect(await wrong("--config-file", "prod.yaml", "--channels", "voice")).toEqual([
    2,
    "--channels: this comes from the stack. Omit it, or omit --config-file.\nAll options: npm run doctor -- --help",
    "",
  ]);
  expect(await wrong("--config-file", "prod.yaml", "--no-stack")).toEqual([
    2,
    "--config-file and --no-stack cannot be combined.\nAll options: npm run doctor -- --help",
    "",
  ]);
  expect(await wrong("--simulate", "+15557770002")).toEqual([
    2,
    "--simulate creates a real task for an agent in Flex: confirm with --yes.\nAll options: npm run doctor -- --help",
    "",
  ]);
  expect((await wrong("--what"))[0]).toBe(2);
  const [exitCode, stderr] = await wrong("--stack", "nowhere");
  expect(exitCode).toBe(3);
  expect(stderr).toContain("no stack named 'nowhere' found");
  expect(await wrong("--no-stack", "--endpoint", twilio.url, "--env", "nowhere.env")).toEqual([
    3,
    expect.stringMatching(/^--env: .*nowhere\.env does not exist\.$/),
    "",
  ]);

  writeFileSync(
    join(dirname(deployed.configFile), ".env"),
    `TWILIO_ACCOUNT_SID=${seed.accountSid}\nTWILIO_AUTH_TOKEN=wrong\nTWILIO_PHONE_NUMBER=${seed.phoneNumber}\n`,
  );
  const refused = await doctor(deployed, "--no-stack", "--endpoint", twilio.url);
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout).toContain(
    "could not read the account: GET conversations.twilio.com/v1/Configuration/Addresses answered 401",
  );
});

test("a chat address that the stack has merely created has no check mark, and doctor says which client must use it", async () => {
  const deployed = await deployment({ contract: attributes });
  const { twilio, stack, configure } = deployed;
  configure({ "tac-handoff:chatAddress": "web-chat" });

  const preview = await stack.run(["preview"]);
  expect(unwrap(preview.output)).toContain(
    "address: the account has no configuration for web-chat yet, and a new one is created. Nothing uses it until a chat client names it. Did you mean webchat? Addresses of type chat in the account: webchat",
  );
  await stack.run(["up", "--yes", "--skip-preview"]);
  const created = Object.values(twilio.state.addressConfigurations).find(
    ({ address }) => address === "web-chat",
  );
  const { stdout } = await doctor(deployed, ...onStack(deployed));

  expect(unwrap(stdout)).toContain(
    "web-chat was created by this stack, so no chat used it before; other chat addresses: webchat",
  );
  expect(unwrap(stdout)).toContain(`starts its chats with AddressSid ${created?.sid}`);
  expect(stdout).toContain("☐ by hand: A web chat starts a conversation and nothing else");
  await stack.run(["destroy", "--yes", "--skip-preview"]);
  expect(Object.values(twilio.state.addressConfigurations).map(({ address }) => address)).not.toContain(
    "web-chat",
  );
});
