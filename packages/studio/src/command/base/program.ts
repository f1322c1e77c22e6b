// A command line as a process of its own: the one place that ends the process.

import { inspect } from "node:util";
import { type Names, processIo } from "../io/io.ts";
import type { CommandGroup } from "./definition.ts";
import { run } from "./run.ts";

/**
 * Runs a command, and leaves its exit code for when everything is written. An unexpected error is shown with its stack;
 * the exit code is then 1.
 *
 * @param args what follows the program's name
 */
export async function runAsProgram(
  program: CommandGroup,
  args: readonly string[],
  names: Names,
): Promise<void> {
  // Whoever reads, `| head` for one, may leave early: then end as other programs do, with what a shell calls 128 + SIGPIPE.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      if ("code" in error && error.code === "EPIPE") process.exit(141);
      throw error;
    });
  let isInterrupted = false;
  const io = processIo(names, { exit: (code) => process.exit(code) });
  const { interrupted } = io;
  io.interrupted = async () => {
    await interrupted();
    isInterrupted = true;
  };
  try {
    process.exitCode = await run(program, args, io);
  } catch (error) {
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}\n`);
    process.exitCode = 1;
  }
  // What the signal interrupted may still be waiting for something.
  if (isInterrupted) process.exit();
}
