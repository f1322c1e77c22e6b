// The environment of a command, so that a test can run it without a separate process.

import { createColors } from "picocolors";
import { type Ask, askAtTerminal } from "./askAtTerminal.ts";
import { mayColor } from "./terminal.ts";

export type Colors = ReturnType<typeof createColors>;

export interface Names {
  /** Version of the program. */
  version: string;
  /**
   * Returns what the user types to run a command of this program, for help and hints: `check flow.json` is
   * `tac-studio check flow.json`, or `npm run studio -- check flow.json`.
   *
   * @param how.isCaptured whether the output goes to a file or another program
   */
  typed: (words: string, how?: { isCaptured?: boolean }) => string;
  /** Directory to which relative file names refer. */
  cwd: string;
}

export interface Io extends Names {
  env: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output unchanged, without adding a line break. */
  stdout: (text: string) => void;
  /** Writes to standard error in the same way: notes, errors, progress. */
  stderr: (text: string) => void;
  /** Reads all of standard input. */
  stdin: () => Promise<Uint8Array>;
  /** For standard output; without effect if colours are off. */
  colors: Colors;
  /** Width of the terminal in characters; 80 without a terminal. */
  columns: number;
  /** Whether standard error is a terminal, so that progress should be shown. */
  isWatched: boolean;
  /** Asks a yes-or-no question; undefined without a terminal. */
  ask: Ask | undefined;
  /**
   * Resolves when the user interrupts the program (Ctrl-C) or the system terminates it. After the first call signals no
   * longer end the process: the command has to return.
   */
  interrupted: () => Promise<void>;
}

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The process's own input and output. */
export function processIo(names: Names, { exit }: { exit: (code: number) => void }): Io {
  const { stdin, stdout, stderr, env } = process;
  const isWatched = stderr.isTTY === true && env.TERM !== "dumb";
  return {
    ...names,
    env,
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
    async stdin() {
      if (stdin.isTTY && isWatched) stderr.write("Reading from the terminal; Ctrl-D ends the input.\n");
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    colors: createColors(mayColor(env, stdout.isTTY === true)),
    columns: stdout.columns || 80,
    isWatched,
    // 130 is a shell's exit code for Ctrl-C.
    ask: askAtTerminal({ interrupt: () => exit(130) }),
    interrupted: () =>
      new Promise((resolve) => {
        // `on`, not `once`: under npm a Ctrl-C arrives twice, and the second one would interrupt the cleanup. execa
        // also sends a signal again if it finds no other listener.
        for (const signal of endingSignals) process.on(signal, () => resolve());
      }),
  };
}
