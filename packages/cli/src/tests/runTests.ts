// Runs the tests with Vitest, and prints a one-line summary for CI.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderVariable, unusedDifferences } from "@tac-handoff/documents/usedDifferences";
import type { Io } from "@tac-handoff/studio/command";
import type { TestCase } from "vitest/node";
import { parseCLI, startVitest } from "vitest/node";
import { ensureEngine } from "../engine/engine.ts";
import { ensureTac } from "../python/python.ts";
import { needsTac } from "./needsTac.ts";

/** @param args for Vitest */
export async function runTests(args: readonly string[], io: Io): Promise<number> {
  const { filter, options } = parseCLI(["vitest", "run", ...args]);
  // Vitest's workers inherit what is set here.
  const { env } = await ensureEngine();
  Object.assign(process.env, env);
  if (needsTac(process.cwd(), { filters: filter, project: options.project })) {
    const tac = await ensureTac();
    if ("python" in tac) process.env.TAC_HANDOFF_PYTHON = tac.python;
    else process.env.TAC_HANDOFF_NO_PYTHON = tac.reason;
  }

  // Only a run of all tests can tell which deliberate differences no longer occur.
  const used = args.length === 0 ? mkdtempSync(join(tmpdir(), "tac-handoff-differences-")) : undefined;
  if (used !== undefined) process.env[folderVariable] = used;
  const vitest = await startVitest("test", filter, options);
  const files = vitest.state.getTestModules();
  const tests = files.flatMap((file) => [...file.children.allTests()]);
  await vitest.close();

  const skipped = tests.filter((test) => ["skipped", "pending"].includes(test.result().state));
  for (const test of skipped)
    io.stdout(`skipped: ${test.module.relativeModuleId}: ${test.fullName}${reason(test)}\n`);
  const passed = tests.filter((test) => test.result().state === "passed");
  const failed = tests.filter((test) => test.result().state === "failed");
  // A file that does not load, or an error after the end of a test, belongs to no test but counts as a failure.
  const outsideTests =
    files.filter((file) => file.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
  const unused = used === undefined ? [] : unusedDifferences(used);
  for (const difference of unused)
    io.stdout(
      `failed: packages/documents/src/differences.ts: no test meets "${difference}" any more: remove it\n`,
    );
  if (used !== undefined) rmSync(used, { recursive: true });
  io.stdout(
    `${passed.length} passed, ${failed.length + outsideTests + unused.length} failed, ${skipped.length} skipped\n`,
  );
  // Vitest sets its own exit code, even if no test file was found.
  return unused.length > 0 ? 1 : Number(process.exitCode ?? 0);
}

function reason(test: TestCase): string {
  const result = test.result();
  return result.state === "skipped" && result.note ? `: ${result.note}` : "";
}
