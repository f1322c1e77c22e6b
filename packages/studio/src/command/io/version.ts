// The version of this package.

import { readFileSync } from "node:fs";

/** From package.json, which is at the same path relative to the sources and to the build output. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return String(version);
}
