// The version of this package.

import { readFileSync } from "node:fs";

/** As package.json has it, which stands at the same place above the sources and above what is built of them. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return String(version);
}
