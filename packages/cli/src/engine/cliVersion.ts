// The version of a `pulumi` executable. Asking takes 0.15 s or more, so the answer is remembered.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import semver from "semver";
import { run } from "./command.ts";
import { executables, pulumiHome } from "./installation.ts";

/** What identifies an executable: it is asked again as soon as any of it differs. */
interface Answer {
  path: string;
  size: number;
  modifiedMs: number;
  version: string;
}

/** @throws Error with one line if it does not answer with a version */
export async function askVersion(pulumi: string, env: NodeJS.ProcessEnv): Promise<semver.SemVer> {
  const path = realpathSync(pulumi);
  const { size, mtimeMs: modifiedMs } = statSync(path);
  const memory = join(pulumiHome(env), ".tac-handoff-cli.json");
  const known = recall(memory);
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
  if (isBinary(path)) await remember(memory, { path, size, modifiedMs, version: version.raw });
  return version;
}

/** A version manager's shim answers differently from one folder to the next, so its answer is not remembered. */
function isBinary(path: string): boolean {
  return basename(path) === executables.cli && readFileSync(path).subarray(0, 2).toString() !== "#!";
}

function recall(memory: string): Answer | undefined {
  try {
    return JSON.parse(readFileSync(memory, "utf8"));
  } catch {
    return undefined; // never asked, or cut short: ask
  }
}

async function remember(memory: string, answer: Answer) {
  const draft = `${memory}.${process.pid}`;
  try {
    await mkdir(join(memory, ".."), { recursive: true });
    await writeFile(draft, JSON.stringify(answer));
    await rename(draft, memory);
  } catch {
    // A home that cannot be written to: asked again next time.
  }
}
