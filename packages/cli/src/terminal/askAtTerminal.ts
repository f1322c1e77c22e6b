// Questions that a person answers with yes or no.

import { createInterface } from "node:readline";

export type Ask = (question: string) => Promise<boolean>;

export interface Terminal {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Default: ends the program with 130, by which a shell knows Ctrl-C. */
  interrupt?: () => void;
}

/**
 * Asks at the terminal, and takes all but a yes for a no, the end of input too; Ctrl-C ends the program. undefined where
 * there is no terminal on either side.
 */
export function askAtTerminal({
  input = process.stdin,
  output = process.stderr,
  interrupt = () => process.exit(130),
}: Terminal = {}): Ask | undefined {
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
        terminal.off("close", leave); // no answer, so that nothing goes on
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
