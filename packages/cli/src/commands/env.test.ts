// The command as a person runs it, with outputs from a file: no Pulumi CLI is needed, none is looked for.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 }); // each starts Node anew, up to four times

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

/** The user stands in the test's folder, where `outputs.json` is. */
function env(args: string[], { variables = {}, input = "" }: { variables?: object; input?: string } = {}) {
  writeFileSync(join(folder, "outputs.json"), JSON.stringify(outputs));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "../../../../scripts/run.mjs"), "env", ...args],
    {
      cwd: folder,
      input,
      env: { PATH: "/usr/bin:/bin", TAC_HANDOFF_ENGINE: "none", NO_COLOR: "1", ...variables },
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}
const fromFile = ["--outputs", "outputs.json"];
const read = (file: string) => readFileSync(join(folder, file), "utf8");

test("variables are printed, secrets are not, and what TAC still needs is told beside them", () => {
  expect(env(fromFile, { variables: credentials })).toEqual({
    status: 0,
    stdout: `TWILIO_ACCOUNT_SID=${accountSid}\nTWILIO_PHONE_NUMBER=+15551230100\nTWILIO_STUDIO_HANDOFF_FLOW_SID=${flowSid}\n`,
    stderr: `Not printed, ${notThere}\n`,
  });
});

test("with --with-secrets they are printed too, from standard input's outputs as well", () => {
  const { status, stdout, stderr } = env(["--outputs", "-", "--with-secrets", "--format", "json"], {
    variables: credentials,
    input: JSON.stringify(outputs),
  });

  expect([status, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toEqual({
    ...credentials,
    TWILIO_PHONE_NUMBER: "+15551230100",
    TWILIO_STUDIO_HANDOFF_FLOW_SID: flowSid,
  });
});

test("--out merges into the file from where the user stands, shows what changed, and the second time does nothing", () => {
  writeFileSync(
    join(folder, ".env"),
    "OPENAI_API_KEY=sk-1\nTWILIO_PHONE_NUMBER=+1 # ours\nTWILIO_WHATSAPP_NUMBER=\n",
  );
  chmodSync(join(folder, ".env"), 0o644);

  expect(env([...fromFile, "--out", ".env"])).toEqual({
    status: 0,
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

  expect(env([...fromFile, "--out", ".env"])).toEqual({
    status: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: `Not in .env, ${notThere}\n`,
  });
  expect(statSync(join(folder, ".env")).ino).toBe(written.ino);
});

test("--check writes nothing, and exits with 1, the difference and the command until the file is up to date", () => {
  writeFileSync(join(folder, ".env"), "TWILIO_PHONE_NUMBER=+1\n", { mode: 0o600 });

  const stale = env([...fromFile, "--check", "--with-secrets"], { variables: credentials });
  expect(stale.status).toBe(1);
  expect(stale.stdout).toContain("-TWILIO_PHONE_NUMBER=+1\n+TWILIO_PHONE_NUMBER=+15551230100\n");
  expect(stale.stdout).toContain("+TWILIO_API_SECRET=•••• (new)\n+TWILIO_AUTH_TOKEN=•••• (new)\n");
  expect(stale.stdout + stale.stderr).not.toMatch(/s3cret|t0ken/);
  expect(stale.stderr).toBe(
    `.env is out of date with ${folder}/outputs.json. Write it: npm run env -- --outputs outputs.json --out .env --with-secrets\n`,
  );
  expect(read(".env")).toBe("TWILIO_PHONE_NUMBER=+1\n");

  env([...fromFile, "--out", ".env", "--with-secrets"], { variables: credentials });
  expect(read(".env")).toContain("TWILIO_API_SECRET=s3cret\nTWILIO_AUTH_TOKEN=t0ken\n");
  expect(env([...fromFile, "--check", "--with-secrets"], { variables: credentials })).toEqual({
    status: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: "",
  });
});

test("--check says that others may read the file", () => {
  env([...fromFile, "--out", ".env", "--with-secrets"], { variables: credentials });
  chmodSync(join(folder, ".env"), 0o640);

  expect(env([...fromFile, "--check"])).toEqual({
    status: 0,
    stdout: `.env is up to date with ${folder}/outputs.json.\n`,
    stderr: "Others than its owner may read .env: chmod 600 .env\n",
  });
});

test("a secret that is not known is named with its purpose, and one in the file is not asked for", () => {
  writeFileSync(join(folder, ".env"), "TWILIO_API_KEY=SK1\nTWILIO_API_SECRET=mine\n", { mode: 0o600 });

  const { status, stdout, stderr } = env([...fromFile, "--out", ".env", "--with-secrets"]);

  expect(status).toBe(0);
  expect(stderr).toBe(
    "TWILIO_AUTH_TOKEN not known: TAC checks Twilio's signatures with it. Copy it from the Console (Account > API keys & tokens), then set twilio:authToken in the stack's configuration, or TWILIO_AUTH_TOKEN in the environment.\n",
  );
  expect(stdout).not.toContain("API_SECRET");
  expect(read(".env")).toMatch(/^TWILIO_API_KEY=SK1\nTWILIO_API_SECRET=mine\n\n/);
});

test("for GitHub, variables are added to the file and secrets are masked on standard output", () => {
  writeFileSync(join(folder, "github-env"), "BEFORE=1\n");

  const { status, stdout } = env(
    [...fromFile, "--format", "github", "--out", "github-env", "--with-secrets"],
    { variables: credentials },
  );

  expect([status, stdout]).toEqual([0, "::add-mask::SKkey\n::add-mask::s3cret\n::add-mask::t0ken\n"]);
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
  [["--check", "--format", "json"], "--check compares a .env file; leave out --format json."],
  [
    ["--out", "x", "--format", "shell"],
    "--out merges into a .env file, which --format shell is not. Leave out --out and redirect the output.",
  ],
  [
    ["--format", "github", "--with-secrets"],
    '--format github with --with-secrets: name the file, for instance --out "$GITHUB_ENV"; standard output tells the runner what to mask.',
  ],
])("%j is wrong usage", (args, message) => {
  expect(env(args)).toEqual({ status: 2, stdout: "", stderr: `${message}\n` });
});

test("an unknown option is wrong usage", () => {
  expect(env(["--secrets"])).toMatchObject({ status: 2, stdout: "" });
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
])("outputs %j are refused, and the file is left alone", (input, message) => {
  writeFileSync(join(folder, ".env"), "TWILIO_PHONE_NUMBER=+1\n");

  expect(env(["--outputs", "-", "--out", ".env"], { input })).toEqual({
    status: 1,
    stdout: "",
    stderr: `${message}\n`,
  });
  expect(read(".env")).toBe("TWILIO_PHONE_NUMBER=+1\n");
});

test("a file of outputs that is not there is named", () => {
  expect(env(["--outputs", "none.json"])).toEqual({
    status: 1,
    stdout: "",
    stderr: `--outputs: ${folder}/none.json cannot be read: ENOENT.\n`,
  });
});

test("help tells every option with examples", () => {
  const { status, stdout } = env(["--help"]);

  expect(status).toBe(0);
  for (const option of ["stack", "config-file", "outputs", "out", "check", "with-secrets", "format"])
    expect(stdout).toContain(`\n  --${option} `);
  expect(stdout).toContain("\nExamples\n  npm run env -- --stack prod\n");
});
