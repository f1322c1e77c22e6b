import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findAssignments } from "./assignments.ts";
import { junkFile, wildFile } from "./wildFiles.ts";

test.each([
  ["proper lines", wildFile],
  ["junk", junkFile],
])("in a file of %s, the variables found are those that dotenv reads", (_, files) => {
  fc.assert(
    fc.property(files, (text) => {
      const found = findAssignments(text.replaceAll(/\r\n?/g, "\n")).map(({ name }) => name);
      expect(new Set(found)).toEqual(new Set(Object.keys(dotenv.parse(text))));
      expect(findAssignments(text).map(({ name }) => name)).toEqual(found);
    }),
    { numRuns: 1_000 },
  );
});

test("positions cut the text into lines, name, value and rest", () => {
  const text = '\uFEFFA=1\r\n\r\n# B=2\r\n  export C = "x # y" # why\r\nD=\r\nE="two\r\nF=3\r\nlines"';

  const found = findAssignments(text).map(({ name, raw, lines, value, separator, rest }) => ({
    name,
    raw,
    separator,
    rest,
    lines: text.slice(lines.start, lines.end),
    value: text.slice(value.start, value.end),
  }));

  expect(found).toEqual([
    { name: "A", raw: "1", separator: "=", rest: "", lines: "A=1\r\n", value: "=1" },
    {
      name: "C",
      raw: '"x # y"',
      separator: " = ",
      rest: " # why",
      lines: '  export C = "x # y" # why\r\n',
      value: ' = "x # y"',
    },
    { name: "D", raw: "", separator: "=", rest: "", lines: "D=\r\n", value: "=" },
    {
      name: "E",
      raw: '"two\r\nF=3\r\nlines"',
      separator: "=",
      rest: "",
      lines: 'E="two\r\nF=3\r\nlines"',
      value: '="two\r\nF=3\r\nlines"',
    },
  ]);
});
