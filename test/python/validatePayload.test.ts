// The JSON Schemas that Python agents validate with, held to payloads that the real TAC makes.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { needPython } from "../realTac.ts";

test("what TAC builds, in both of its wire forms, is valid by the schemas, and what is wrong is not", async (context) => {
  const python = needPython(context);
  const folder = mkdtempSync(join(tmpdir(), "tac-handoff-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const schema = join(folder, "handoff.schema.json");
  writeFileSync(schema, JSON.stringify(contract.jsonSchema()));

  const { exitCode, stdout, stderr } = await execa(python, ["test/python/validate_payload.py", schema], {
    extendEnv: false,
    env: { PATH: process.env.PATH },
    reject: false,
  });

  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\d+ payloads of TAC against 2 schemas: 0 not as expected$/);
});
