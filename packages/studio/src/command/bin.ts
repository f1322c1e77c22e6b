#!/usr/bin/env node
// tac-studio, the executable of the installed package.

import { runAsProgram } from "./program.ts";

await runAsProgram({ program: "tac-studio", cwd: process.cwd() });
