// Writes a file as a careful person would: shows what changes, asks, and never leaves half of it.

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import colors from "picocolors";

/** What became of a file. */
export type Written = "written" | "unchanged" | "refused";

export interface WriteOptions {
  /** Answers whether to write, once the difference was shown; undefined where nobody can be asked. */
  ask?: ((question: string) => Promise<boolean>) | undefined;
  /** Writes without asking. */
  yes: boolean;
  /** Takes what is said to the person. */
  say: (text: string) => void;
}

/** Writes a new file at once, and over another one only when told so. */
export async function writeFile(
  file: string,
  text: string,
  { ask, yes, say }: WriteOptions,
): Promise<Written> {
  const before = readIfThere(file);
  if (before === text) {
    say(`${file} is as proposed already.`);
    return "unchanged";
  }
  if (before !== undefined) {
    say(difference(file, before, text));
    if (!yes && !ask) {
      say(`${file} is not written: there is no terminal to ask at. Say --yes to write it.`);
      return "refused";
    }
    if (!yes && !(await ask?.(`Write ${file}? [y/N] `))) {
      say(`${file} is not written.`);
      return "refused";
    }
  }
  writeWhole(file, text);
  say(`${before === undefined ? "Made" : "Wrote"} ${file}.`);
  return "written";
}

/** What is there, or undefined where there is nothing. */
export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A difference as `diff -u` and reviews have it. */
export function difference(file: string, before: string, after: string): string {
  const name = basename(file);
  const patch = createTwoFilesPatch(name, name, before, after, "as it is", "as proposed", {
    context: 2,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch.split("\n").map(coloured).join("\n").trimEnd();
}

/** Asks at the terminal; undefined where there is none on either side. */
export function askAtTerminal(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): ((question: string) => Promise<boolean>) | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question) => {
    const terminal = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await terminal.question(question)).trim());
    } finally {
      terminal.close();
    }
  };
}

/** Whole or not at all; a link stays one, and the file keeps its mode. */
function writeWhole(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const folder = mkdtempSync(join(dirname(target), ".discover-"));
  const draft = join(folder, basename(target));
  try {
    writeFileSync(draft, text);
    if (existsSync(target)) chmodSync(draft, statSync(target).mode);
    renameSync(draft, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function coloured(line: string): string {
  if (line.startsWith("+")) return colors.green(line);
  if (line.startsWith("-")) return colors.red(line);
  return line.startsWith("@@") ? colors.cyan(line) : line;
}
