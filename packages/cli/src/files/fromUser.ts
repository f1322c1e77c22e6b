// Paths that a person gives on the command line.

import { resolve } from "node:path";

/** npm and run.mjs have gone to the root, and left word where the user stood. */
export function fromUser(path: string): string {
  return resolve(process.env.INIT_CWD ?? ".", path);
}
