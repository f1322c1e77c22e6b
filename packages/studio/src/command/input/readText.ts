// Reads a file that the user has named, or standard input.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import { oneLine } from "../io/terminal.ts";

export const stdinName = "<stdin>";

export interface NamedText {
  /** As the user knows it; `<stdin>` for `-`. */
  file: string;
  /** Without a byte order mark. */
  text: string;
}

/**
 * Reads a file, relative to the user's working directory, or standard input for `-`.
 *
 * @throws UnreadableFile
 */
export async function readText(name: string, io: Pick<Io, "cwd" | "stdin">): Promise<NamedText> {
  const file = name === "-" ? stdinName : name;
  let bytes: Uint8Array;
  try {
    bytes = name === "-" ? await io.stdin() : readFileSync(resolve(io.cwd, name));
  } catch (error) {
    throw new UnreadableFile(file, fileProblem(error, io.cwd));
  }
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new UnreadableFile(file, notUtf8);
  }
}

/** Thrown if a file cannot be read at all. */
export class UnreadableFile extends InputError {
  readonly file: string;
  /** One sentence, without the file's name. */
  readonly problem: string;

  constructor(file: string, problem: string) {
    super(`${oneLine(file)}: ${problem}`);
    this.file = file;
    this.problem = problem;
  }
}

const notUtf8 =
  "not UTF-8. Save it as UTF-8; if Windows PowerShell wrote it with >, use | Out-File -Encoding utf8.";

/** Returns why a file cannot be read, in one sentence. */
export function fileProblem(error: unknown, cwd: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  if (code === "ENOENT" || code === "ENOTDIR") return `no such file. Relative paths start at ${cwd}.`;
  if (code === "EACCES" || code === "EPERM")
    return `permission denied (${code}). Fix the file's permissions.`;
  if (code === "EISDIR") return "this is a folder. Specify a file in it.";
  return `the file cannot be read (${code}).`;
}
