// check: everything that can be verified without running the code. All checks run, even when one fails.

import { defineCommand } from "@tac-handoff/studio/command";

export const check = defineCommand({
  name: "check",
  summary: "check everything that can be verified without running the code",
  description: [
    "Checks types, lint and format, imports between files and folders, unused code, words, and that generated pages are current. All checks run, even when one fails.",
  ],
  options: {},
  exitCodes: { 0: "all checks passed", 1: "a check failed", 2: "wrong usage" },
  examples: ["{}"],
  async run(_, io) {
    const { checks, passes } = await import("../check/checks.ts");
    let exitCode = 0;
    for (const [title, each] of Object.entries(checks)) {
      const startedMs = Date.now();
      const passed = await passes(each);
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      const result = passed ? io.colors.green("passed") : io.colors.red("failed");
      io.stdout(`${result}: ${title} (${seconds} s)\n`);
      if (!passed) exitCode = 1;
    }
    return exitCode;
  },
});
