// Commands as a user runs them, but in this process: starting Node and loading the commands would take most of the time.

import { runCommand } from "@tac-handoff/cli/testing/runCommand";

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Where the user is. Default: the root of the checkout. */
  cwd?: string;
  /** Added to the environment of the tests. */
  env?: Record<string, string>;
}

/** Runs `npm run <name> -- <args>` without a terminal. Output is without the last line break. */
export async function command(
  name: string,
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: CommandOptions = {},
): Promise<CommandResult> {
  const { code, stdout, stderr } = await runCommand([name, ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  return { exitCode: code, stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}
