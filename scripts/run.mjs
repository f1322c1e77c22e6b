// The entry point of our commands: `npm run demo` is `node scripts/run.mjs demo`. Checks Node, installs the
// dependencies if they are missing or outdated, and hands over to packages/cli. Plain JavaScript that uses only Node's
// own modules, because a fresh clone has nothing else yet.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = readJson("package.json");
const [name = "", ...args] = process.argv.slice(2);

const tooOld = findOldNode();
if (tooOld) stop(tooOld, 1);

const names = Object.keys(manifest.scripts).filter(
  (script) => manifest.scripts[script] === `node scripts/run.mjs ${script}`,
);
if (!names.includes(name)) {
  const problem = name ? `There is no script "${name}".` : "Specify a script.";
  stop(
    `${problem} Available scripts: ${names.join(", ")}. Usage: node scripts/run.mjs <script> [arguments]`,
    2,
  );
}

const outdated = findOutdatedPackage();
if (outdated) await install(outdated);

// As under npm, scripts run in the root, and INIT_CWD is the user's folder.
if (process.cwd() !== root) process.env.INIT_CWD = process.cwd();
process.chdir(root);
await import("@tac-handoff/loader/register");
const { runScript } = await import("@tac-handoff/cli/checkout");
await runScript([name, ...args]);

function findOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [neededMajor, neededMinor] = manifest.engines.node.match(/\d+/g).map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return (
    `${manifest.name} requires Node ${neededMajor}.${neededMinor} or later, ` +
    `but this is ${process.versions.node} (${process.execPath}). Install a newer version: https://nodejs.org`
  );
}

/**
 * Finds a package in package-lock.json that is missing from node_modules, or has a different version there.
 *
 * Compares with npm's own record, which both `npm ci` and `npm install` write last, so it does not matter which of
 * them ran, and an interrupted installation counts as missing. Optional packages may be missing: most are for other
 * platforms.
 */
function findOutdatedPackage() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(join(root, record))) return "node_modules";
  const installed = readJson(record).packages;
  return Object.entries(readJson("package-lock.json").packages).find(([path, wanted]) => {
    if (!path.includes("node_modules/")) return false; // our own packages; their links are compared
    const found = installed[path];
    return found
      ? found.version !== wanted.version || found.integrity !== wanted.integrity
      : !wanted.optional;
  })?.[0];
}

/**
 * Runs `npm ci`, and shows the elapsed time: in a terminal every second, elsewhere (CI) on a line every 15 seconds.
 *
 * @param {string} outdated path of the package that is missing or has a different version
 */
async function install(outdated) {
  const isFresh = outdated === "node_modules";
  const doing = `Installing ${countPackages()} packages, about a minute`;
  console.error(
    isFresh ? doing : `${doing}: ${outdated} is missing, or is not the version in package-lock.json`,
  );
  const isTerminal = process.stderr.isTTY === true;
  const startedMs = Date.now();
  const timer = setInterval(
    () => {
      const elapsed = `${Math.round((Date.now() - startedMs) / 1000)} s`;
      process.stderr.write(isTerminal ? `\r  ${elapsed}` : `  ${elapsed}\n`);
    },
    isTerminal ? 1_000 : 15_000,
  );
  // No package needs its install script: esbuild's binary is a separate optional package.
  const npm = spawn("npm", ["ci", "--ignore-scripts", "--no-progress"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Printed to stderr, so that programs can parse the command's own output.
  let output = "";
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding("utf8").on("data", (text) => (output += text));
  /** @type {{ status: number | null, error?: Error }} */
  const { status, error } = await new Promise((resolve) => {
    npm.on("error", (error) => resolve({ status: null, error }));
    npm.on("close", (status) => resolve({ status }));
  });
  clearInterval(timer);
  if (isTerminal) process.stderr.write("\r\u001b[K");
  process.stderr.write(output);
  if (error) stop(`npm could not be started (${error.message}). It comes with Node: https://nodejs.org`, 1);
  if (status !== 0) stop("npm ci failed; the reason is above. Fix it, then run this command again.", 1);
}

/** The number of packages that npm installs on this platform, counted as npm does: including our own. */
function countPackages() {
  const libc = process.platform === "linux" && hasGlibc() ? "glibc" : "musl";
  /** @type {[path: string, entry: Entry][]} */
  const entries = Object.entries(readJson("package-lock.json").packages);
  const suitable = entries.filter(
    ([, entry]) =>
      !entry.optional ||
      (fits(entry.os, process.platform) &&
        fits(entry.cpu, process.arch) &&
        (process.platform !== "linux" || fits(entry.libc, libc))),
  );
  const chosen = new Set(suitable.filter(([, { optional }]) => !optional));
  // An optional package counts if a chosen one depends on it. The loop also visits packages that it adds to the Set.
  for (const [, { dependencies, optionalDependencies }] of chosen)
    for (const candidate of suitable) {
      const name = candidate[0].split("node_modules/").at(-1) ?? "";
      if (dependencies?.[name] || optionalDependencies?.[name]) chosen.add(candidate);
    }
  return [...chosen].filter(([path]) => path.includes("node_modules/")).length;
}

/**
 * @typedef {{
 *   optional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>,
 * }} Entry
 */

/**
 * Source: docs.npmjs.com/cli/configuring-npm/package-json, `os` and `cpu`: names, or names to exclude with `!`.
 *
 * @param {string[] | undefined} list
 * @param {string} ours
 */
function fits(list, ours) {
  if (!list) return true;
  return list.includes(ours) || (list.every((each) => each.startsWith("!")) && !list.includes(`!${ours}`));
}

function hasGlibc() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime !== undefined;
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/**
 * @param {string} problem
 * @param {number} exitCode
 * @returns {never}
 */
function stop(problem, exitCode) {
  console.error(problem);
  process.exit(exitCode);
}
