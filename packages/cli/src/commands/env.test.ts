// The command with outputs from a file: no Pulumi CLI is needed, none is looked for.

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../testing/runCommand.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "env-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const accountSid = `AC${"1".repeat(32)}`;
const outputs = { accountSid, phoneNumber: "+15551230100", flowSid: `FW${"A".repeat(32)}` };
const flowSid = `FW${"a".repeat(32)}`;
const credentials = {
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_API_KEY: "SKkey",
  TWILIO_API_SECRET: "s3cret",
  TWILIO_AUTH_TOKEN: "t0ken",
};
const notThere =
  "and TAC needs them: TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_AUTH_TOKEN. --with-secrets adds what the stack's configuration or the environment has of them.";

/** The user is in the test's folder, where `outputs.json` is. */
function env(
  args: string[],
  { variables = {}, input = "" }: { variables?: Record<string, string>; input?: string } = {},
) {
  writeFileSync(join(folder, "outputs.json"), JSON.stringify(outputs));
  return runCommand(["env", ...args], { cwd: folder, input, env: variables });
}
const fromFile = ["--outputs", "outputs.json"];
const read = (file: string) => readFileSync(join(folder, file), "utf8");

test("variables are printed, secrets are not, and what TAC still needs is told beside them", async () => {
  expect(await env(fromFile, { variables: credentials })).toEqual({
    code: 0,
    stdout: `TWILIO_ACCOUNT_SID=${accountSid}\nTWILIO_PHONE_NUMBER=+15551230100\nTWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}\n`,
    stderr: `Not printed, ${notThere}\n`,
  });
});

test("with --with-secrets they are printed too, from standard input's outputs as well", async () => {
  const { code, stdout, stderr } = await env(["--outputs", "-", "--with-secrets", "--format", "json"], {
    variables: credentials,
    input: JSON.stringify(outputs),
  });

  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual({
    ...credentials,
    TWILIO_PHONE_NUMBER: "+15551230100",
    TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid,
  });
});

test("--out merges into the file from where the user stands, shows what changed, and the second time does nothing", async () => {
  writeFileSync(
    join(folder, ".env"),
    "OPENAI_API_KEY=sk-1\nTWILIO_PHONE_NUMBER=+1 # ours\nTWILIO_WHATSAPP_NUMBER=\n",
  );
  chmodSync(join(folder, ".env"), 0o644);

  expect(await env([...fromFile, "--out", ".env"])).toEqual({
    code: 0,
    stdout: [
      "--- .env",
      "+++ .env",
      "@@ -2,2 +2,5 @@",
      "-TWILIO_PHONE_NUMBER=+1 # ours",
      "-TWILIO_WHATSAPP_NUMBER=",
      "+TWILIO_PHONE_NUMBER=+15551230100 # ours",
      "+",
      "+# Of the hand-off stack, written by npm run env",
      `+TWILIO_ACCOUNT_SID=${accountSid}`,
      `+TWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}`,
      `.env written from ${folder}/outputs.json; from now on only its owner can read it.`,
      "",
    ].join("\n"),
    stderr: `Not in .env, ${notThere}\n`,
  });
  expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o600);
  const written = statSync(join(folder, ".env"));

  expect(await env([...fromFile, "--out", ".env"])).toEqual({
    code: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: `Not in .env, ${notThere}\n`,
  });
  expect(statSync(join(folder, ".env")).ino).toBe(written.ino);
});

test("--check writes nothing, and exits with 1, the difference and the command until the file is up to date", async () => {
  writeFileSync(join(folder, ".env"), "TWILIO_PHONE_NUMBER=+1\n", { mode: 0o600 });

  const stale = await env([...fromFile, "--check", "--with-secrets"], { variables: credentials });
  expect(stale.code).toBe(1);
  expect(stale.stdout).toContain("-TWILIO_PHONE_NUMBER=+1\n+TWILIO_PHONE_NUMBER=+15551230100\n");
  expect(stale.stdout).toContain("+TWILIO_API_SECRET=•••• (new)\n+TWILIO_AUTH_TOKEN=•••• (new)\n");
  expect(stale.stdout + stale.stderr).not.toMatch(/s3cret|t0ken/);
  expect(stale.stderr).toBe(
    `.env is out of date with ${folder}/outputs.json. Update it: npm run env -- --outputs outputs.json --out .env --with-secrets\n`,
  );
  expect(read(".env")).toBe("TWILIO_PHONE_NUMBER=+1\n");

  await env([...fromFile, "--out", ".env", "--with-secrets"], { variables: credentials });
  expect(read(".env")).toContain("TWILIO_API_SECRET=s3cret\nTWILIO_AUTH_TOKEN=t0ken\n");
  expect(await env([...fromFile, "--check", "--with-secrets"], { variables: credentials })).toEqual({
    code: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: "",
  });
});

