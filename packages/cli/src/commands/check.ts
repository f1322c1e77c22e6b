// npm run check: all checks run, also when some of them fail.

import { checks, passes } from "../check/checks.ts";
import { colors } from "../terminal/colors.ts";

for (const [title, check] of Object.entries(checks)) {
  const startedMs = Date.now();
  const passed = await passes(check);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${passed ? colors.green("passed") : colors.red("failed")}: ${title} (${seconds} s)`);
  if (!passed) process.exitCode = 1;
}
