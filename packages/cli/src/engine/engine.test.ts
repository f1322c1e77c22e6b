import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ensureEngine } from "./engine.ts";
import { builtVersion } from "./goBuild.ts";

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  env = {
    PATH: join(folder, "bin"),
    PULUMI_HOME: join(folder, "home"),
    TAC_HANDOFF_ENGINE: "path,installed",
  };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllGlobals();
});

function executable(path: string, content = "#!/bin/sh\n"): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** A CLI that logs each call. Like a binary, it does not start with `#!`. */
function onPath(version: string): string {
  executable("bin/pulumi-language-nodejs");
  return executable("bin/pulumi", `echo called >> ${join(folder, "calls")}\necho ${version}\n`);
}

function installed(version: string): string {
  executable(`home/versions/${version}/bin/pulumi-language-nodejs`);
  return executable(`home/versions/${version}/bin/pulumi`);
}

function calls(): number {
  const log = join(folder, "calls");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
}

test("a CLI on PATH that is new enough is used, and PATH is unchanged", async () => {
  const pulumi = onPath("v3.201.0");
  installed("3.240.0");

  expect(await ensureEngine({ env })).toEqual({
    version: "3.201.0",
    pulumi,
    source: "path",
    env: { PATH: env.PATH, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
});

test("an installed CLI is used in place of one on PATH that is too old", async () => {
  onPath("v3.199.0");
  const pulumi = installed("3.240.0");

  expect(await ensureEngine({ env })).toEqual({
    version: "3.240.0",
    pulumi,
    source: "installed",
    env: { PATH: dirname(pulumi) + delimiter + env.PATH, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
});

test("the newest complete installation is used, and of our own builds only the current one", async () => {
  for (const version of ["3.199.0", "3.230.0", "3.239.0+go.0", "4.0.0", "no-version"]) installed(version);
  executable("home/versions/3.247.0/bin/pulumi"); // has no language host

  expect(await ensureEngine({ env })).toMatchObject({ version: "3.230.0" });

  installed(builtVersion);

  expect(await ensureEngine({ env })).toMatchObject({ version: builtVersion });
});

test("the version of the CLI on PATH is read once, and again only after the CLI has been replaced", async () => {
  const pulumi = onPath("v3.210.0");

  await ensureEngine({ env });
  await ensureEngine({ env });

  expect(calls()).toBe(1);

  appendFileSync(pulumi, "# replaced\n");
  await ensureEngine({ env });

  expect(calls()).toBe(2);
});

test("the version of a version manager's script on PATH is read every time, because it may change", async () => {
  executable("bin/pulumi-language-nodejs");
  executable("bin/pulumi", `#!/bin/sh\necho called >> ${join(folder, "calls")}\necho v3.210.0\n`);

  await ensureEngine({ env });
  await ensureEngine({ env });

  expect(calls()).toBe(2);
});

test.each([
  ["has no language host", "echo v3.210.0", false, "which runs our program, next to it or on PATH"],
  ["does not run", "echo cannot start >&2; exit 3", true, "/bin/pulumi version: cannot start"],
  ["prints no version", "echo hello", true, '/bin/pulumi version: expected a version, got "hello"'],
  ["is too old", "echo v3.1.0", true, "/bin/pulumi is 3.1.0, 3.200.0 or later is needed"],
])("a CLI on PATH that %s is not used, and the reason is reported", async (_, script, hasHost, reason) => {
  executable("bin/pulumi", script);
  if (hasHost) executable("bin/pulumi-language-nodejs");

  await expect(ensureEngine({ env })).rejects.toMatchObject({
    tried: [
      { way: "path", reason: expect.stringContaining(reason) },
      { way: "installed", reason: `none in ${folder}/home/versions` },
    ],
  });
});

test("if every source fails, one message lists them all, each with its reason, and what to install", async () => {
  delete env.TAC_HANDOFF_ENGINE;
  const cause = new Error("getaddrinfo ENOTFOUND get.pulumi.com");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause })));

  await expect(ensureEngine({ env })).rejects.toMatchObject({
    message: `\
No Pulumi CLI was found, and none could be installed:
  on PATH                pulumi not found
  already installed      none in ${folder}/home/versions
  official installer     get.pulumi.com cannot be reached (getaddrinfo ENOTFOUND get.pulumi.com)
  build from Go modules  go is not on PATH
Install it, then run this command again:
  brew install pulumi/tap/pulumi
  curl -fsSL https://get.pulumi.com | sh
  or see https://www.pulumi.com/docs/install/. Then \`pulumi version\` must work in this shell.`,
  });
});

test("an unknown word in TAC_HANDOFF_ENGINE is rejected", async () => {
  env.TAC_HANDOFF_ENGINE = "path, donwload";

  await expect(ensureEngine({ env })).rejects.toThrow(
    'TAC_HANDOFF_ENGINE: "donwload" is not one of path, installed, download, build',
  );
});