test("--check says that others may read the file", async () => {
  await env([...fromFile, "--out", ".env", "--with-secrets"], { variables: credentials });
  chmodSync(join(folder, ".env"), 0o640);

  expect(await env([...fromFile, "--check"])).toEqual({
    code: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: "Users other than its owner may read .env: chmod 600 .env\n",
  });
});

test("a secret that is not known is named with its purpose, and one in the file is not asked for", async () => {
  writeFileSync(join(folder, ".env"), "TWILIO_API_KEY=SK1\nTWILIO_API_SECRET=mine\n", { mode: 0o600 });

  const { code, stdout, stderr } = await env([...fromFile, "--out", ".env", "--with-secrets"]);

  expect(code).toBe(0);
  expect(stderr).toBe(
    "TWILIO_AUTH_TOKEN not known: TAC checks Twilio's signatures with it. Copy it from the Console (Account > API keys & tokens), then set twilio:authToken in the stack's configuration, or TWILIO_AUTH_TOKEN in the environment.\n",
  );
  expect(stdout).not.toContain("API_SECRET");
  expect(read(".env")).toMatch(/^TWILIO_API_KEY=SK1\nTWILIO_API_SECRET=mine\n\n/);
});

test("for GitHub, variables are added to the file and secrets are masked on standard output", async () => {
  writeFileSync(join(folder, "github-env"), "BEFORE=1\n");

  const { code, stdout } = await env(
    [...fromFile, "--format", "github", "--out", "github-env", "--with-secrets"],
    { variables: credentials },
  );

  expect([code, stdout]).toEqual([0, "::add-mask::SKkey\n::add-mask::s3cret\n::add-mask::t0ken\n"]);
  expect(read("github-env")).toBe(
    `BEFORE=1\nTWILIO_ACCOUNT_SID=${accountSid}\nTWILIO_PHONE_NUMBER=+15551230100\nTWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}\nTWILIO_API_KEY=SKkey\nTWILIO_API_SECRET=s3cret\nTWILIO_AUTH_TOKEN=t0ken\n`,
  );
});

test.each([
  [["--format", "xml"], '--format: expected dotenv, shell, json, github; found "xml".'],
  [
    ["--outputs", "a", "--stack", "b"],
    "--outputs replaces --stack and --config-file: give one or the other.",
  ],
  [["--check", "--format", "json"], "--check compares a .env file: leave out --format json."],
  [
    ["--out", "x", "--format", "shell"],
    "--out merges into a .env file, which --format shell is not. Leave out --out and redirect the output.",
  ],
  [
    ["--format", "github", "--with-secrets"],
    '--format github with --with-secrets: name the file, for instance --out "$GITHUB_ENV"; standard output carries the values to mask.',
  ],
])("%j is wrong usage", async (args, message) => {
  expect(await env(args)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${message}\nAll options: npm run env -- --help\n`,
  });
});

test("an unknown option is wrong usage", async () => {
  expect(await env(["--secrets"])).toMatchObject({ code: 2, stdout: "" });
});

test.each([
  [
    "not JSON",
    "--outputs: standard input holds no JSON object. Expected what `pulumi stack output --json` prints.",
  ],
  [
    "[]",
    "--outputs: standard input holds no JSON object. Expected what `pulumi stack output --json` prints.",
  ],
  [
    '{"url":"x"}',
    "standard input has none of the hand-off's outputs (accountSid, phoneNumber, whatsappSender, …). Run `pulumi up` first, or name the right stack.",
  ],
  [
    '{"flowSid":"[secret]","phoneNumber":1}',
    "standard input: flowSid, phoneNumber: expected text in the clear. Expected what `pulumi stack output --json` prints.",
  ],
])("outputs %j are refused, and the file is left alone", async (input, message) => {
  writeFileSync(join(folder, ".env"), "TWILIO_PHONE_NUMBER=+1\n");

  expect(await env(["--outputs", "-", "--out", ".env"], { input })).toEqual({
    code: 1,
    stdout: "",
    stderr: `${message}\n`,
  });
  expect(read(".env")).toBe("TWILIO_PHONE_NUMBER=+1\n");
});

test("a file of outputs that is not there is named", async () => {
  expect(await env(["--outputs", "none.json"])).toEqual({
    code: 1,
    stdout: "",
    stderr: `--outputs: ${folder}/none.json cannot be read: ENOENT.\n`,
  });
});

test("help tells every option with examples", async () => {
  const { code, stdout } = await env(["--help"]);

  expect(code).toBe(0);
  for (const option of ["stack", "config-file", "outputs", "out", "check", "with-secrets", "format"])
    expect(stdout).toContain(`\n  --${option} `);
  expect(stdout).toContain("\nExamples:\n  npm run env -- --stack prod\n");
});
