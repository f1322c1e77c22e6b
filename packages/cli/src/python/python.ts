// Provides a Python with the real TAC SDK for the tests that use it: a virtual environment, created once from pinned
// packages and kept below node_modules.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { type Progress, showProgress } from "../terminal/progress.ts";

export interface RealTac {
  /** Absolute path of the interpreter. */
  python: string;
}

/** Why there is none, on one line: the tests that need it are skipped with this reason. */
export interface NoTac {
  reason: string;
}

/** The oldest version that the SDK supports (its metadata, `Requires-Python`). */
const oldest = [3, 10] as const;

/** `python3` comes first, because it is what the user means; the newest version comes last. */
const commands = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10", "python3.14"];

const pins = [
  "examples/agent/requirements.txt",
  "test/python/requirements.txt",
  "test/python/constraints.txt",
];

/** For about 30 MB of downloads; a stalled index must not hang the tests. */
const installTimeoutMs = 5 * 60_000;

/**
 * Finds the existing environment, or creates it, which takes about 20 seconds, with progress on stderr.
 *
 * @param options.root the checkout; default: the current folder
 * @param options.env environment in which `python3` is looked up; default: that of this process
 */
export async function ensureTac({
  root = process.cwd(),
  env = process.env,
  progress = showProgress,
}: {
  root?: string;
  env?: NodeJS.ProcessEnv;
  progress?: Progress;
} = {}): Promise<RealTac | NoTac> {
  const base = await findPython(env);
  if ("reason" in base) return base;
  const hash = createHash("sha256").update(`${base.python} ${base.version}`);
  for (const file of pins) hash.update(readFileSync(join(root, file)));
  const folder = resolve(
    root,
    "node_modules/.cache/tac-handoff",
    `python-${hash.digest("hex").slice(0, 12)}`,
  );
  const python = join(folder, "bin", "python");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return { python };
  // An incomplete environment cannot be used.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await progress("Installing the real TAC SDK for the tests (Python)", async () => {
      const options = { env, stdin: "ignore", timeout: installTimeoutMs } as const;
      await execa(base.python, ["-m", "venv", folder], options);
      const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
      await execa(python, [...install, "-r", join(root, "test/python/requirements.txt")], options);
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { reason: `the TAC SDK could not be installed: ${lastLine(error)}` };
  }
  writeFileSync(complete, "");
  return { python };
}

async function findPython(env: NodeJS.ProcessEnv): Promise<{ python: string; version: string } | NoTac> {
  const old: string[] = [];
  for (const command of commands) {
    const ask = "import platform, sys; print(platform.python_version()); print(sys.executable)";
    const { stdout, failed } = await execa(command, ["-c", ask], { env, stdin: "ignore", reject: false });
    const [version, python] = stdout?.split("\n") ?? [];
    if (failed || !python || !version) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major === oldest[0] && minor >= oldest[1]) return { python, version };
    old.push(`${command} is ${version}`);
  }
  const found = old.length > 0 ? old.join(", ") : "no python3 on PATH";
  return { reason: `Python ${oldest.join(".")} or later is needed, found: ${found}` };
}

/** pip reports the reason in its last line. */
function lastLine(error: unknown): string {
  const { stderr, shortMessage } = error as { stderr?: string; shortMessage?: string };
  const lines = (stderr || shortMessage || String(error)).trim().split("\n");
  return lines.at(-1) ?? "";
}
