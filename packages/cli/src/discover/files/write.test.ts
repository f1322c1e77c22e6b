import {
  existsSync,
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
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { writeFile } from "./write.ts";

function folder() {
  const path = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes a file, and returns the output and the resulting file. */
async function write(
  file: string,
  text: string,
  answer: boolean | undefined,
  { yes = false, dryRun = false } = {},
) {
  const output: string[] = [];
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer === true;
  };
  const outcome = await writeFile(file, text, {
    ask: answer === undefined ? undefined : ask,
    yes,
    dryRun,
    say: (line) => output.push(stripVTControlCharacters(line)),
  });
  return { outcome, output, asked, after: existsSync(file) ? readFileSync(file, "utf8") : undefined };
}

const changed = `--- a.yaml
+++ a.yaml
@@ -1,1 +1,1 @@
-old
+new`;

test("a new file is created without asking", async () => {
  const file = join(folder(), "a.yaml");
  expect(await write(file, "new\n", undefined)).toEqual({
    outcome: "written",
    output: [`Created ${file}.`],
    asked: [],
    after: "new\n",
  });
});

test.each([
  { answer: true, yes: false, outcome: "written", after: "new\n", asks: 1, last: "Wrote" },
  { answer: false, yes: false, outcome: "refused", after: "old\n", asks: 1, last: "not written." },
  { answer: undefined, yes: false, outcome: "refused", after: "old\n", asks: 0, last: "Use --yes" },
  { answer: undefined, yes: true, outcome: "written", after: "new\n", asks: 0, last: "Wrote" },
])("for an existing file the difference is shown first, answer $answer, yes $yes: $outcome", async (row) => {
  const file = join(folder(), "a.yaml");
  writeFileSync(file, "old\n");

  const { outcome, output, asked, after } = await write(file, "new\n", row.answer, { yes: row.yes });

  expect({ outcome, after, asks: asked.length }).toEqual({
    outcome: row.outcome,
    after: row.after,
    asks: row.asks,
  });
  expect(output[0]).toBe(changed);
  expect(output[1]).toContain(row.last);
});

test("a dry run shows the difference, also for a new file, and writes nothing", async () => {
  const [file, fresh] = [join(folder(), "a.yaml"), join(folder(), "a.yaml")];
  writeFileSync(file, "old\n");
  const nothing = { outcome: "shown", asked: [] };

  expect(await write(file, "new\n", true, { dryRun: true, yes: true })).toEqual({
    ...nothing,
    output: [changed],
    after: "old\n",
  });
  expect(await write(fresh, "new\n", true, { dryRun: true, yes: true })).toEqual({
    ...nothing,
    output: ["--- a.yaml\n+++ a.yaml\n@@ -0,0 +1,1 @@\n+new"],
    after: undefined,
  });
});

test("a file that matches the proposal is neither asked about nor touched", async () => {
  const file = join(folder(), "a.yaml");
  writeFileSync(file, "same\n");
  const before = statSync(file).ino;

  expect(await write(file, "same\n", true)).toEqual({
    outcome: "unchanged",
    output: [`${file} already matches the proposal.`],
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

  await write(link, "new\n", undefined, { yes: true });

  expect(readFileSync(file, "utf8")).toBe("new\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(
    readdirSync(path, { withFileTypes: true }).map((entry) => [entry.name, entry.isSymbolicLink()]),
  ).toEqual([
    ["a.yaml", false],
    ["link.yaml", true],
  ]);
});
