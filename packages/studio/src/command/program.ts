// The command line as a process of its own.

import { type Io, processIo } from "./io/io.ts";
import { main } from "./main.ts";

/** Runs the command of `process.argv`, and leaves its exit code for when all is written. */
export async function runAsProgram(names: Pick<Io, "program" | "cwd">): Promise<void> {
  // Whoever reads, `| head` for one, may leave early: then end as other programs do, by what a shell calls 128 + SIGPIPE.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      if ("code" in error && error.code === "EPIPE") process.exit(141);
      throw error;
    });
  process.exitCode = await main(process.argv.slice(2), processIo(names));
}
