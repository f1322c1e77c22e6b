import { parseEnv } from "node:util";
import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findAssignments } from "./assignments.ts";
import { MergeError, mergeVariables } from "./merge.ts";
import { junkFile, names, scrambledFile, wildFile } from "./testing/wildFiles.ts";

const heading = "# Of the hand-off stack, written by npm run env";
const removable = ["TWILIO_A", "TWILIO_B"];
const merge = (text: string, variables: Record<string, string>) =>
  mergeVariables(text, { variables, removable });

test.each([
  ["a value is changed in place", "X=1\nTWILIO_A=old\nY=2\n", "X=1\nTWILIO_A=new\nY=2\n"],
  ["a line with the same value is unchanged", "export TWILIO_A = 'new'  # mine\n", undefined],
  ["export and comment are kept", " export TWILIO_A=old  # mine\n", " export TWILIO_A=new  # mine\n"],
  ["double quotes are kept", 'TWILIO_A="old"\n', 'TWILIO_A="new"\n'],
  ["single quotes are kept", "TWILIO_A='old'\n", "TWILIO_A='new'\n"],
  ["an empty variable gets its value", "TWILIO_A=\nX=1\n", "TWILIO_A=new\nX=1\n"],
  ["an empty variable with a comment gets its value", "TWILIO_A= # id\n", "TWILIO_A=new # id\n"],
  [
    "each of several lines for a variable gets the value",
    "TWILIO_A=1\nTWILIO_A=2\n",
    "TWILIO_A=new\nTWILIO_A=new\n",
  ],
  ["line breaks stay CRLF", "X=1\r\nTWILIO_A=old\r\n", "X=1\r\nTWILIO_A=new\r\n"],
  ["a byte order mark is kept", "\uFEFFTWILIO_A=old\n", "\uFEFFTWILIO_A=new\n"],
  ["a multiline value is replaced completely", 'TWILIO_A="a\nb"\nX=1\n', 'TWILIO_A="new"\nX=1\n'],
  [
    "a value that only dotenv reads is rewritten for all loaders",
    "TWILIO_A: new\nX=`1`\n",
    "TWILIO_A=new\nX=`1`\n",
  ],
  [
    "a tab before a comment, which Node includes in the value, becomes a space",
    "TWILIO_A=new\t# why\n",
    "TWILIO_A=new # why\n",
  ],
  ["text that other loaders include in the value is removed with it", "TWILIO_A=new#old\n", "TWILIO_A=new\n"],
  [
    "the line of a variable without an output is removed",
    "TWILIO_A=new\nTWILIO_B=x # old\nX=1\n",
    "TWILIO_A=new\nX=1\n",
  ],
  [
    "a byte order mark is kept when its line is removed",
    "\uFEFFTWILIO_B=x\nTWILIO_A=new\n",
    "\uFEFFTWILIO_A=new\n",
  ],
  ["a comment is not a variable", "TWILIO_A=new\n#TWILIO_B=1\n", undefined],
  [
    "a line within a quoted value is not a variable",
    "TWILIO_A=new\nX='\nTWILIO_A=no\nTWILIO_B=no\n'\n",
    undefined,
  ],
  ["a missing variable is added under a heading", "X=1\n", `X=1\n\n${heading}\nTWILIO_A=new\n`],
  ["an unterminated last line is terminated first", "X=1", `X=1\n\n${heading}\nTWILIO_A=new\n`],
  ["an empty file gets no blank line", "", `${heading}\nTWILIO_A=new\n`],
  ["a CRLF file gets CRLF", "X=1\r\n", `X=1\r\n\r\n${heading}\r\nTWILIO_A=new\r\n`],
  [
    "a variable is added below those added earlier",
    `${heading}\nTWILIO_B=1\n\nX=1\n`,
    `${heading}\nTWILIO_A=new\n\nX=1\n`,
  ],
  [
    "a heading within a value does not count",
    `X='\n${heading}\n'\n`,
    `X='\n${heading}\n'\n\n${heading}\nTWILIO_A=new\n`,
  ],
])("%s", (_, before, after = before) => {
  expect(merge(before, { TWILIO_A: "new" })).toBe(after);
});

