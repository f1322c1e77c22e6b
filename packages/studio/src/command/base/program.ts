// Runs a command line as a process. Nothing else ends the process.

import { inspect } from "node:util";
import { type Names, processIo } from "../io/io.ts";
import type { CommandGroup } from "./definition.ts";
import { run } from "./run.ts";

/**
 * Runs a command and sets its exit code, which takes effect once all output is written. An unexpected error is printed
 * with its stack, and the exit code is 1.
 *
 * @param args the words after the program's name
 */
export async function runAsProgram(
  program: CommandGroup,
  args: readonly string[],
  names: Names,
): Promise<void> {
  // The reader, such as `| head`, may close the pipe early. Then exit as other programs do, with 128 + SIGPIPE.
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
  // The interrupted command may still have pending work.
  if (isInterrupted) process.exit();
}
