#!/usr/bin/env node
// tac-handoff. In a checkout it runs the sources, with additional commands that work on the project itself; an
// installed package runs the bundle from bundle.mjs.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = new URL("src/checkout.ts", import.meta.url);
if (existsSync(source)) {
  process.env.INIT_CWD = process.cwd();
  process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
  await import("@tac-handoff/loader/register");
  const { runBin } = await import(source.href);
  await runBin(process.argv.slice(2));
} else {
  const built = new URL("dist/bin.js", import.meta.url);
  await import(built.href);
}
