// Questions that a person answers with yes or no.

import { createInterface } from "node:readline";

export type Ask = (question: string) => Promise<boolean>;

export interface Terminal {
  /** Default: standard input. */
  input?: NodeJS.ReadStream;
  /** Default: standard error. */
  output?: NodeJS.WriteStream;
  /** Called on Ctrl-C, which is not an answer: the program has to end. */
  interrupt: () => void;
}

/**
 * Asks at the terminal. Anything but a yes counts as no, the end of input too. undefined where input or output is not a
 * terminal.
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
        output.write("\n"); // the question's line is still open
        resolve(false);
      };
      terminal.once("close", leave);
      terminal.once("SIGINT", () => {
        terminal.off("close", leave); // without an answer, so that nothing continues
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
