import { spawnSync } from "node:child_process";
import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatVariables, githubMasks } from "./formats.ts";

const text = fc.string({
  unit: fc.oneof(fc.constantFrom(..."'\"`\\$#= \n;&|<>é"), fc.string({ minLength: 1, maxLength: 1 })),
  maxLength: 20,
});
/** An environment cannot contain NUL, and GitHub's runner treats a single carriage return as a line end. */
const values = fc
  .array(
    text.map((each) => each.replaceAll(/[\0\r]/g, "")),
    { minLength: 1, maxLength: 20 },
  )
  .map((list) => Object.fromEntries(list.map((each, index) => [`V${index}`, each])));

test("sh reads every value of the shell format unchanged", () => {
  fc.assert(
    fc.property(values, (variables) => {
      const print = "env -0";
      const { stdout } = spawnSync("sh", ["-c", `${formatVariables("shell", variables)}${print}`], {
        encoding: "utf8",
        env: { PATH: process.env.PATH },
      });
      const found = Object.fromEntries(stdout.split("\0").map((line) => line.split(/=([\s\S]*)/, 2)));
      expect(found).toMatchObject(variables);
    }),
    { numRuns: 40 },
  );
});

test("the github format can be read back by the rules of GitHub's runner, whatever the values contain", () => {
  fc.assert(
    fc.property(values, (variables) => {
      expect(readAsRunner(formatVariables("github", variables))).toEqual(variables);
    }),
  );
});

/** As actions/runner reads GITHUB_ENV (FileCommandManager.cs): the first of `=` and `<<` in a line decides. */
function readAsRunner(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = file.split("\n");
  while (lines.length > 0) {
    const line = lines.shift() ?? "";
    if (line === "") continue;
    const [, name = "", separator, rest = ""] = /^(.*?)(=|<<)(.*)$/.exec(line) ?? [];
    if (separator === "=") {
      found[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest);
    expect(end).toBeGreaterThan(-1);
    found[name] = lines.slice(0, end).join("\n");
    lines.splice(0, end + 1);
  }
  return found;
}

test("a single-line value needs no delimiter, a multiline value gets a different one each time", () => {
  expect(formatVariables("github", { A: "x<<y" })).toBe("A=x<<y\n");
  const twice = [formatVariables("github", { A: "1\n2" }), formatVariables("github", { A: "1\n2" })];
  expect(twice[0]).toMatch(/^A<<(end-[0-9a-f-]{36})\n1\n2\n\1\n$/);
  expect(twice[0]).not.toBe(twice[1]);
});

test("masks are one command per value, escaped as @actions/core does", () => {
  expect(githubMasks(["secret", "50%\r\ntwo"])).toBe("::add-mask::secret\n::add-mask::50%25%0D%0Atwo\n");
  expect(githubMasks([])).toBe("");
});

test("dotenv and json can be read back by their own parsers", () => {
  const variables = { A: "+1555", B: "two words" };

  expect(formatVariables("dotenv", variables)).toBe("A=+1555\nB='two words'\n");
  expect(dotenv.parse(formatVariables("dotenv", variables))).toEqual(variables);
  expect(formatVariables("json", variables)).toBe('{\n  "A": "+1555",\n  "B": "two words"\n}\n');
  expect(formatVariables("json", {})).toBe("{}\n");
});
