// How a checkout runs its commands: as npm scripts, through scripts/run.mjs, or with `npx tac-handoff`.

import { readFileSync } from "node:fs";
import { type Names, runAsProgram } from "@tac-handoff/studio/command";
import { inCheckout } from "./commands/checkout.ts";
import { npmScript } from "./terminal/npmScript.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/**
 * Runs a command as an npm script. As under npm, the current folder is the root, and INIT_CWD is the user's folder.
 *
 * @param args the script's name and its arguments
 */
export function runScript(args: readonly string[]): Promise<void> {
  return runInCheckout(args, npmScript);
}

/** Runs a command as `tac-handoff`. */
export function runBin(args: readonly string[]): Promise<void> {
  return runInCheckout(args, (words) => `tac-handoff ${words}`.trim());
}

function runInCheckout(args: readonly string[], typed: Names["typed"]): Promise<void> {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return runAsProgram(inCheckout, args, { typed, version: String(version), cwd });
}
