import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "@tac-handoff/loader/bundle";
import { pointAtSources } from "@tac-handoff/loader/sourcePlaces";
import { expect, onTestFinished, test } from "vitest";

/** Bundles a source into a temporary folder, and returns what its default export throws. */
async function thrownInBundle(source: string): Promise<{ error: Error; bundle: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), "source-places-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "entry.ts"), source);
  const file = join(folder, "bundle.mjs");
  const { code, map } = await bundle({ root: folder, entry: "entry.ts", outfile: file });
  writeFileSync(file, code);
  writeFileSync(`${file}.map`, map);
  const { href } = pathToFileURL(file);
  const { default: fail } = await import(/* @vite-ignore */ href);
  try {
    fail();
  } catch (error) {
    if (error instanceof Error) return { error, bundle: href, folder };
  }
  throw new Error("nothing was thrown");
}

test("positions in the bundle become positions in its sources, in causes and in collected errors too", async () => {
  const { error, bundle, folder } = await thrownInBundle(
    [
      "const broken = (message: string) => new Error(message);",
      "export default () => {",
      '  throw new AggregateError([broken("one")], "two", { cause: broken("three") });',
      "};",
    ].join("\n"),
  );

  pointAtSources(error, bundle);

  const entry = join(folder, "entry.ts");
  expect(error.stack).toContain(`${entry}:3:`);
  const inner = [error.cause, ...(error instanceof AggregateError ? error.errors : [])];
  expect(inner.map((each) => each.stack.includes(`${entry}:1:`))).toEqual([true, true]);
});

test("a source of the Pulumi SDK stands in its package, so that inspecting the error in colour returns", () => {
  const error = new Error("broken");
  error.stack = [
    "Error: broken",
    "    at applyHelperAsync (/app/node_modules/@pulumi/output.ts:516:31)",
    "    at /app/node_modules/@pulumi/twilio/src/program.ts:1:2",
    String.raw`    at C:\app\node_modules\@pulumi\resource.ts:3:4`,
  ].join("\n");

  pointAtSources(error, "file:///app/bundle.mjs");

  expect(error.stack.split("\n").slice(1)).toEqual([
    "    at applyHelperAsync (/app/node_modules/@pulumi/pulumi/output.ts:516:31)",
    "    at /app/node_modules/@pulumi/twilio/src/program.ts:1:2",
    String.raw`    at C:\app\node_modules\@pulumi\pulumi\resource.ts:3:4`,
  ]);
});