test("new variables are written in the given order, and later ones are added below them", () => {
  const first = merge("X=1\n", { TWILIO_B: "1", TWILIO_A: "2" });
  expect(first).toBe(`X=1\n\n${heading}\nTWILIO_B=1\nTWILIO_A=2\n`);

  expect(merge(`${first}Y=2\n`, { TWILIO_B: "1", TWILIO_A: "2", TWILIO_SECRET: "a b" })).toBe(
    `X=1\n\n${heading}\nTWILIO_B=1\nTWILIO_A=2\nTWILIO_SECRET='a b'\nY=2\n`,
  );
});

test("a secret that is not given is kept", () => {
  expect(merge("TWILIO_SECRET=mine\n", {})).toBe("TWILIO_SECRET=mine\n");
});

test("a change that would make other lines read differently is rejected", () => {
  const file = 'X=\nTWILIO_B=1\n"stray"\n';
  expect(dotenv.parse(file)).toEqual({ X: "", TWILIO_B: "1" });
  expect(dotenv.parse('X=\n"stray"\n')).toEqual({ X: "stray" });

  expect(() => merge(file, {})).toThrow(new MergeError(["X"]));
  expect(new MergeError(["X"]).message).toBe(
    "The file was not changed, because the change would alter how X is read. The cause is an unclosed quote, or a line that is neither NAME=value nor a comment. Fix it, then run this command again.",
  );
});

const wanted = fc.record(
  {
    TWILIO_A: fc.constantFrom("plain", "single", "a b", "it's", "$HOME", "+15551230100"),
    TWILIO_B: fc.constantFrom("other", "double", "żółć"),
    TWILIO_SECRET: fc.constantFrom("plain", "#", "s3cr=t"),
  },
  { requiredKeys: [] },
);

/** A text without our lines and without anything that we add. */
function unowned(text: string, variables: Record<string, string>): string {
  const isOurs = (name: string) => name in variables || removable.includes(name);
  let rest = text;
  for (const { name, lines } of findAssignments(text).toReversed())
    if (isOurs(name)) rest = rest.slice(0, lines.start) + rest.slice(lines.end);
  return rest;
}

test("in any file of proper lines unrelated text is kept, the new values can be read, also by Node itself, and a second merge changes nothing", () => {
  fc.assert(
    fc.property(wildFile, wanted, (text, variables) => {
      const merged = merge(text, variables);

      const before = unowned(text, variables);
      const after = unowned(merged, variables);
      expect(after.startsWith(before)).toBe(true);
      expect(after.slice(before.length)).toMatch(new RegExp(`^(?:(?:\\r?\\n)*${heading}\\r?\\n)?$`));

      const values = dotenv.parse(merged);
      const old = dotenv.parse(text);
      for (const name of names) {
        const isRemoved = removable.includes(name) && !(name in variables);
        const expected = (variables as Record<string, string>)[name] ?? (isRemoved ? undefined : old[name]);
        expect([name, values[name]]).toEqual([name, expected]);
      }
      const ours = findAssignments(merged).filter((each) => each.name in variables);
      const byNode = parseEnv(ours.map(({ lines }) => merged.slice(lines.start, lines.end)).join(""));
      expect({ ...byNode }).toEqual(variables);

      expect(merge(merged, variables)).toBe(merged);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["junk", junkFile],
  ["scrambled parts", scrambledFile],
])("in a file of %s a merge is correct or rejected", (_, files) => {
  fc.assert(
    fc.property(files, wanted, (text, variables) => {
      let merged: string;
      try {
        merged = merge(text, variables);
      } catch (error) {
        expect(error).toBeInstanceOf(MergeError);
        return;
      }
      const expected = { ...dotenv.parse(text) };
      for (const name of removable) delete expected[name];
      expect(dotenv.parse(merged)).toEqual({ ...expected, ...variables });
      expect(merge(merged, variables)).toBe(merged);
    }),
    { numRuns: 2_000 },
  );
});
