import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let root: string;

const lock = {
  packages: {
    "": {},
    "packages/studio": {},
    "node_modules/studio": { resolved: "packages/studio", link: true },
    "node_modules/zod": { version: "4.0.0", integrity: "sha512-zod" },
    "node_modules/only-elsewhere": { version: "1.0.0", optional: true, os: ["other"] },
  },
};
const {
  "": _root,
  "packages/studio": _own,
  "node_modules/only-elsewhere": _other,
  ...installed
} = lock.packages;

/** A fresh clone of a project with one script, an npm that only prints its call, and commands that do the same. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "run-"));
  write("package.json", {
    name: "example",
    engines: { node: ">=20.19" },
    scripts: { greet: "node scripts/run.mjs greet", build: "tsc" },
  });
  write("package-lock.json", lock);
  const loader = "node_modules/@tac-handoff/loader";
  write(`${loader}/package.json`, { type: "module", exports: { "./register": "./register.mjs" } });
  write(`${loader}/register.mjs`, `import "${import.meta.resolve("@tac-handoff/loader/register")}";`);
  const cli = "node_modules/@tac-handoff/cli";
  write(`${cli}/package.json`, { type: "module", exports: { "./checkout": "./checkout.js" } });
  write(
    `${cli}/checkout.js`,
    'export const runScript = (args) => console.log(args.join(" "), process.cwd(), process.env.INIT_CWD);',
  );
  write("bin/npm", '#!/bin/sh\ntouch npm-was-called\necho "npm $*"\n');
  chmodSync(join(root, "bin/npm"), 0o755);
  mkdirSync(join(root, "scripts"));
  copyFileSync(join(import.meta.dirname, "run.mjs"), join(root, "scripts/run.mjs"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: unknown) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
}

function runScript(args: string[], { cwd = root } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/run.mjs"), ...args], {
    cwd,
    env: { PATH: `${join(root, "bin")}:/usr/bin:/bin` },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("a script runs in the root with its arguments, wherever it is started, and nothing is installed again", () => {
  write("node_modules/.package-lock.json", { packages: installed });

  expect(runScript(["greet", "Ada", "--now"], { cwd: tmpdir() })).toEqual({
    status: 0,
    stdout: `greet Ada --now ${root} ${tmpdir()}\n`,
    stderr: "",
  });
});

const packages = "Installing 2 packages, about a minute";

test.each([
  ["nothing is installed", undefined, packages],
  [
    "another version is installed",
    { "node_modules/zod": { version: "3.0.0" } },
    `${packages}: node_modules/zod is missing, or is not the version in package-lock.json`,
  ],
  [
    "a link to one of our packages is missing",
    { "node_modules/studio": undefined },
    `${packages}: node_modules/studio is missing, or is not the version in package-lock.json`,
  ],
])("dependencies are installed when %s", (_, change, message) => {
  if (change) write("node_modules/.package-lock.json", { packages: { ...installed, ...change } });

  const { status, stdout, stderr } = runScript(["greet"]);

  expect(status).toBe(0);
  expect(stderr).toBe(`${message}\nnpm ci --ignore-scripts --no-progress\n`);
  expect(stdout).not.toContain("npm");
});

test("for an unknown script, the error lists the available ones, and nothing is installed", () => {
  expect(runScript(["../greet"])).toEqual({
    status: 2,
    stdout: "",
    stderr:
      'There is no script "../greet". Available scripts: greet. Usage: node scripts/run.mjs <script> [arguments]\n',
  });
  expect(existsSync(join(root, "npm-was-called"))).toBe(false);
});

test("packages for other platforms, and packages that only those depend on, are not counted", () => {
  write("package-lock.json", {
    packages: {
      "": { dependencies: { a: "1.0.0", c: "1.0.0" } },
      "node_modules/a": {
        version: "1.0.0",
        optionalDependencies: { d: "1.0.0", e: "1.0.0", f: "1.0.0", g: "1.0.0" },
      },
      "node_modules/b": { link: true },
      "node_modules/c": { version: "1.0.0" },
      "node_modules/d": { version: "1.0.0", optional: true, os: ["other"] },
      "node_modules/e": { version: "1.0.0", optional: true, os: [`!${process.platform}`] },
      "node_modules/f": { version: "1.0.0", optional: true, cpu: ["other"], dependencies: { h: "1.0.0" } },
      "node_modules/g": { version: "1.0.0", optional: true, os: ["!other"], cpu: [process.arch] },
      "node_modules/h": { version: "1.0.0", optional: true },
    },
  });

  expect(runScript(["greet"]).stderr).toMatch(/^Installing 4 packages, about a minute\n/);
});

test("when npm fails, its own output and what to do are shown, and nothing runs", () => {
  write("bin/npm", '#!/bin/sh\necho "npm error ETIMEDOUT" >&2\nexit 1\n');
  chmodSync(join(root, "bin/npm"), 0o755);

  expect(runScript(["greet"])).toEqual({
    status: 1,
    stdout: "",
    stderr: `${packages}\nnpm error ETIMEDOUT\nnpm ci failed; the reason is above. Fix it, then run this command again.\n`,
  });
});

test("a version of Node that is too old is rejected with the required one", () => {
  write("package.json", { name: "example", engines: { node: ">=99.1" }, scripts: {} });

  expect(runScript(["greet"])).toMatchObject({
    status: 1,
    stderr: `example requires Node 99.1 or later, but this is ${process.versions.node} (${process.execPath}). Install a newer version: https://nodejs.org\n`,
  });
});
