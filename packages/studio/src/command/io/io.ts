// What a command needs of the world around it, so that a test can run it without a process of its own.

import { createColors } from "picocolors";
import { type Ask, askAtTerminal } from "./askAtTerminal.ts";
import { mayColor } from "./terminal.ts";

export type Colors = ReturnType<typeof createColors>;

export interface Names {
  /** Version of the program. */
  version: string;
  /**
   * What a person types to run a command of this program, for help and hints: `check flow.json` is
   * `tac-studio check flow.json`, or `npm run studio -- check flow.json`.
   *
   * @param how.isCaptured whether the output goes to a file or another program
   */
  typed: (words: string, how?: { isCaptured?: boolean }) => string;
  /** Where relative file names start. */
  cwd: string;
}

export interface Io extends Names {
  env: Readonly<Record<string, string | undefined>>;
  /** Writes to standard output unchanged, without adding a line end. */
  stdout: (text: string) => void;
  /** Writes to standard error in the same way: notes, mistakes, progress. */
  stderr: (text: string) => void;
  /** All of standard input. */
  stdin: () => Promise<Uint8Array>;
  /** For what goes to standard output; without effect where colour is not wanted. */
  colors: Colors;
  /** Width of the terminal in characters; 80 where there is none. */
  columns: number;
  /** Whether a person watches standard error, so that progress is worth showing. */
  isWatched: boolean;
  /** Asks a yes-or-no question; undefined where there is no terminal. */
  ask: Ask | undefined;
  /**
   * Resolves when the user ends the program (Ctrl-C) or the system asks it to end. From the first call on, signals no
   * longer end the process by themselves: the command has to return.
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
    // 130 is how a shell knows Ctrl-C.
    ask: askAtTerminal({ interrupt: () => exit(130) }),
    interrupted: () =>
      new Promise((resolve) => {
        // `on`, not `once`: under npm a Ctrl-C arrives twice, and the second one would cut the clean-up short. execa, for
        // its part, sends a signal again when it finds no other listener.
        for (const signal of endingSignals) process.on(signal, () => resolve());
      }),
  };
}
