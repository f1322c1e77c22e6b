// The output of `npm run env`, read by every loader that TAC's agents use, including the real python-dotenv.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { mergeVariables } from "@tac-handoff/cli/env/merge";
import { writings } from "@tac-handoff/cli/env/quoting";
import dotenv from "dotenv";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { needPython } from "./realTac.ts";

function readByPython(python: string, text: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "env-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, ".env");
  writeFileSync(file, text);
  const script = join(import.meta.dirname, "python/read_env.py");
  const { stdout, stderr } = spawnSync(python, [script, file], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin" },
  });
  return stdout === "" ? expect.fail(stderr) : JSON.parse(stdout);
}

test("python-dotenv reads every quoting of a value as that value", (context) => {
  const python = needPython(context);
  const wild = fc.string({
    unit: fc.oneof(fc.constantFrom(..."'\"`\\$#= {}~!:;%\tnaé"), fc.string({ minLength: 1, maxLength: 1 })),
    maxLength: 10,
  });
  const cases = fc.sample(wild, 5_000).flatMap((value) => writings(value).map((text) => ({ value, text })));
  expect(cases.length).toBeGreaterThan(2_000);

  const read = readByPython(python, cases.map(({ text }, index) => `V${index}=${text}`).join("\n"));

  expect(cases.map((_, index) => read[`V${index}`])).toEqual(cases.map(({ value }) => value));
});

test("python-dotenv, dotenv, node --env-file and sh read the same values from a merged file", (context) => {
  const python = needPython(context);
  const variables = {
    TWILIO_PHONE_NUMBER: "+15551230100",
    TWILIO_WHATSAPP_NUMBER: "whatsapp:+15551230101",
    TWILIO_API_SECRET: "s3 $ret",
    TWILIO_AUTH_TOKEN: 'a`b"c',
    TWILIO_REGION: "ie1",
  };
  const before = [
    "export TWILIO_PHONE_NUMBER=+1 # first",
    "NOTE='TWILIO_REGION=no",
    "TWILIO_REGION=neither'",
    "#TWILIO_REGION=us1",
    "TWILIO_PHONE_NUMBER='+2'",
    'TWILIO_WHATSAPP_NUMBER="+3"',
    "TWILIO_AUTH_TOKEN=old\t# from the Console",
  ].join("\r\n");
  const merged = mergeVariables(before, { variables, removable: [] });

  expect(readByPython(python, merged)).toMatchObject(variables);
  expect(dotenv.parse(merged)).toMatchObject(variables);
  expect(parseEnv(merged)).toMatchObject(variables);
  const { stdout } = spawnSync("sh", ["-ac", `${merged.replaceAll("\r\n", "\n")}env -0`], {
    encoding: "utf8",
  });
  for (const [name, value] of Object.entries(variables))
    expect(stdout.split("\0")).toContain(`${name}=${value}`);
});
