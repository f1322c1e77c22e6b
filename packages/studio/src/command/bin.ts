#!/usr/bin/env node
// tac-studio, the executable of the installed package.

import { runAsProgram } from "./base/program.ts";
import { packageVersion } from "./io/version.ts";
import { tacStudio } from "./studio.ts";

await runAsProgram(tacStudio, process.argv.slice(2), {
  typed: (words) => `tac-studio ${words}`.trim(),
  version: packageVersion(),
  cwd: process.cwd(),
});
