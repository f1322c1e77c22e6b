import { spawnSync } from "node:child_process";
import { parseEnv } from "node:util";
import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writings, written } from "./quoting.ts";

/** Mostly characters that are special to some loader. */
const wildValue = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."'\"`\\$#= {}~!:;&|()<>*?%\n\r\tnaé"),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

test("dotenv, node --env-file and sh read every written value the same", () => {
  fc.assert(
    fc.property(fc.array(wildValue, { minLength: 30, maxLength: 60 }), (values) => {
      const cases = values.flatMap((value) => writings(value).map((text) => ({ value, text })));
      const lines = cases.map(({ text }, index) => `V${index}=${text}`).join("\n");
      const expected = cases.map(({ value }) => value);
      const names = cases.map((_, index) => `V${index}`);

      const byDotenv = dotenv.parse(lines);
      expect(names.map((name) => byDotenv[name])).toEqual(expected);
      const byNode = parseEnv(lines);
      expect(names.map((name) => byNode[name])).toEqual(expected);
      const print = names.map((name) => `printf '%s\\0' "$${name}"`).join("\n");
      const { stdout } = spawnSync("sh", ["-c", `${lines}\n${print}`], { encoding: "utf8" });
      expect(stdout.split("\0").slice(0, -1)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["+15551230100", ["+15551230100", "'+15551230100'", '"+15551230100"']],
  ["two words", ["'two words'", '"two words"']],
  ["it's", [`"it's"`]],
  ["a$b", ["'a$b'"]],
  ["C:\\new", ["'C:\\new'"]],
  ["~/agent", ["'~/agent'", '"~/agent"']],
  ["", ["''", '""']],
])("%j is written %j", (value, expected) => {
  expect(writings(value)).toEqual(expected);
});

test.each([
  ["two\nlines"],
  ["$" + "{HOME}"],
  ["ends with \\"],
  ["two \\\\"],
  [`both ' and "`],
  ["bell\u0007"],
])("%j is rejected, because loaders disagree about it, without being shown", (value) => {
  expect(writings(value)).toEqual([]);
  expect(() => written("TWILIO_API_SECRET", value)).toThrow(
    /^TWILIO_API_SECRET cannot be written to a \.env file: TAC's loaders and a shell would read its value differently, because of a line break, a backslash, a quote or \$\{ in it\. Print it with --format json or --format shell instead\.$/,
  );
});

test("existing quotes are kept where possible", () => {
  expect(written("A", "new", '"old"')).toBe('"new"');
  expect(written("A", "new", "'old'")).toBe("'new'");
  expect(written("A", "new", "old")).toBe("new");
  expect(written("A", "it's", "'old'")).toBe(`"it's"`);
  expect(written("A", "two words", "old")).toBe("'two words'");
});
