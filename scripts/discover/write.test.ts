import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { askAtTerminal, writeFile } from "./write.ts";

function folder() {
  const path = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes, and tells what was said and what is there afterwards. */
async function write(file: string, text: string, answer: boolean | undefined, yes = false) {
  const said: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer === true;
  };
  const outcome = await writeFile(file, text, {
    ask: answer === undefined ? undefined : ask,
    yes,
    say: (line) => said.push(stripVTControlCharacters(line)),
  });
  return { outcome, said, asked, after: readFileSync(file, "utf8") };
}

const changed = `--- a.yaml	as it is
+++ a.yaml	as proposed
@@ -1,1 +1,1 @@
-old
+new`;

test("a new file is made at once", async () => {
  const file = join(folder(), "a.yaml");
  expect(await write(file, "new\n", undefined)).toEqual({
    outcome: "written",
    said: [`Made ${file}.`],
    asked: [],
    after: "new\n",
  });
});

test.each([
  { answer: true, yes: false, outcome: "written", after: "new\n", asks: 1, last: "Wrote" },
  { answer: false, yes: false, outcome: "refused", after: "old\n", asks: 1, last: "not written." },
  { answer: undefined, yes: false, outcome: "refused", after: "old\n", asks: 0, last: "Say --yes" },
  { answer: undefined, yes: true, outcome: "written", after: "new\n", asks: 0, last: "Wrote" },
])(
  "a file that is there is shown with the difference first, answer $answer, yes $yes: $outcome",
  async (row) => {
    const file = join(folder(), "a.yaml");
    writeFileSync(file, "old\n");

    const { outcome, said, asked, after } = await write(file, "new\n", row.answer, row.yes);

    expect({ outcome, after, asks: asked.length }).toEqual({
      outcome: row.outcome,
      after: row.after,
      asks: row.asks,
    });
    expect(said[0]).toBe(changed);
    expect(said[1]).toContain(row.last);
  },
);

test("a file that is as proposed is neither asked about nor touched", async () => {
  const file = join(folder(), "a.yaml");
  writeFileSync(file, "same\n");
  const before = statSync(file).ino;

  expect(await write(file, "same\n", true)).toEqual({
    outcome: "unchanged",
    said: [`${file} is as proposed already.`],
    asked: [],
    after: "same\n",
  });
  expect(statSync(file).ino).toBe(before);
});

test("a file keeps its mode, a link stays a link, and nothing else is left in the folder", async () => {
  const path = folder();
  const [file, link] = [join(path, "a.yaml"), join(path, "link.yaml")];
  writeFileSync(file, "old\n", { mode: 0o600 });
  symlinkSync(file, link);

  await write(link, "new\n", undefined, true);

  expect(readFileSync(file, "utf8")).toBe("new\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(
    readdirSync(path, { withFileTypes: true }).map((entry) => [entry.name, entry.isSymbolicLink()]),
  ).toEqual([
    ["a.yaml", false],
    ["link.yaml", true],
  ]);
});

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
