// Input and output for tests: output is recorded, nothing reaches the process.

import { createColors } from "picocolors";
import type { CommandGroup } from "../base/definition.ts";
import { run } from "../base/run.ts";
import type { Io } from "../io/io.ts";
import { tacStudio } from "../studio.ts";

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RecordedOptions
  extends Partial<Pick<Io, "cwd" | "env" | "columns" | "isWatched" | "ask" | "typed">> {
  input?: string | Uint8Array;
  color?: boolean;
  /** When it resolves, the program is interrupted. Default: never. */
  interruptedBy?: Promise<void>;
  /** Called with everything written to standard output or error. */
  onWrite?: (text: string) => void;
  program?: CommandGroup;
}

/** Runs a command line as a process would. */
export async function runRecorded(
  args: readonly string[],
  {
    program = tacStudio,
    cwd = "/",
    env = {},
    columns = 80,
    input = "",
    color = false,
    isWatched = false,
    ask,
    typed = (words) => `tac-studio ${words}`.trim(),
    interruptedBy = new Promise(() => {}),
    onWrite = () => {},
  }: RecordedOptions = {},
): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const io: Io = {
    typed,
    version: "0.0.0",
    cwd,
    env,
    stdout: (text) => {
      written.stdout += text;
      onWrite(text);
    },
    stderr: (text) => {
      written.stderr += text;
      onWrite(text);
    },
    stdin: async () => Buffer.from(input),
    colors: createColors(color),
    columns,
    isWatched,
    ask,
    interrupted: () => interruptedBy,
  };
  return { code: await run(program, args, io), ...written };
}
