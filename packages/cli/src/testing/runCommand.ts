// Runs a command of a checkout for a test, without a process, and records its output.

import { type RecordedOptions, type Run, runRecorded } from "@tac-handoff/studio/testing/recordedIo";
import { inCheckout } from "../commands/checkout.ts";
import { npmScript } from "../terminal/npmScript.ts";

/** @param args the words after `npm run`: `["env", "--check"]` */
export function runCommand(args: readonly string[], options: RecordedOptions = {}): Promise<Run> {
  return runRecorded(args, { program: inCheckout, typed: npmScript, ...options });
}
