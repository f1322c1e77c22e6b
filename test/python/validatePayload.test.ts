// The JSON Schemas that Python agents use for validation, tested with payloads that the real TAC creates.

import { execa } from "execa";
import { expect, test } from "vitest";
import { needPython } from "../realTac.ts";

test("the schemas accept TAC's payloads, in both wire formats, and reject wrong ones", async (context) => {
  const python = needPython(context);

  const { exitCode, stdout, stderr } = await execa(python, ["test/python/validate_payload.py"], {
    extendEnv: false,
    env: { PATH: process.env.PATH },
    reject: false,
  });

  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^\d+ payloads of TAC against 2 schemas: 0 not as expected$/);
});
