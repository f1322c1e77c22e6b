// The JSON Schemas that Python agents validate with, held to payloads that the real TAC makes.

import { execa } from "execa";
import { expect, test } from "vitest";
import { needPython } from "../realTac.ts";

test("what TAC makes, in both of its wire forms, is valid by the schemas, and what is wrong is not", async (context) => {
  const python = needPython(context);

  const { exitCode, stdout, stderr } = await execa(python, ["test/python/validate_payload.py"], {
    extendEnv: false,
    env: { PATH: process.env.PATH },
    reject: false,
  });

  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\d+ payloads of TAC against 2 schemas: 0 not as expected$/);
});
