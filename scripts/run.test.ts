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
    "node_modules/only-on-windows": { version: "1.0.0", optional: true },
  },
};
const {
  "": _root,
  "packages/studio": _own,
  "node_modules/only-on-windows": _other,
  ...installed
} = lock.packages;

/** A fresh clone of a project with one script, and an npm that only says that it was called. */
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
  write(
    "packages/cli/src/commands/greet.ts",
    'console.log(process.argv.slice(2).join(" "), process.cwd(), process.env.INIT_CWD)',
  );
  write("bin/npm", '#!/bin/sh\necho "npm $*"\n');
  chmodSync(join(root, "bin/npm"), 0o755);
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
    stdout: `Ada --now ${root} ${tmpdir()}\n`,
    stderr: "",
  });
});

test.each([
  ["nothing is installed", undefined, "node_modules"],
  ["another version is installed", { "node_modules/zod": { version: "3.0.0" } }, "node_modules/zod"],
  ["a link to one of our packages is missing", { "node_modules/studio": undefined }, "node_modules/studio"],
])("dependencies are installed when %s", (_, change, named) => {
  if (change) write("node_modules/.package-lock.json", { packages: { ...installed, ...change } });

  const { status, stdout, stderr } = runScript(["greet"]);

  expect(status).toBe(0);
  expect(stderr).toBe(
    `Installing dependencies: ${named} is not as in package-lock.json.\nnpm ci --ignore-scripts\n`,
  );
  expect(stdout).not.toContain("npm");
});

test("a name that is no script of ours is answered with those there are, before anything is installed", () => {
  expect(runScript(["../greet"])).toEqual({
    status: 2,
    stdout: "",
    stderr: 'There is no script "../greet". There are: greet. (node scripts/run.mjs <script> [arguments])\n',
  });
  expect(existsSync(join(root, "node_modules"))).toBe(false);
});

test.each([
  [["greet", "--stack", ""], "--stack has no value; was a variable empty?\n"],
  [["greet", "--stack="], "--stack= has no value; was a variable empty?\n"],
  [["greet", ""], "The argument has no value; was a variable empty?\n"],
])("arguments %j are refused, since a variable seems to be missing", (args, stderr) => {
  expect(runScript(args)).toEqual({ status: 2, stdout: "", stderr });
});

test("a reader that leaves early, as head does, ends a script without a word", () => {
  write("node_modules/.package-lock.json", { packages: installed });
  write("packages/cli/src/commands/greet.ts", 'setInterval(() => console.log("again and again"), 1)');

  const command = `"${process.execPath}" "${join(root, "scripts/run.mjs")}" greet | head -1`;
  const { stdout, stderr } = spawnSync("/bin/sh", ["-c", command], {
    env: { PATH: "/usr/bin:/bin" },
    encoding: "utf8",
  });

  expect([stdout, stderr]).toEqual(["again and again\n", ""]);
});

test("wrong options are told with where all are", () => {
  write("node_modules/.package-lock.json", { packages: installed });
  write(
    "packages/cli/src/commands/greet.ts",
    `throw Object.assign(new Error("Unknown option '--nwo'"), { code: "ERR_PARSE_ARGS_UNKNOWN_OPTION" })`,
  );

  expect(runScript(["greet", "--nwo"])).toEqual({
    status: 2,
    stdout: "",
    stderr: "Unknown option '--nwo'\nAll options: npm run greet -- --help\n",
  });
});

test("a Node that is too old is refused with what is needed", () => {
  write("package.json", { name: "example", engines: { node: ">=99.1" }, scripts: {} });

  expect(runScript(["greet"])).toMatchObject({
    status: 1,
    stderr: `example needs Node 99.1 or later, this is ${process.versions.node} (${process.execPath}). Install a newer one: https://nodejs.org\n`,
  });
});

test("an error meant for the user is shown without a stack, any other with it", () => {
  write("node_modules/.package-lock.json", { packages: installed });
  write(
    "packages/cli/src/commands/greet.ts",
    'throw Object.assign(new Error("Say whom to greet."), { forUser: true })',
  );

  expect(runScript(["greet"])).toMatchObject({ status: 1, stderr: "Say whom to greet.\n" });

  write("packages/cli/src/commands/greet.ts", 'throw new Error("defect")');

  expect(runScript(["greet"]).stderr).toMatch(/^Error: defect\n {4}at .*greet\.ts/);
});
