// Questions that a person answers with yes or no.

import { createInterface } from "node:readline";

export type Ask = (question: string) => Promise<boolean>;

export interface Terminal {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Default: the signal that Ctrl-C is where nothing reads the keys. */
  interrupt?: () => void;
}

/**
 * Asks at the terminal, and takes all but a yes for a no, the end of input and Ctrl-C too; undefined where there is no
 * terminal on either side.
 */
export function askAtTerminal({
  input = process.stdin,
  output = process.stderr,
  interrupt = () => process.kill(process.pid, "SIGINT"),
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
        terminal.close();
        interrupt();
      });
      terminal.question(question, (answer) => {
        terminal.off("close", leave);
        terminal.close();
        resolve(/^y(es)?$/i.test(answer.trim()));
      });
    });
}
