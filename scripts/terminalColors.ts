// Colour where a person looks: picocolors by itself also colours every pipe where CI is set.

import { createColors } from "picocolors";

/**
 * Tells whether what is written to stdout may have colour.
 *
 * `NO_COLOR` says no, `FORCE_COLOR` says yes where there is no terminal; each counts when it is not empty.
 * Source: no-color.org, force-color.org
 */
export function mayColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  return Boolean(env.FORCE_COLOR) || (isTerminal && env.TERM !== "dumb");
}

export const colors = createColors(mayColor(process.env, process.stdout.isTTY === true));
