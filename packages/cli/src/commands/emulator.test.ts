// `npm run emulator` as a process: what it says, and that clients can do with it what it says.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { seed } from "@tac-handoff/emulator";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const timeout = 30_000;

/** Starts it and waits for its first output; `end` is Ctrl-C and gives the exit code. */
async function started(args: string[]): Promise<{ said: string; end(): Promise<number> }> {
  const child: ChildProcess = spawn(process.execPath, ["scripts/run.mjs", "emulator", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!child.stdout) throw new Error("its output is not to be read");
  const [chunk] = await once(child.stdout.setEncoding("utf8"), "data");
  return {
    said: String(chunk),
    async end() {
      const exited = once(child, "exit");
      child.kill("SIGINT");
      const [code] = await exited;
      return Number(code);
    },
  };
}

async function refused(args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, ["scripts/run.mjs", "emulator", ...args], { cwd: root });
  const { code, stdout, stderr } = await run.then(
    () => Promise.reject(new Error("it was not refused")),
    (error) => error,
  );
  return { code, stdout, stderr };
}

test("--json prints one line that a tool can use, and Ctrl-C leaves no file", { timeout }, async () => {
  const { said, end } = await started([
    ...["--port", "0", "--proxy", "0", "--json"],
    ...["--host", "Agent.example.com=http://127.0.0.1:8000", "--host", "ws.example.com=http://localhost:1"],
  ]);

  const { url, proxy } = JSON.parse(said);
  expect(said).toMatch(/^\{.*\}\n$/);
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

test("what it prints for curl can be pasted into a shell, and curl then reads the flows", {
  timeout,
}, async ({ skip }) => {
  const hasCurl = await promisify(execFile)("curl", ["--version"]).catch(() => undefined);
  if (!hasCurl) skip("there is no curl on this machine");
  const { said, end } = await started(["--port", "0", "--proxy", "0"]);
  const [greeting, ...guide] = said.split("\n\n");
  expect(greeting).toMatch(
    new RegExp(`^Local Twilio at http://127.0.0.1:\\d+, account ${seed.accountSid}. Ctrl-C ends it.$`),
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

test("wrong usage is told all at once, with exit code 2, and nothing is started", { timeout }, async () => {
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
      "--host: C.example.com is named twice. One server stands for a host.",
      '--port: expected a number from 0 to 65535, found "70000".',
      '--proxy: expected a number from 0 to 65535, found "12x".',
    ].join("\n")}\n`,
  });
  expect(await refused(["--ca-file", "ca.pem"])).toMatchObject({
    code: 2,
    stderr: "--ca-file names the file of the proxy's CA certificate: it needs --proxy.\n",
  });
  expect(await refused(["--port", "4011", "--proxy", "--json"])).toMatchObject({
    code: 2,
    stderr: "--port and --proxy both name 4011: they need a port each.\n",
  });
});

test("a proxy's port that is taken is told as such", { timeout }, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? address?.port : 0;

  expect(await refused(["--port", "0", "--proxy", String(port)])).toEqual({
    code: 1,
    stdout: "",
    stderr: `Port ${port} is taken by another program. Name another one for the proxy: --proxy PORT.\n`,
  });
});
