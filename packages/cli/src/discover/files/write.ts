// Writes a file as a careful person would: shows what changes, asks, and never leaves half of it.

import { basename } from "node:path";
import type { Io } from "@tac-handoff/studio/command";
import { readTextFile, replaceTextFile } from "../../files/textFile.ts";
import { colored, difference } from "../../terminal/difference.ts";

/** What became of a file. */
export type Written = "written" | "unchanged" | "shown" | "refused";

export interface WriteOptions {
  /** Asks whether to write, once the difference was shown; undefined where nobody can be asked. */
  ask?: Io["ask"];
  /** Writes without asking. */
  yes: boolean;
  /** Shows the difference, of a new file too, and writes nothing. */
  dryRun: boolean;
  /** Takes what is said to the person. */
  say: (text: string) => void;
}

/**
 * Writes a new file at once, and over another one only when told so.
 *
 * @throws FileError when it cannot be read or written
 */
export async function writeFile(
  file: string,
  text: string,
  { ask, yes, dryRun, say }: WriteOptions,
): Promise<Written> {
  const found = readTextFile(file);
  const before = found.text;
  if (before === text) {
    say(`${file} is as proposed already.`);
    return "unchanged";
  }
  if (dryRun || before !== undefined) {
    const change = { file: basename(file), before: before ?? "", after: text };
    say(colored(difference({ ...change, context: 2 })));
  }
  if (dryRun) return "shown";
  if (before !== undefined && !yes) {
    if (!ask) {
      say(`${file} is not written: there is no terminal to ask at. Say --yes to write it.`);
      return "refused";
    }
    if (!(await ask(`Write ${file}? [y/N] `))) {
      say(`${file} is not written.`);
      return "refused";
    }
  }
  replaceTextFile(found, text, { access: "kept" });
  say(`${before === undefined ? "Made" : "Wrote"} ${file}.`);
  return "written";
}
