// How a command is typed as an npm script.

import type { Names } from "@tac-handoff/studio/command";

/** `npm run env -- --check`; npm has options of its own, so ours follow `--`. */
export const npmScript: Names["typed"] = (words, { isCaptured = false } = {}) => {
  const [name = "", ...rest] = words.trim().split(" ");
  const run = isCaptured ? "npm run --silent" : "npm run";
  return [run, name, ...(rest.length > 0 ? ["--", ...rest] : [])].join(" ");
};
