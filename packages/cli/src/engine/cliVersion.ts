// The version of a `pulumi` executable. Running it takes 0.15 s or more, so the result is cached.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import semver from "semver";
import { run } from "./command.ts";
import { executables, pulumiHome } from "./installation.ts";

/** Identifies an executable: it is run again as soon as any of this differs. */
interface CachedVersion {
  path: string;
  size: number;
  modifiedMs: number;
  version: string;
}

/** @throws Error with one line if it does not print a version */
export async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<semver.SemVer> {
  const path = realpathSync(pulumi);
  const { size, mtimeMs: modifiedMs } = statSync(path);
  const cache = join(pulumiHome(env), ".tac-handoff-cli.json");
  const known = readCache(cache);
  if (known?.path === path && known.size === size && known.modifiedMs === modifiedMs) {
    return new semver.SemVer(known.version);
  }
  const output = await run(pulumi, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutMs: 10_000,
  }).catch((error: Error) => {
    throw new Error(`${pulumi} version: ${error.message}`, { cause: error });
  });
  const version = semver.parse(output.trim());
  if (!version) throw new Error(`${pulumi} version: expected a version, got "${output.trim().slice(0, 80)}"`);
  if (isBinary(path)) await writeCache(cache, { path, size, modifiedMs, version: version.raw });
  return version;
}

/** A version manager's shim may print a different version in each folder, so its output is not cached. */
function isBinary(path: string): boolean {
  return basename(path) === executables.cli && readFileSync(path).subarray(0, 2).toString() !== "#!";
}

function readCache(file: string): CachedVersion | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // missing or incomplete
  }
}

async function writeCache(file: string, version: CachedVersion) {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(draft, JSON.stringify(version));
    await rename(draft, file);
  } catch {
    // The home folder is not writable: nothing is cached.
  }
}
