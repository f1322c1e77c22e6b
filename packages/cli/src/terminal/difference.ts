// The difference between two texts, like `diff -u`.

import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import type { createColors } from "picocolors";
import { colors as terminalColors } from "./colors.ts";

export interface TextChange {
  /** Name for the heading. */
  file: string;
  before: string;
  after: string;
  /** Lines around each change. */
  context: number;
}

/** A unified diff; "" if nothing changed. */
export function difference({ file, before, after, context }: TextChange): string {
  const patch = structuredPatch(file, file, before, after, undefined, undefined, { context });
  return patch.hunks.length === 0 ? "" : formatPatch(patch, FILE_HEADERS_ONLY).trimEnd();
}

/** @param colors default: those of the terminal; no colors if stdout is not a terminal */
export function colored(diff: string, colors: ReturnType<typeof createColors> = terminalColors): string {
  return diff
    .split("\n")
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return colors.bold(line);
      if (line.startsWith("@@")) return colors.cyan(line);
      if (line.startsWith("-")) return colors.red(line);
      return line.startsWith("+") ? colors.green(line) : line;
    })
    .join("\n");
}
