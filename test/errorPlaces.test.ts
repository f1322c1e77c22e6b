// Program and provider run as bundles; what is thrown in them is reported where it stands in the sources.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deployment } from "./deployment.ts";

/** A copy of this project that a test may break; the packages it depends on stay where they are. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), "broken-project-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of [
    "infra",
    "studio-flows",
    "packages",
    "package.json",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
  ]) {
    cpSync(name, join(copy, name), {
      recursive: true,
      filter: (path) => !["node_modules", "dist"].includes(basename(path)),
    });
  }
  linkPackages("node_modules", join(copy, "node_modules"));
  return copy;
}

/** Links each package, so that those of the copy stand for ours: a link to `../../packages/…` leads to the copy. */
function linkPackages(from: string, to: string) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
    else if (entry.name.startsWith("@") && from === "node_modules") linkPackages(source, target);
    else if (entry.name !== ".cache") symlinkSync(join(process.cwd(), source), target);
  }
}

test.each([
  ["a flow", "studio-flows/agent-handoff.ts", "throw new Error('broken on purpose');"],
  [
    "a callback of the program",
    "infra/index.ts",
    "pulumi.output('').apply(() => { throw new Error('broken on purpose'); });",
  ],
])("what %s throws is reported with its file and line", async (_, file, statement) => {
  const project = copyProject();
  const source = readFileSync(join(project, file), "utf8");
  writeFileSync(join(project, file), `${source}\n${statement}\n`);
  const line = source.split("\n").length + 1;
  const { stack } = await deployment({ project });

  const { exitCode, output } = await stack.run(["preview"], { reject: false });

  expect(exitCode).not.toBe(0);
  expect(output).toContain("Error: broken on purpose");
  expect(output).toMatch(new RegExp(`at .*${file.replaceAll(".", "\\.")}:${line}:`));
  expect(output).not.toMatch(/\.cache\/tac-handoff\/\S+\.mjs:/);
});
