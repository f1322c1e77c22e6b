// Writes a file carefully: shows the changes, asks, and never leaves it incomplete.

import { basename } from "node:path";
import type { Io } from "@tac-handoff/studio/command";
import { readTextFile, replaceTextFile } from "../../files/textFile.ts";
import { colored, difference } from "../../terminal/difference.ts";

/** The result of writing a file. */
export type Written = "written" | "unchanged" | "shown" | "refused";

export interface WriteOptions {
  /** Asks whether to write after showing the difference; undefined if there is no one to ask. */
  ask?: Io["ask"];
  /** Writes without asking. */
  yes: boolean;
  /** Shows the difference, also for a new file, and writes nothing. */
  dryRun: boolean;
  /** Prints to the user. */
  say: (text: string) => void;
}

/**
 * Writes a new file without asking, and replaces an existing one only after confirmation.
 *
 * @throws FileError if it cannot be read or written
 */
export async function writeFile(
  file: string,
  text: string,
  { ask, yes, dryRun, say }: WriteOptions,
): Promise<Written> {
  const found = readTextFile(file);
  const before = found.text;
  if (before === text) {
    say(`${file} already matches the proposal.`);
    return "unchanged";
  }
  if (dryRun || before !== undefined) {
    const change = { file: basename(file), before: before ?? "", after: text };
    say(colored(difference({ ...change, context: 2 })));
  }
  if (dryRun) return "shown";
  if (before !== undefined && !yes) {
    if (!ask) {
      say(`${file} was not written: there is no terminal to ask for confirmation. Use --yes to write it.`);
      return "refused";
    }
    if (!(await ask(`Write ${file}? [y/N] `))) {
      say(`${file} was not written.`);
      return "refused";
    }
  }
  replaceTextFile(found, text, { access: "kept" });
  say(`${before === undefined ? "Created" : "Wrote"} ${file}.`);
  return "written";
}
