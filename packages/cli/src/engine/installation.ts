// Where Pulumi CLIs are installed: `versions/<version>/bin` in Pulumi's home folder, like its Automation API.

import { accessSync, constants, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** The executables of a complete installation. The language host runs JavaScript and TypeScript programs. */
export const executables = { cli: "pulumi", languageHost: "pulumi-language-nodejs" };

const stagingPrefix = ".tac-handoff-";
/** A staging folder this old was left behind by a setup that was killed; none runs for so long. */
const abandonedAfterMs = 24 * 60 * 60 * 1000;

export function pulumiHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi");
}

export function versionsFolder(env: NodeJS.ProcessEnv): string {
  return join(pulumiHome(env), "versions");
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function isComplete(installation: string): boolean {
  return Object.values(executables).every((name) => isExecutable(join(installation, "bin", name)));
}

/**
 * Installs a version: `fill` writes it to a staging folder, which is renamed to the version only when complete. So a
 * folder named after a version is always complete, no matter when a setup is stopped. If another setup was faster, its
 * result is kept.
 *
 * @returns the folder of the version
 * @throws whatever `fill` throws, and an Error if an executable is missing
 */
export async function installVersion(
  env: NodeJS.ProcessEnv,
  version: string,
  fill: (staging: string) => Promise<void>,
): Promise<string> {
  const versions = versionsFolder(env);
  const target = join(versions, version);
  await mkdir(versions, { recursive: true });
  await removeAbandoned(versions);
  const staging = await mkdtemp(join(versions, stagingPrefix));
  const stopWatching = removeOnExit(staging);
  try {
    const installation = join(staging, "installation");
    await mkdir(installation);
    await fill(installation);
    if (!isComplete(installation)) {
      throw new Error(`${Object.values(executables).join(" or ")} is missing from the installation`);
    }
    await putInPlace(installation, target, join(staging, "replaced"));
    return target;
  } finally {
    stopWatching();
    await rm(staging, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function putInPlace(installation: string, target: string, replaced: string) {
  if (await takeName(installation, target)) return;
  if (isComplete(target)) return; // another setup was faster
  // The existing folder is not ours and not complete, so it is replaced.
  await rename(target, replaced).catch(unless("ENOENT"));
  await takeName(installation, target);
}

async function takeName(installation: string, target: string): Promise<boolean> {
  const isTaken = unless("ENOTEMPTY", "EEXIST");
  return rename(installation, target).then(
    () => true,
    (error) => {
      isTaken(error);
      return false;
    },
  );
}

function unless(...expected: string[]) {
  return (error: NodeJS.ErrnoException) => {
    if (!expected.includes(error.code ?? "")) throw error;
  };
}

async function removeAbandoned(versions: string) {
  for (const name of await readdir(versions)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const folder = join(versions, name);
    const age = Date.now() - (await stat(folder).then(({ mtimeMs }) => mtimeMs, Date.now));
    if (age > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}

/** Removes a folder on exit, even if the process is interrupted. Returns a function that cancels this. */
function removeOnExit(folder: string): () => void {
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupts = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const listeners = Object.entries(interrupts).map(
    ([signal, exitCode]) => [signal, () => process.exit(exitCode)] as const,
  );
  process.once("exit", remove);
  for (const [signal, listener] of listeners) process.once(signal, listener);
  return () => {
    process.off("exit", remove);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
