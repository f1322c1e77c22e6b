import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { needsTac, testsWithTac } from "./needsTac.ts";

const root = join(import.meta.dirname, "../../../..");

test("imports are followed through other files, even if they are circular", () => {
  const folder = mkdtempSync(join(tmpdir(), "needs-tac-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, "test", name), text);
  mkdirSync(join(folder, "test/tac"), { recursive: true });
  write("realTac.ts", "");
  write("tac/scene.ts", 'import { real } from "../realTac.ts";\nexport * from "./voice.test.ts";');
  write("tac/voice.test.ts", 'import { call } from "./scene.ts";');
  write("other.test.ts", 'import { expect } from "vitest";\nimport { gone } from "./gone.ts";');

  expect(testsWithTac(folder)).toEqual(["test/tac/voice.test.ts"]);
});

test("in this project, tests below test/tac and test/python and two others use the real TAC", () => {
  expect(testsWithTac(root)).toEqual([
    "test/env.test.ts",
    "test/envLoaders.test.ts",
    "test/python/clients.test.ts",
    "test/python/readEverything.test.ts",
    "test/python/validatePayload.test.ts",
    "test/tac/agentSide.test.ts",
    "test/tac/ends.test.ts",
    "test/tac/manyNumbers.test.ts",
    "test/tac/messaging.test.ts",
    "test/tac/voice.test.ts",
  ]);
});

test.each([
  [[], undefined, true],
  [["test/tac", "packages/studio"], undefined, true],
  [["./test/env.test.ts:20"], undefined, true],
  [[join(root, "test/python")], undefined, true],
  [["voice"], undefined, true],
  [["packages/studio"], undefined, false],
  [["test/demo.test.ts"], undefined, false],
  [[], "unit", false],
  [[], ["unit", "engine"], true],
  [[], "!unit", true],
])("filters %j with project %j need it: %s", (filters, project, expected) => {
  expect(needsTac(root, { filters, project })).toBe(expected);
});
