// The program runs as a bundle; an error in it is reported with its position in the sources.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { copyCheckout } from "./checkout.ts";
import { deployment } from "./deployment.ts";

/** A copy of this project that a test may break. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "broken-project-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  copyCheckout(copy);
  return copy;
}

test.each([
  ["a flow", "studio-flows/agent-handoff.ts", 'throw new Error("broken on purpose");'],
  [
    "a callback of apply",
    "infra/index.ts",
    'pulumi.output("").apply(() => { throw new Error("broken on purpose"); });',
  ],
])("what %s throws is reported with its file and line", async (_, file, statement) => {
  const project = copyProject();
  const source = readFileSync(join(project, file), "utf8");
  writeFileSync(join(project, file), `${source}\n${statement}\n`);
  const line = source.split("\n").length + 1;
  const { stack } = await deployment({ project });

  const { exitCode, output: coloured } = await stack.run(["preview"], { reject: false });
  const output = stripVTControlCharacters(coloured); // the Pulumi SDK colours a stack, also where there is no terminal

  expect(exitCode).not.toBe(0);
  expect(output).toContain("Error: broken on purpose");
  expect(output).toMatch(new RegExp(`at .*${file.replaceAll(".", "\\.")}:${line}:`));
  expect(output).not.toMatch(/\.cache\/tac-handoff\/\S+\.mjs:/);
});
