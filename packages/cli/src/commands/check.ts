// check: everything that can be verified without running the code. All checks run, even when one fails.

import { defineCommand } from "@tac-handoff/studio/command";

const checks = {
  types: ["tsc", "-p", "."],
  "lint and format": ["biome", "check", "."],
};

export const check = defineCommand({
  name: "check",
  summary: "check types, lint and format",
  description: [`Checks the project without running it: ${Object.keys(checks).join(", ")}.`],
  options: {},
  exitCodes: { 0: "all checks passed", 1: "a check failed", 2: "wrong usage" },
  examples: ["{}"],
  async run(_, io) {
    const { execa } = await import("execa");
    let exitCode = 0;
    for (const [title, [command = "", ...args]] of Object.entries(checks)) {
      const startedMs = Date.now();
      const { failed } = await execa(command, args, { preferLocal: true, stdio: "inherit", reject: false });
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      const result = failed ? io.colors.red("failed") : io.colors.green("passed");
      io.stdout(`${result}: ${title} (${seconds} s)\n`);
      if (failed) exitCode = 1;
    }
    return exitCode;
  },
});
