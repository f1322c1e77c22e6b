import { PassThrough } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import { expect, test } from "vitest";
import { askAtTerminal } from "./askAtTerminal.ts";

test.each([
  ["y\n", true],
  ["yes\n", true],
  ["\n", false],
  ["no\n", false],
  ["yesterday\n", false],
])("at a terminal the answer %j means %s", async (typed, expected) => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const ask = askAtTerminal(input as unknown as ReadStream, output as unknown as WriteStream);

  const answer = ask?.("Write? [y/N] ");
  input.write(typed);

  expect(await answer).toBe(expected);
  expect(String(output.read())).toContain("Write? [y/N] ");
});

test("without a terminal there is nobody to ask", () => {
  const pipe = new PassThrough() as unknown as ReadStream & WriteStream;
  expect(askAtTerminal(pipe, pipe)).toBeUndefined();
});
