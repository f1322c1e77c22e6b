// What a command needs of the world around it, so that a test can run it without a process of its own.

import { createColors } from "picocolors";
import { mayColor } from "./terminal.ts";

export type Colors = ReturnType<typeof createColors>;

export interface Io {
  /** What a person types before the command's name, for help and hints: `tac-studio`, or `npm run studio --`. */
  program: string;
  /** Where relative file names start. */
  cwd: string;
  /** Writes to standard output as it is, without a line end of its own. */
  stdout: (text: string) => void;
  /** Writes to standard error likewise: notes, mistakes, progress. */
  stderr: (text: string) => void;
  /** All of standard input. */
  stdin: () => Promise<Uint8Array>;
  /** For what goes to standard output; without effect where colour is not wanted. */
  colors: Colors;
  /** Whether a person watches standard error, so that progress is worth showing. */
  isWatched: boolean;
}

/** The process's own input and output. */
export function processIo({ program, cwd }: Pick<Io, "program" | "cwd">): Io {
  const { stdin, stdout, stderr, env } = process;
  const isWatched = stderr.isTTY === true && env.TERM !== "dumb";
  return {
    program,
    cwd,
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
    async stdin() {
      if (stdin.isTTY && isWatched) stderr.write("Reading from the terminal; Ctrl-D ends it.\n");
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    colors: createColors(mayColor(env, stdout.isTTY === true)),
    isWatched,
  };
}
