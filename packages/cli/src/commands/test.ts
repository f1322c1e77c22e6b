// npm test: all tests, with the Pulumi CLI on their PATH and a Python with the real TAC SDK. Arguments are Vitest's: npm test -- packages/studio.

import type { TestCase } from "vitest/node";
import { parseCLI, startVitest } from "vitest/node";
import { ensureEngine } from "../engine/engine.ts";
import { ensureTac } from "../python/python.ts";

// Vitest's workers inherit what is set here.
const { env } = await ensureEngine();
Object.assign(process.env, env);
const tac = await ensureTac();
if ("python" in tac) process.env.TAC_HANDOFF_PYTHON = tac.python;
else process.env.TAC_HANDOFF_NO_PYTHON = tac.reason;

const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const vitest = await startVitest("test", filter, options);
const files = vitest.state.getTestModules();
const tests = files.flatMap((file) => [...file.children.allTests()]);
await vitest.close();

const skipped = tests.filter((test) => ["skipped", "pending"].includes(test.result().state));
for (const test of skipped)
  console.log(`skipped: ${test.module.relativeModuleId}: ${test.fullName}${reason(test)}`);

const passed = tests.filter((test) => test.result().state === "passed");
const failed = tests.filter((test) => test.result().state === "failed");
// A file that does not load, or an error after a test's end, belongs to no test and has failed all the same.
const outsideTests =
  files.filter((file) => file.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
console.log(`${passed.length} passed, ${failed.length + outsideTests} failed, ${skipped.length} skipped`);

function reason(test: TestCase): string {
  const result = test.result();
  return result.state === "skipped" && result.note ? `: ${result.note}` : "";
}
