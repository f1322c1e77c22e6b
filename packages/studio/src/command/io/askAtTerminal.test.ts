import { PassThrough } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import { expect, test, vi } from "vitest";
import { askAtTerminal } from "./askAtTerminal.ts";

function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  let interrupted = 0;
  const ask = askAtTerminal({
    input: input as unknown as ReadStream,
    output: output as unknown as WriteStream,
    interrupt: () => {
      interrupted += 1;
    },
  });
  return { input, output, ask, interrupted: () => interrupted };
}

test.each([
  ["y\n", true],
  ["yes\n", true],
  ["\n", false],
  ["no\n", false],
  ["yesterday\n", false],
])("at a terminal the reply %j means %s", async (typed, expected) => {
  const { input, output, ask } = terminal();

  const answer = ask?.("Write? [y/N] ");
  input.write(typed);

  expect(await answer).toBe(expected);
  expect(String(output.read())).toContain("Write? [y/N] ");
});

test("the end of input (Ctrl-D) means no", async () => {
  const { input, ask, interrupted } = terminal();

  const answer = ask?.("Write? [y/N] ");
  input.write("\x04");

  expect(await answer).toBe(false);
  expect(interrupted()).toBe(0);
});

test("Ctrl-C is not a reply: the program ends as usual", async () => {
  const { input, ask, interrupted } = terminal();
  let isAnswered = false;

  void ask?.("Write? [y/N] ").then(() => {
    isAnswered = true;
  });
  input.write("ye\x03");

  await vi.waitFor(() => expect(interrupted()).toBe(1));
  expect(isAnswered).toBe(false);
});

test("without a terminal nothing is asked", () => {
  const pipe = new PassThrough() as unknown as ReadStream & WriteStream;
  expect(askAtTerminal({ input: pipe, output: pipe, interrupt: () => {} })).toBeUndefined();
});
