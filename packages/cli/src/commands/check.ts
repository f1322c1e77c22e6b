// npm run check: everything that can be known without running the code. All of it runs, also when some of it fails.

import { execa } from "execa";
import { colors } from "../terminal/colors.ts";

const checks = {
  types: ["tsc", "-p", "."],
  "lint and format": ["biome", "check", "."],
};

for (const [title, [command = "", ...args]] of Object.entries(checks)) {
  const startedMs = Date.now();
  const { failed } = await execa(command, args, { preferLocal: true, stdio: "inherit", reject: false });
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${failed ? colors.red("failed") : colors.green("passed")}: ${title} (${seconds} s)`);
  if (failed) process.exitCode = 1;
}
