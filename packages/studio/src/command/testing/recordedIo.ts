// Input and output for tests: what is written is kept, nothing reaches the process.

import { createColors } from "picocolors";
import type { Io } from "../io/io.ts";
import { main } from "../main.ts";

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a process would. */
export async function runRecorded(
  args: readonly string[],
  {
    cwd = "/",
    input = "",
    color = false,
  }: { cwd?: string; input?: string | Uint8Array; color?: boolean } = {},
): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const io: Io = {
    program: "tac-studio",
    cwd,
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    stdin: async () => Buffer.from(input),
    colors: createColors(color),
    isWatched: false,
  };
  return { code: await main(args, io), ...written };
}
