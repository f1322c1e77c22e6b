// Questions that a person answers with yes or no.

import { createInterface } from "node:readline/promises";

export type Ask = (question: string) => Promise<boolean>;

/** Asks at the terminal, and takes all but a yes for a no; undefined where there is no terminal on either side. */
export function askAtTerminal(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): Ask | undefined {
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
