// test: runs the tests, with the Pulumi CLI on PATH and, if a selected test needs it, a Python with the real TAC SDK.

import { defineCommand } from "@tac-handoff/studio/command";

export const test = defineCommand({
  name: "test",
  summary: "run the project's tests",
  description: [
    "Runs the tests with Vitest, after installing what they need: the Pulumi CLI, and a Python with the TAC SDK if a selected test uses it. All arguments are passed to Vitest: file or folder names, and its options.",
  ],
  arguments: [{ name: "ARGUMENT…", description: "arguments for Vitest, see https://vitest.dev/guide/cli" }],
  options: {},
  passThrough: true,
  exitCodes: { 0: "all tests passed", 1: "a test failed" },
  examples: ["{}", "{} packages/studio", '{} test/demo.test.ts -t "interrupt"'],
  async run({ args }, io) {
    const { runTests } = await import("../tests/runTests.ts");
    return runTests(args, io);
  },
});
