// The local Twilio as a command: its output, and that clients can use it.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { seed } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";
import { runCommand } from "../testing/runCommand.ts";

const timeout = 30_000;

/** Starts it and waits for its first output; `end` is Ctrl-C and returns the exit code. */
async function started(args: string[]): Promise<{ printed: string; end(): Promise<number> }> {
  let interrupt = () => {};
  const interruptedBy = new Promise<void>((resolve) => (interrupt = resolve));
  let run: ReturnType<typeof runCommand> | undefined;
  const printed = await new Promise<string>((resolve, reject) => {
    run = runCommand(["emulator", ...args], { interruptedBy, onWrite: resolve });
    run.catch(reject);
  });
  onTestFinished(interrupt);
  return {
    printed,
    async end() {
      interrupt();
      return (await run)?.code ?? -1;
    },
  };
}

function refused(args: string[]) {
  return runCommand(["emulator", ...args], { interruptedBy: Promise.resolve() });
}

test("as a process it exits with 0 on Ctrl-C, even when pressed twice", { timeout }, async () => {
  const child = spawn(process.execPath, ["scripts/run.mjs", "emulator", "--port", "0"], {
    cwd: join(import.meta.dirname, "../../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const exited = once(child, "exit");

  child.kill("SIGINT");
  child.kill("SIGINT");

  expect(await exited).toEqual([0, null]);
});

test("--json prints one line that a tool can parse, and Ctrl-C leaves no file behind", {
  timeout,
}, async () => {
  const { printed, end } = await started([
    ...["--port", "0", "--proxy", "0", "--json"],
    ...["--host", "Agent.example.com=http://127.0.0.1:8000", "--host", "ws.example.com=http://localhost:1"],
  ]);

  const { url, proxy } = JSON.parse(printed);
  expect(printed).toMatch(/^\{.*\}\n$/);
  const hosts = await (await fetch(`${url}/local/hosts`)).json();
  const health = (await (await fetch(`${url}/local/health`)).json()) as { proxy: unknown };

  expect(hosts).toEqual({
    "agent.example.com": "http://127.0.0.1:8000",
    "ws.example.com": "http://localhost:1",
  });
  expect(health.proxy).toEqual(proxy);
  expect(existsSync(proxy.caFile)).toBe(true);
  expect(await end()).toBe(0);
  expect(existsSync(proxy.caFile)).toBe(false);
});

test("the output for curl can be pasted into a shell, and curl then lists the flows", {
  timeout,
}, async ({ skip }) => {
  const hasCurl = await promisify(execFile)("curl", ["--version"]).catch(() => undefined);
  if (!hasCurl) skip("curl is not installed on this machine");
  const { printed, end } = await started(["--port", "0", "--proxy", "0"]);
  const [greeting, ...guide] = printed.split("\n\n");
  expect(greeting).toMatch(
    new RegExp(`^Local Twilio at http://127.0.0.1:\\d+, account ${seed.accountSid}. Ctrl-C stops it.$`),
  );
  const curl = guide.find((block) => block.startsWith("# curl\n"));

  const { stdout } = await promisify(execFile)(
    "sh",
    ["-c", `${curl}\ncurl -sS -u "$USER_AND_PASSWORD" https://studio.twilio.com/v2/Flows`],
    {
      env: { PATH: process.env.PATH, USER_AND_PASSWORD: `${seed.apiKeySid}:${seed.apiKeySecret}` },
    },
  );

  expect(JSON.parse(stdout).flows[0].sid).toBe(seed.oldFlowSid);
  expect(guide.slice(1).map((block) => block.split("\n")[0])).toEqual([
    "# TAC for Python",
    "# twilio for Python",
    "# twilio-node",
    "# curl",
  ]);
  await end();
});

const hint = "All options: npm run emulator -- --help\n";

test("all usage errors are reported at once, with exit code 2, and nothing is started", {
  timeout,
}, async () => {
  expect(
    await refused([
      ...["--port", "70000", "--proxy", "12x", "--host", "agent.example.com"],
      ...["--host", "agent.example.com=https://example.org", "--host", "a b=http://127.0.0.1:1"],
      ...["--host", "c.example.com=http://127.0.0.1:1", "--host", "C.example.com=http://127.0.0.1:2"],
    ]),
  ).toEqual({
    code: 2,
    stdout: "",
    stderr: `${[
      '--host: expected NAME=URL, for instance agent.example.com=http://127.0.0.1:8000, found "agent.example.com".',
      '--host "agent.example.com=https://example.org": Invalid parameter url: expected a server of this machine without a path, for instance http://127.0.0.1:8000, found https://example.org.',
      '--host "a b=http://127.0.0.1:1": Invalid parameter host: a b.',
      "--host: C.example.com is given twice. A host can have only one server.",
      '--port: expected a number from 0 to 65535, found "70000".',
      '--proxy: expected a number from 0 to 65535, found "12x".',
    ].join("\n")}\n${hint}`,
  });
  expect(await refused(["--ca-file", "ca.pem"])).toMatchObject({
    code: 2,
    stderr: `--ca-file is the file for the proxy's CA certificate: it needs --proxy.\n${hint}`,
  });
  expect(await refused(["--port", "4011", "--proxy", "--json"])).toMatchObject({
    code: 2,
    stderr: `--port and --proxy are both 4011: they need different ports.\n${hint}`,
  });
});

test("a proxy port that is in use is reported as such", { timeout }, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? address?.port : 0;

  expect(await refused(["--port", "0", "--proxy", String(port)])).toEqual({
    code: 1,
    stdout: "",
    stderr: `Port ${port} is in use by another program. Choose another one for the proxy: --proxy PORT.\n`,
  });
});

test("without an argument, --proxy takes the port next to the local Twilio's", { timeout }, async () => {
  expect(await refused(["--port", "4011", "--proxy", "--json"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--port and --proxy are both 4011"),
  });
});

test.each([
  ["a folder", (path: string) => mkdirSync(path)],
  ["broken JSON", (path: string) => writeFileSync(path, '{"phoneNumbers":')],
])("%s as --state is rejected with one sentence and exit code 2", { timeout }, async (_, make) => {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  make(join(folder, "state"));

  const { code, stdout, stderr } = await runCommand(["emulator", "--port", "0", "--state", "state"], {
    cwd: folder,
    interruptedBy: Promise.resolve(),
  });

  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^--state: .*\n$/);
  expect(stderr).toContain(join(folder, "state"));
});
