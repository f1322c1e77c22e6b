// `npm run discover` as a user runs it, and the real engine with the files that it writes.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAccount } from "@tac-handoff/cli/demo/adopted";
import { sender } from "@tac-handoff/cli/demo/agent";
import { type Engine, ensureEngine } from "@tac-handoff/cli/engine/engine";
import { openStack } from "@tac-handoff/cli/engine/stack";
import { accountBeforeHandoff, type Emulator, type State, seed, startEmulator } from "@tac-handoff/emulator";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { command } from "./command.ts";
import { handoffProgram, plannedSteps } from "./deployment.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await ensureEngine();
});

/** Credentials in the environment only, as a user sets them. Empty values keep out those of whoever runs the tests. */
const credentials = {
  TWILIO_ACCOUNT_SID: seed.accountSid,
  TWILIO_API_KEY: seed.apiKeySid,
  TWILIO_API_SECRET: seed.apiKeySecret,
  TWILIO_AUTH_TOKEN: "",
  TWILIO_REGION: "",
  TWILIO_EDGE: "",
};

async function rig(account: State = accountBeforeHandoff()) {
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  const twilio = await startEmulator({ state: account });
  onTestFinished(async () => {
    await twilio.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const stackFile = join(folder, "Pulumi.fresh.yaml");
  const importFile = join(folder, "import.json");
  const discover = (args: string[], environment: Record<string, string> = credentials) =>
    command("discover", ["--endpoint", twilio.url, ...args], { env: { ...credentials, ...environment } });
  const write = (...args: string[]) =>
    discover(["--stack", "fresh", "--config-file", stackFile, "--import-file", importFile, ...args]);
  /** The stack that the file belongs to, with its secret in the environment. */
  const stack = () =>
    openStack({
      engine: { ...engine, env: { ...engine.env, ...credentials } },
      backend: join(folder, "state"),
      name: "fresh",
      project: handoffProgram,
      configFile: stackFile,
    });
  return { twilio, folder, stackFile, importFile, discover, write, stack };
}

/** An account after TAC's quickstart and manual setup: calls reach the agent, and there are no addresses yet. */
function accountAfterQuickstart(): State {
  const account = accountBeforeHandoff();
  const number = account.phoneNumbers[seed.phoneNumberSid];
  if (!number) throw new Error("the account has no number");
  number.voice_url = "https://agent.example.com/twiml";
  number.sms_url = "";
  account.addressConfigurations = {};
  return account;
}

const methods = (twilio: Emulator) => [...new Set(twilio.requests().map(({ method }) => method))];

test("the stack file of an account before the hand-off deploys unchanged, and a second run changes nothing", async () => {
  const { twilio, stackFile, write, stack } = await rig();

  const first = await write("--yes");

  expect({ exitCode: first.exitCode, methods: methods(twilio) }).toEqual({ exitCode: 0, methods: ["GET"] });
  const text = readFileSync(stackFile, "utf8");
  expect(text + first.stdout + first.stderr).not.toContain(seed.apiKeySecret);
  const again = await write();
  expect(again.exitCode).toBe(0);
  expect(again.stdout).toContain(`${stackFile} already matches the proposal.`);
  expect(readFileSync(stackFile, "utf8")).toBe(text);

  const fresh = await stack();
  const { output } = await fresh.run(["preview"]);
  for (const id of [
    seed.phoneNumberSid,
    seed.orchestratorConfigurationId,
    seed.memoryStoreId,
    seed.smsAddressSid,
  ]) {
    expect(output).toContain(`adopts ${id}`);
  }
  await fresh.run(["up", "--yes", "--skip-preview"]);
  expect(twilio.state.phoneNumbers[seed.phoneNumberSid]?.voice_url).toBe("https://agent.example.com/twiml");
  expect(Object.keys(twilio.state.orchestratorConfigurations)).toEqual([seed.orchestratorConfigurationId]);
  expect(existsSync("Pulumi.fresh.yaml")).toBe(false); // the checkout is unchanged
});

test("objects from the import file are updated rather than created, and destroy restores the account", async () => {
  const { twilio, importFile, write, stack } = await rig();
  const before = await readAccount(sender(twilio.url), seed.accountSid);
  await write();
  const fresh = await stack();

  await fresh.run(["import", "--file", importFile, "--yes", "--protect=false", "--generate-code=false"]);

  expect(await plannedSteps(fresh)).toEqual([
    "create twilio:intelligence:Configuration summary",
    "create twilio:studio:Flow agent-handoff",
    "update twilio:conversations:AddressConfiguration chat",
    "update twilio:conversations:AddressConfiguration rcs",
    "update twilio:conversations:AddressConfiguration sms",
    "update twilio:conversations:AddressConfiguration whatsapp",
    "update twilio:conversations:Service classic",
    "update twilio:memory:Store memory",
    "update twilio:numbers:PhoneNumber agent-number",
    "update twilio:orchestrator:Configuration orchestrator",
  ]);
  await fresh.run(["up", "--yes", "--skip-preview"]);
  await fresh.run(["destroy", "--yes", "--skip-preview"]);
  expect(await readAccount(sender(twilio.url), seed.accountSid)).toEqual(before);
});

test("after TAC's quickstart, number, domain and SMS are derived from the number and its capture rules", async () => {
  const { stackFile, write, stack } = await rig(accountAfterQuickstart());

  const { exitCode, stdout } = await write("--yes");

  expect(exitCode).toBe(0);
  expect(stdout).toContain("billed twice");
  const text = readFileSync(stackFile, "utf8");
  expect(text).toContain("# Why: its calls go to TAC's /twiml.");
  expect(text).toContain("tac-handoff:channels: [voice, sms, rcs]");
  expect(await plannedSteps(await stack())).toContain("create twilio:conversations:AddressConfiguration sms");
});

test("the account is read with the secret in the stack file, and the secret stays encrypted", async () => {
  const { stackFile, write, discover, stack } = await rig();
  await write();
  const fresh = await stack();
  await fresh.run(["config", "set", "--secret", "twilio:apiSecret", seed.apiKeySecret]);
  const before = readFileSync(stackFile, "utf8");
  const noCredentials = { TWILIO_ACCOUNT_SID: "", TWILIO_API_KEY: "", TWILIO_API_SECRET: "" };

  const { exitCode, stdout } = await discover(["--stack", "fresh", "--config-file", stackFile], {
    ...fresh.environment,
    ...noCredentials,
  });

  expect(exitCode).toBe(0);
  expect(stdout).toContain(`${stackFile} already matches the proposal.`);
  expect(readFileSync(stackFile, "utf8")).toBe(before);
  expect(before + stdout).not.toContain(seed.apiKeySecret);
});

test("a difference is shown, and without a terminal only --yes writes it", async () => {
  const { stackFile, write } = await rig();
  await write();
  const before = readFileSync(stackFile, "utf8");

  const refused = await write("--channels", "voice");

  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toContain("-  tac-handoff:channels: [voice, sms, whatsapp, rcs, chat]");
  expect(refused.stdout).toContain("+  tac-handoff:channels: [voice]");
  expect(refused.stdout).toContain(
    `${stackFile} was not written: there is no terminal to ask for confirmation.`,
  );
  expect(readFileSync(stackFile, "utf8")).toBe(before);
  expect((await write("--channels", "voice", "--yes")).exitCode).toBe(0);
  expect(readFileSync(stackFile, "utf8")).toContain("tac-handoff:channels: [voice]\n");
});

test("what the account does not show is asked, written to the file as a question, and exits with 1", async () => {
  const account = accountBeforeHandoff();
  account.orchestratorConfigurations = {};
  const { stackFile, write } = await rig(account);

  const { exitCode, stdout } = await write();

  expect(exitCode).toBe(1);
  expect(stdout).toContain("To be decided: agentDomain.");
  expect(readFileSync(stackFile, "utf8")).toContain(
    "# Question: tac-handoff:agentDomain: The account does not show",
  );
  const decided = await write("--domain", "agent.example.com", "--yes");
  expect(decided.exitCode).toBe(0);
  expect(readFileSync(stackFile, "utf8")).toContain("tac-handoff:agentDomain: agent.example.com");
});

test("with --json, stdout contains only JSON, and nothing is written", async () => {
  const { discover, folder, stackFile } = await rig();

  const { stdout, exitCode } = await discover(["--json", "--stack", "fresh", "--config-file", stackFile]);

  expect(exitCode).toBe(0);
  const { found, proposal, import: file } = JSON.parse(stdout);
  expect(found.phoneNumbers[0].phone_number).toBe(seed.phoneNumber);
  expect(proposal.answers.agentDomain.value).toBe("agent.example.com");
  expect(file.resources).toHaveLength(8);
  expect(stdout).not.toContain(seed.apiKeySecret);
  expect(readdirSync(folder)).toEqual([]);
});

test("a dry run shows the file and writes nothing", async () => {
  const { discover, folder, stackFile } = await rig();

  const { stdout, exitCode } = await discover(["--dry-run", "--stack", "fresh", "--config-file", stackFile]);

  expect(exitCode).toBe(0);
  expect(stdout).toContain("+  tac-handoff:agentDomain: agent.example.com");
  expect(readdirSync(folder)).toEqual([]);
});

test("wrong usage exits with 2, reports every mistake at once, and sends no request", async () => {
  const { discover, twilio } = await rig();

  const wrong = [
    "--stack",
    "../prod",
    "--number",
    "12",
    "--channels",
    "voice,fax",
    "--domain",
    "https://a.example.com",
  ];
  const { exitCode, stderr } = await discover(wrong);

  expect({ exitCode, lines: stderr.split("\n") }).toEqual({
    exitCode: 2,
    lines: [
      '--stack: expected the name of a stack, found "../prod".',
      '--number: expected a number in E.164 format, for instance +15551230100, found "12".',
      '--domain: expected a public host name, without https:// and without a path, found "https://a.example.com".',
      '--channels: expected some of voice, sms, whatsapp, rcs, chat, separated by commas, found "voice,fax".',
      "All options: npm run discover -- --help",
    ],
  });
  expect(twilio.requests()).toEqual([]);
});

test("an account that cannot be read exits with 3, and the error names the account but not the secret", async () => {
  const { discover } = await rig();

  const refused = await discover([], { TWILIO_API_SECRET: "wrong-secret" });
  const missing = await discover([], { TWILIO_API_KEY: "", TWILIO_API_SECRET: "" });

  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toContain(`Account ${seed.accountSid} cannot be read: `);
  expect(refused.stderr).not.toContain("wrong-secret");
  expect(missing.exitCode).toBe(3);
  expect(missing.stderr).toContain("Cannot connect to Twilio:");
});
