// The command line: which commands there are, and what becomes of a mistake.

import type { Io } from "./io/io.ts";
import { InputError, UsageError } from "./io/mistake.ts";
import { notThere } from "./io/readArguments.ts";
import { packageVersion } from "./io/version.ts";

interface Command {
  /** All about it, for `--help`. */
  usage: (program: string) => string;
  /** Does it, and gives the exit code. */
  run: (args: readonly string[], io: Io) => Promise<number>;
}

/** Loaded one by one: what draws takes longer to load than a check takes to run. */
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  check: { summary: "find what is wrong with flows", load: () => import("./check.ts") },
  diff: { summary: "tell what changed between two versions of a flow", load: () => import("./diff.ts") },
  simulate: { summary: "run a flow without Twilio, as scenarios say", load: () => import("./simulate.ts") },
  explore: { summary: "walk all ways through a flow", load: () => import("./explore.ts") },
  draw: { summary: "draw a flow, a run of it or a change to it", load: () => import("./draw.ts") },
  import: { summary: "write a flow as TypeScript that makes it", load: () => import("./import.ts") },
};

/**
 * Runs one command.
 *
 * @param args what stands behind the program's name: `["check", "flow.json"]`
 * @returns the exit code: 0 done and in order, 1 something is wrong with a flow, 2 wrong usage or an unreadable file
 * @throws whatever is a defect of ours
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.stderr(`${overview(io.program)}\n`);
    return 2;
  }
  if (["--help", "-h", "help"].includes(name)) {
    io.stdout(`${overview(io.program)}\n`);
    return 0;
  }
  if (name === "--version") {
    io.stdout(`${packageVersion()}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    io.stderr(
      `${notThere(`command ${JSON.stringify(name)}`, name, Object.keys(commands))}\n${allOptions(io)}`,
    );
    return 2;
  }
  const { usage, run } = await command.load();
  if (asksForHelp(rest)) {
    io.stdout(`${usage(io.program)}\n`);
    return 0;
  }
  try {
    return await run(rest, io);
  } catch (error) {
    if (error instanceof UsageError) io.stderr(`${error.message}\n${allOptions(io, name)}`);
    else if (error instanceof InputError) io.stderr(`${error.message}\n`);
    else throw error;
    return 2;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}

function allOptions({ program }: Io, command?: string): string {
  return `All options: ${[program, command, "--help"].filter(Boolean).join(" ")}\n`;
}

function overview(program: string): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `${program} COMMAND FILE…

Works on Twilio Studio flows as JSON, without Twilio.

${list.join("\n")}

Each command tells its options: ${program} check --help
Exit code: 0 done and in order, 1 something is wrong with a flow, 2 wrong usage or a file that could not be read.`;
}
