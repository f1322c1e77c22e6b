// The one way into our scripts: `npm run demo` is `node scripts/run.mjs demo`, which runs `packages/cli/src/commands/demo.ts`.
// Plain JavaScript on Node's own modules, because on a fresh clone nothing else is there yet.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = readJson("package.json");
const [name = "", ...args] = process.argv.slice(2);

const tooOld = findOldNode();
if (tooOld) stop(tooOld, 1);

const names = Object.keys(manifest.scripts).filter((script) => existsSync(commandFile(script)));
if (!names.includes(name)) {
  const problem = name ? `There is no script "${name}".` : "Which script?";
  stop(`${problem} There are: ${names.join(", ")}. (node scripts/run.mjs <script> [arguments])`, 2);
}

// Nothing takes an empty value, and Pulumi would take an empty --stack for the selected one.
const empty = args.findIndex((arg) => arg === "" || /^--[\w-]+=$/.test(arg));
if (empty >= 0) {
  stop(`${args[empty] || args[empty - 1] || "The argument"} has no value; was a variable empty?`, 2);
}

const outdated = findOutdatedPackage();
if (outdated) install(outdated);

// As under npm: scripts run in the root, INIT_CWD says where the user stood.
if (process.cwd() !== root) process.env.INIT_CWD = process.cwd();
process.chdir(root);
// Whoever reads, `| head` for one, may leave early: then end as other programs do, by what a shell calls 128 + SIGPIPE.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(141);
  throw error;
});
process.argv = [process.execPath, commandFile(name), ...args];
try {
  await import("@tac-handoff/loader/register");
  await import(pathToFileURL(commandFile(name)).href);
} catch (error) {
  // An error meant for the user explains itself; any other is a defect, and its stack says where.
  const isUsage =
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const isForUser = isUsage || (error instanceof Error && "forUser" in error);
  console.error(isForUser ? error.message : error);
  if (isUsage) console.error(`All options: npm run ${name} -- --help`);
  process.exitCode = isUsage ? 2 : 1;
}

function findOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [neededMajor, neededMinor] = manifest.engines.node.match(/\d+/g).map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return (
    `${manifest.name} needs Node ${neededMajor}.${neededMinor} or later, ` +
    `this is ${process.versions.node} (${process.execPath}). Install a newer one: https://nodejs.org`
  );
}

/** @param {string} name */
function commandFile(name) {
  return join(root, "packages/cli/src/commands", `${name}.ts`);
}

/**
 * Finds a package of package-lock.json that node_modules has not, or has in another version.
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

/** @param {string} outdated path of what is missing or of another version */
function install(outdated) {
  console.error(`Installing dependencies: ${outdated} is not as in package-lock.json.`);
  // No package here needs its install script: esbuild's binary is an optional package of its own.
  // npm's output goes to stderr, so that a script's own output stays readable by a program.
  const { status, error } = spawnSync("npm", ["ci", "--ignore-scripts"], {
    cwd: root,
    stdio: ["inherit", 2, 2],
  });
  if (error) stop(`npm could not be started (${error.message}). It comes with Node: https://nodejs.org`, 1);
  if (status !== 0) stop("npm ci failed; its reason is above. Mend it, then run this again.", 1);
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
