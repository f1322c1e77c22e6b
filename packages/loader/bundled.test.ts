import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { importBundled } from "./bundled.mjs";

/** A folder with `entry.ts`, which exports what `part.ts` exports. */
function project(part: string) {
  const root = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "node_modules"));
  writeFileSync(join(root, "node_modules", ".package-lock.json"), "{}");
  writeFileSync(join(root, "entry.ts"), 'export { value } from "./part.ts";');
  const write = (text: string) => writeFileSync(join(root, "part.ts"), text);
  write(part);
  const cache = join(root, "node_modules", ".cache", "tac-handoff", "entry-ts");
  return { root, write, bundles: () => readdirSync(cache).filter((name) => name.endsWith(".mjs")) };
}

test("a TypeScript entry runs with what it imports", async () => {
  const { root } = project("export const value: number = 1;");

  expect(await importBundled("entry.ts", { root })).toMatchObject({ value: 1 });
});

test("a source that has changed is seen at the next run, and the old bundle is gone", async () => {
  const { root, write, bundles } = project("export const value: number = 1;");
  await importBundled("entry.ts", { root });
  const [first] = bundles();

  write("export const value: string = 'two';");

  expect(await importBundled("entry.ts", { root })).toMatchObject({ value: "two" });
  expect(bundles()).toHaveLength(1);
  expect(bundles()).not.toContain(first);
});

test("an error that is thrown while the entry is loading names its place in the sources, and so does its cause", async () => {
  const { root } = project(`
    function fail(): never {
      throw new Error("outer", { cause: new Error("inner") });
    }
    export const value: number = fail();`);

  const error: Error = await importBundled("entry.ts", { root }).catch((thrown) => thrown);

  expect(error.message).toBe("outer");
  expect(framesIn(root, error)).toEqual(["part.ts:3:13", "part.ts:5:34"]);
  expect(framesIn(root, error.cause as Error)).toEqual(["part.ts:3:41", "part.ts:5:34"]);
});

test.each([
  ["exception", "setTimeout(() => fail());"],
  ["rejection", "setTimeout(async () => fail());"],
])("an uncaught %s names its place in the sources", async (_, late) => {
  const { root } = project(`
    function fail(): never {
      throw new Error("too late");
    }
    ${late}
    export const value = 1;`);
  const code = `import { importBundled } from ${JSON.stringify(import.meta.resolve("./bundled.mjs"))};
    await importBundled("entry.ts", { root: ${JSON.stringify(root)} });`;

  const { stderr, exitCode } = await execa(process.execPath, ["--input-type=module", "--eval", code], {
    reject: false,
  });

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Error: too late\n +at fail \(.*\/part\.ts:3:13\)/);
});

/** The places in a stack that are below a folder, as `part.ts:1:1`. */
function framesIn(root: string, { stack = "" }: Error): string[] {
  const inner = `${realpathSync(root)}/`;
  return [...stack.matchAll(/\(?(\/[^()\s]+:\d+:\d+)\)?$/gm)]
    .map(([, place = ""]) => place)
    .filter((place) => place.startsWith(inner))
    .map((place) => place.slice(inner.length));
}

test("a mistake in a source is reported with its position, and the next run works once it is fixed", async () => {
  const { root, write } = project("export const value: number = 1;");
  await importBundled("entry.ts", { root });

  write("export const value: = 2;");
  await expect(importBundled("entry.ts", { root })).rejects.toThrow(/part\.ts:1:20: ERROR: Unexpected "="/);
  write("export const value: number = 2;");

  expect(await importBundled("entry.ts", { root })).toMatchObject({ value: 2 });
});
