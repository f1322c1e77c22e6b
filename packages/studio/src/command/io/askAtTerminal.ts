// Asks yes-or-no questions.

import { createInterface } from "node:readline";

export type Ask = (question: string) => Promise<boolean>;

export interface Terminal {
  /** Default: standard input. */
  input?: NodeJS.ReadStream;
  /** Default: standard error. */
  output?: NodeJS.WriteStream;
  /** Called on Ctrl-C, which is not a reply: the program has to end. */
  interrupt: () => void;
}

/**
 * Asks at the terminal. Anything but a yes counts as no, including the end of the input. Returns undefined if the input
 * or the output is not a terminal.
 */
export function askAtTerminal({
  input = process.stdin,
  output = process.stderr,
  interrupt,
}: Terminal): Ask | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return (question) =>
    new Promise((resolve) => {
      const terminal = createInterface({ input, output });
      const leave = () => {
        output.write("\n"); // the cursor is still on the question's line
        resolve(false);
      };
      terminal.once("close", leave);
      terminal.once("SIGINT", () => {
        terminal.off("close", leave); // never resolves, so that nothing continues
        terminal.close();
        output.write("\n");
        interrupt();
      });
      terminal.question(question, (answer) => {
        terminal.off("close", leave);
        terminal.close();
        resolve(/^y(es)?$/i.test(answer.trim()));
      });
    });
}
