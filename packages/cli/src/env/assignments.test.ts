import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Assignment, findAssignments } from "./assignments.ts";
import { junkFile, scrambledFile, wildFile } from "./testing/wildFiles.ts";

/** Each value as dotenv reads it from a separate line; if a variable occurs several times, the last one counts. */
function valuesOf(assignments: readonly Assignment[]): Record<string, string | undefined> {
  return Object.fromEntries(assignments.map(({ name, raw }) => [name, dotenv.parse(`X=${raw}`).X]));
}

test.each([
  ["proper lines", wildFile],
  ["junk", junkFile],
  ["scrambled parts", scrambledFile],
])("in a file of %s, the variables and values up to any position are those that dotenv reads", (_, files) => {
  fc.assert(
    fc.property(files, (text) => {
      const found = findAssignments(text);
      for (const end of [...found.map(({ lines }) => lines.end), text.length]) {
        const until = found.filter(({ value }) => value.end <= end);
        expect(valuesOf(until)).toEqual(dotenv.parse(text.slice(0, end)));
      }
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["proper lines", wildFile],
  ["junk", junkFile],
  ["scrambled parts", scrambledFile],
])("in a file of %s, both kinds of line break give the same result", (_, files) => {
  fc.assert(
    fc.property(files, (text) => {
      const [lf, crlf] = ["\n", "\r\n"].map((eol) =>
        findAssignments(text.replaceAll(/\r\n?|\n/g, eol)).map(({ name, raw, rest, separator }) =>
          [name, raw, rest, separator].map((part) => part.replaceAll("\r\n", "\n")),
        ),
      );
      expect(crlf).toEqual(lf);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["an unclosed quote is part of the value", "A='open\nB=2", ["A='open", "B=2"]],
  ["a quote may be closed on a later line", "A='one\nB=2\n' # why\nC=3", ["A='one\nB=2\n'", "C=3"]],
  [
    "a quote closed by a quote of the next variable includes that variable",
    "A='open\nB='2",
    ["A='open", "B='2"],
  ],
  ["text after the closing quote makes the quotes part of the value", "A='x' y\nB=2", ["A='x' y", "B=2"]],
  ["quotes within quotes of the same kind are part of the value", "A='it''s'", ["A='it''s'"]],
  ["a comment may directly follow the closing quote", "A='x'#y", ["A='x'"]],
  ["a comment may directly follow a plain value", "A=x#y", ["A=x"]],
  ["a # within quotes is part of the value", 'A="x # y" # z', ['A="x # y"']],
  ["a # after an unclosed quote is a comment", 'A="x # y', ['A="x']],
  ["a quote after a backslash does not close the value", 'A="x\\"\nB=2"', ['A="x\\"\nB=2"']],
  ["a quote after a backslash closes the value if no other quote does", 'A="x\\"\nB=2', ['A="x\\"', "B=2"]],
  [
    "the last quote after a backslash closes the value if text follows the quote without one",
    "A='x\\'\ny\\'\nz' z",
    ["A='x\\'\ny\\'"],
  ],
  ["a backslash before another backslash has no effect", "A='x\\\\'\nB=2'", ["A='x\\\\'\nB=2'"]],
  ["a quoted value may be on a line below its name", "A=\n\n  'x'\nB=2", ["A='x'", "B=2"]],
  ["a plain value may not be on a line below its name", "A=\nx", ["A="]],
  ["the equals sign may be on a line below the name", "A\n=1", ["A=1"]],
  ["a missing value is empty, even if blank lines follow", "A=\n\n \nB=", ["A=", "B="]],
  ["spaces and a comment are not a value", "A=  # why\nB=2", ["A=", "B=2"]],
  ["export requires a name", "export\nexport A\nexport =1\nexport B=2", ["export=1", "B=2"]],
  ["a name may be on a line below its export", "export\nA=1", ["A=1"]],
  ["a colon must have a space after it and none before it", "A: 1\nB:2\nC : 3", ["A=1"]],
  ["the next line is the value of a name with a colon", "A:\nB=2\nC=3", ["A=B=2", "C=3"]],
  ["CRLF after a colon counts as one space", "A:\r\nB=2\r\nC:\r\n\r\nD=4", ["A=B=2", "C=", "D=4"]],
  ["a lone CR ends a line", "A=1\rB=2", ["A=1", "B=2"]],
  ["names may contain dots and dashes, but no other symbols", "a.b-c=1\n-=2\nd+e=3\nł=4", ["a.b-c=1", "-=2"]],
  ["a byte order mark is a space", "\uFEFFA=1\n\uFEFFB=\uFEFF2", ["A=1", "B=2"]],
  [
    "a line separator ends a comment and a quoted line, but not a plain value",
    "#\u2028A='1'\u2028B=2\u20283",
    ["A='1'", "B=2\u20283"],
  ],
])("%s", (_, text, expected) => {
  const found = findAssignments(text);

  expect(found.map(({ name, raw }) => `${name}=${raw}`)).toEqual(expected);
  expect(valuesOf(found)).toEqual(dotenv.parse(text));
});

test("positions split the text into lines, name, value and rest", () => {
  const text =
    '\uFEFFA=1\r\n\r\n# B=2\r\n  export C = "x # y" # why\r\nD=\r\nE="two\r\nF=3\r\nlines"\rG:\n# H=4\n';

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
      lines: 'E="two\r\nF=3\r\nlines"\r',
      value: '="two\r\nF=3\r\nlines"',
    },
    { name: "G", raw: "", separator: ":", rest: "", lines: "G:\n", value: ":" },
  ]);
});
