// The package as users install it: built by `npm pack`, used outside this project.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seed, startEmulator } from "@tac-handoff/emulator";
import { execa } from "execa";
import { publint } from "publint";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { installPacked } from "../../test/installPacked.ts";
import manifest from "./package.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "cli-pack-"));
// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
let project: string;
let installed: string;
let packed: string[];

beforeAll(async () => {
  ({ project, installed, packed } = await installPacked("cli", folder));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000);

const program = () => join(project, "node_modules/.bin/tac-handoff");
const environment = { NODE_OPTIONS: "", NO_COLOR: "1", TAC_HANDOFF_ENGINE: "path", PATH: process.env.PATH };

/** Runs the installed command in plain Node. */
function run(args: string[], env: Record<string, string> = {}) {
  return execa(program(), args, {
    cwd: project,
    env: { ...environment, ...env },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
  });
}

test("contains the bundle with its source maps, but no sources or tests", () => {
  expect(packed).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "bin.mjs", "dist/bin.js", "package.json"]),
  );
  expect(packed.filter((path) => /\.ts$|test|^src/.test(path))).toEqual([]);
  const code = packed.filter((path) => path.endsWith(".js"));
  expect(code.filter((path) => !existsSync(join(installed, `${path}.map`)))).toEqual([]);
  expect(existsSync(join(installed, "dist/pulumi/go.mod"))).toBe(true);
});

test("has a manifest in which publint finds no problems", async () => {
  const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });

  // Sources are exported only inside this project, under a condition that nobody else sets.
  expect(messages.filter(({ path }) => path.at(-1) !== "tac-handoff-source")).toEqual([]);
});

test("contains the license of the project", () => {
  expect(readFileSync(join(installed, "LICENSE"), "utf8")).toBe(
    readFileSync(join(import.meta.dirname, "../../LICENSE"), "utf8"),
  );
});

test("--help lists the commands that need no checkout, and --version prints the version", async () => {
  const [help, version] = await Promise.all([run(["--help"]), run(["--version"])]);

  const [, list = ""] = /Commands:\n((?: {2}.*\n)+)/.exec(help.stdout) ?? [];
  expect([...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)).toEqual([
    "doctor",
    "discover",
    "env",
    "emulator",
    "studio",
    "completion",
  ]);
  expect([help.exitCode, help.stderr, version.stdout]).toEqual([0, "", manifest.version]);
});

test("hints name the program", async () => {
  expect(await run(["doctor", "--wach"])).toMatchObject({
    exitCode: 2,
    stderr: "Unknown option --wach; did you mean --watch?\nAll options: tac-handoff doctor --help",
  });
});

test("doctor examines a local Twilio", async () => {
  const twilio = await startEmulator();
  onTestFinished(() => twilio.close());

  const { exitCode, stdout, stderr } = await run(
    ["doctor", "--json", "--no-stack", "--endpoint", twilio.url],
    {
      TWILIO_ACCOUNT_SID: seed.accountSid,
      TWILIO_API_KEY: seed.apiKeySid,
      TWILIO_API_SECRET: seed.apiKeySecret,
      TWILIO_PHONE_NUMBER: seed.phoneNumber,
    },
  );

  const { ready, checks } = JSON.parse(stdout) as {
    ready: boolean;
    checks: { id: string; status: string }[];
  };
  expect([exitCode, stderr, ready]).toEqual([1, "", false]);
  expect(checks.find(({ id }) => id === "number")).toMatchObject({ status: "ok" });
});

test("emulator starts, prints its URL, and stops on Ctrl-C", async () => {
  const child = spawn(program(), ["emulator", "--port", "0", "--json"], { cwd: project, env: environment });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");

  const health = await fetch(`${JSON.parse(String(line)).url}/local/health`);

  expect(await health.json()).toMatchObject({ status: "ok" });
  const exited = once(child, "exit");
  child.kill("SIGINT");
  expect(await exited).toEqual([0, null]);
});

test("studio check reports the problems of a flow", async () => {
  writeFileSync(
    join(project, "flow.json"),
    JSON.stringify({
      states: [{ name: "Trigger", type: "trigger", transitions: [], properties: {} }],
      initial_state: "Trigger",
    }),
  );

  const { exitCode, stdout } = await run(["studio", "check", "--json", "flow.json"]);

  expect([exitCode, JSON.parse(stdout).counts]).toEqual([0, { flows: 1, errors: 0, warnings: 1 }]);
});

test.each(["bash", "zsh", "fish"])("completion %s prints a script that calls the program", async (shell) => {
  const { exitCode, stdout } = await run(["completion", shell]);

  expect(exitCode).toBe(0);
  expect(stdout).toContain("tac-handoff complete --");
});

test("bash loads the script, which completes the program's options", async () => {
  const script = join(project, "completion.bash");
  writeFileSync(script, (await run(["completion", "bash"])).stdout);

  // A minimal version of what the bash-completion package defines.
  const words = '_get_comp_words_by_ref() { cur="--wat"; words=(tac-handoff doctor --wat); }';
  const { stdout } = await execa(
    "bash",
    ["-c", `${words}; compopt() { :; }; source "${script}"; __tac_handoff_complete; echo "\${COMPREPLY[@]}"`],
    { env: { PATH: `${join(project, "node_modules/.bin")}:${process.env.PATH}`, NODE_OPTIONS: "" } },
  );

  expect(stdout).toBe("--watch");
});
