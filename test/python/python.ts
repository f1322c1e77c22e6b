// The Python that runs Twilio's and TAC's own SDKs in tests, when the machine has one.

import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

/** The oldest minor version of Python 3 that TAC runs on. Source: twilio-agent-connect 2.5.0 on PyPI */
const oldest = 10;

/**
 * The Python that `TAC_HANDOFF_PYTHON` names, or `python3`. Skips the test, saying why, when it is not there, is too old
 * or lacks a module.
 *
 * @param modules as they are imported: `twilio`, `tac`, `httpx`
 */
export function needPython({ skip }: Pick<TestContext, "skip">, modules: string[]): string {
  const python = process.env.TAC_HANDOFF_PYTHON ?? "python3";
  const problem = whatIsMissing(python, modules);
  if (problem !== undefined) skip(`${problem} (TAC_HANDOFF_PYTHON names another Python)`);
  return python;
}

function whatIsMissing(python: string, modules: string[]): string | undefined {
  const program = `
import importlib.util, json, sys
missing = [name for name in sys.argv[1:] if importlib.util.find_spec(name) is None]
print(json.dumps({"version": list(sys.version_info[:2]), "missing": missing}))`;
  const { error, status, stdout } = spawnSync(python, ["-c", program, ...modules], { encoding: "utf8" });
  if (error || status !== 0) return `${python} does not run`;
  const { version, missing } = JSON.parse(stdout) as { version: [number, number]; missing: string[] };
  const [major, minor] = version;
  if (major < 3 || minor < oldest) return `${python} is Python ${major}.${minor}, older than 3.${oldest}`;
  return missing.length > 0 ? `${python} has no module ${missing.join(", ")}` : undefined;
}
