// Which deliberate differences occurred in a run of all tests. Each worker appends to a file of its own.

import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { differences, nameOf } from "./differences.ts";

/** Names the folder, for the workers; unset if only some tests run. */
export const folderVariable = "TAC_HANDOFF_USED_DIFFERENCES";

const recorded = new Set<string>();

export function recordUse(name: string): void {
  const folder = process.env[folderVariable];
  if (folder === undefined || recorded.has(name)) return;
  recorded.add(name);
  appendFileSync(join(folder, String(process.pid)), `${name}\n`);
}

/** The entries that no test met. */
export function unusedDifferences(folder: string): string[] {
  const used = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  // Where the documents cannot be had, no test compared anything.
  if (used.length === 0) return [];
  return differences.map(nameOf).filter((name) => !used.includes(name));
}
