// The one way into our commands: `npm run demo` is `node scripts/run.mjs demo`. Checks Node, installs the dependencies where
// they are missing or outdated, and hands over to packages/cli. Plain JavaScript on Node's own modules, because on a fresh
// clone nothing else is there yet.

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
  const problem = name ? `There is no script "${name}".` : "Which script?";
  stop(`${problem} The scripts are ${names.join(", ")}. (node scripts/run.mjs <script> [arguments])`, 2);
}

const outdated = findOutdatedPackage();
if (outdated) await install(outdated);

// As under npm: scripts run in the root, INIT_CWD is where the user was.
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
    `${manifest.name} needs Node ${neededMajor}.${neededMinor} or later, ` +
    `this is ${process.versions.node} (${process.execPath}). Install a newer one: https://nodejs.org`
  );
}

/**
 * Finds a package of package-lock.json that node_modules does not have, or has in another version.
 *
 * Compares with npm's own record, written last by `npm ci` and `npm install` alike, so it does not matter who
 * installed, and an installation that was cut short counts as none. Optional packages may be missing: most are
 * for other platforms.
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
 * Runs `npm ci`, and shows how long it takes: in a terminal every second, elsewhere (CI) a line every 15 seconds.
 *
 * @param {string} outdated path of what is missing or has another version
 */
async function install(outdated) {
  const isFresh = outdated === "node_modules";
  const doing = `Installing ${countPackages()} packages, about a minute`;
  console.error(
    isFresh ? doing : `${doing}: ${outdated} is missing, or not the version in package-lock.json`,
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
  // None of the packages needs its install script: esbuild's binary is an optional package of its own.
  const npm = spawn("npm", ["ci", "--ignore-scripts", "--no-progress"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // To stderr, so that the command's own output stays readable by a program.
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
  if (status !== 0) stop("npm ci failed; the reason is above. Fix it, then run this again.", 1);
}

/** Packages that npm installs on this platform, as it counts them itself: our own with them. */
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
  // An optional package counts if one that is chosen needs it; a Set also goes through what is added meanwhile.
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
 * Source: docs.npmjs.com/cli/configuring-npm/package-json, `os` and `cpu`: names, or names to leave out with `!`.
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
