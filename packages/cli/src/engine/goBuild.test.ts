import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Progress } from "../terminal/progress.ts";
import { run } from "./command.ts";
import { buildFromGoModules, builtVersion, cliVersion, languageHostVersion } from "./goBuild.ts";

const quietly: Progress = (_, work) => work();

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  env = { PATH: `${folder}:/usr/bin:/bin`, PULUMI_HOME: join(folder, "home") };
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A `go` that "builds" instantly: it writes a script where the program should go. */
function fakeGo({ whenBuildingCli = "true" } = {}) {
  const file = join(folder, "go");
  writeFileSync(
    file,
    `#!/bin/sh
if [ "$1" = version ]; then echo go version go1.26.0 linux/amd64; exit; fi
while [ "$1" != -o ]; do shift; done
case "$2" in */pulumi) ${whenBuildingCli};; esac
mkdir -p "$(dirname "$2")"
printf '#!/bin/sh\\nfor argument; do echo "$argument"; done' > "$2"
chmod +x "$2"
`,
  );
  chmodSync(file, 0o755);
}

function versions(): string[] {
  return readdirSync(join(folder, "home/versions"));
}

test("a build contains the CLI and both language hosts, and leaves nothing else behind", async () => {
  fakeGo();

  const installation = await buildFromGoModules(env, quietly);

  expect(installation).toBe(join(folder, "home/versions", builtVersion));
  expect(versions()).toEqual([builtVersion]);
  expect(readdirSync(join(installation, "bin")).sort()).toEqual([
    "pulumi",
    "pulumi-language-nodejs",
    `pulumi-language-nodejs-${languageHostVersion}`,
    "pulumi-language-yaml",
  ]);
});

test("a build that fails halfway leaves nothing that looks installed, and reports go's own reason", async () => {
  fakeGo({ whenBuildingCli: "echo go: no space left on device >&2; exit 1" });

  await expect(buildFromGoModules(env, quietly)).rejects.toThrow("go: no space left on device");
  expect(versions()).toEqual([]);
});

test("two builds at the same time both succeed and leave one installation", async () => {
  fakeGo();

  await Promise.all([buildFromGoModules(env, quietly), buildFromGoModules(env, quietly)]);

  expect(versions()).toEqual([builtVersion]);
});

test("an incomplete installation of the same version by another program is replaced", async () => {
  fakeGo();
  mkdirSync(join(folder, "home/versions", builtVersion, "bin"), { recursive: true });

  const installation = await buildFromGoModules(env, quietly);

  expect(readdirSync(join(installation, "bin"))).toContain("pulumi");
  expect(versions()).toEqual([builtVersion]);
});

test("the versions named here are those locked in the go.mod files", () => {
  const locked = (name: string, module: string) =>
    readFileSync(join(import.meta.dirname, name, "go.mod"), "utf8").match(`\t${module} v(\\S+)`)?.[1];

  expect(locked("pulumi", "github.com/pulumi/pulumi/pkg/v3")).toBe(cliVersion);
  expect(locked("pulumi", "github.com/pulumi/pulumi/sdk/v3")).toBe(cliVersion);
  expect(locked("nodejs", "github.com/pulumi/pulumi/sdk/v3")).toBe(languageHostVersion);
});

test.each([
  [
    "on separate lines",
    `runtime:
  name: nodejs
  options:
    # typescript: true
    typescript: false
    nodeargs: "--import ./scripts/typescript.mjs" # as in docs/engine.md`,
    ["-typescript=false", "-nodeargs=--import ./scripts/typescript.mjs"],
  ],
  [
    "in braces",
    "runtime: { name: nodejs, options: { nodeargs: --no-warnings, typescript: false } }",
    ["-typescript=false", "-nodeargs=--no-warnings"],
  ],
  ["by default", "runtime: nodejs", ["-typescript=true", "-nodeargs="]],
])("the language host gets the options of Pulumi.yaml as flags, written %s", async (_, yaml, flags) => {
  fakeGo();
  const bin = join(await buildFromGoModules(env, quietly), "bin");
  const program = join(folder, "project/program");
  mkdirSync(program, { recursive: true });
  writeFileSync(join(folder, "project/Pulumi.yaml"), `name: example\n${yaml}\n`);

  const host = await run(join(bin, "pulumi-language-nodejs"), ["127.0.0.1:4000"], {
    cwd: program,
    env,
    timeoutMs: 10_000,
  });

  expect(host.trim().split("\n")).toEqual([...flags, "127.0.0.1:4000"]);
});
