// The installed tac-handoff.

import { readFileSync } from "node:fs";
import { runAsProgram } from "@tac-handoff/studio/command";
import { tacHandoff } from "./commands/table.ts";

process.setSourceMapsEnabled(true);
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
await runAsProgram(tacHandoff, process.argv.slice(2), {
  typed: (words) => `tac-handoff ${words}`.trim(),
  version: String(version),
  cwd: process.cwd(),
});
