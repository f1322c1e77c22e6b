// Generators of .env files, for property tests.

import fc from "fast-check";

/** Some of our names and some others, few enough that they repeat and resemble each other. */
export const names = ["TWILIO_A", "TWILIO_B", "TWILIO_SECRET", "OTHER", "TWILIO_A_TOO", "x.y-z"];
const name = fc.constantFrom(...names);
const value = fc.constantFrom(
  "",
  "plain",
  "other",
  "'single'",
  '"double"',
  "`back`",
  '"two\nTWILIO_A=no\nlines"',
  "'two\n# TWILIO_B=no\n\nlines'",
  "with spaces",
  "a=b",
  "$HOME",
  '"esc\\n"',
  '"a # b"',
  "+15551230100",
  "żółć",
);
const comment = fc.constantFrom("", "", "  ", " # note", " # it's TWILIO_A=1", "\t#");
const assignment = fc
  .tuple(
    fc.constantFrom("", "", "export ", "  ", "  export "),
    name,
    fc.constantFrom("=", "=", " = ", "= "),
    value,
    comment,
  )
  .map((parts) => parts.join(""));
const other = fc.constantFrom("", "   ", "# TWILIO_A=1", "#TWILIO_B='x", "  # it is", "#", '# a "word"');

const eol = fc.constantFrom("\n", "\n", "\r\n");

function file(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom("", "", "\uFEFF"), fc.array(line, { maxLength: 8 }), eol, fc.boolean())
    .map(([mark, lines, end, isClosed]) => {
      const text = lines.join("\n") + (isClosed && lines.length > 0 ? "\n" : "");
      return mark + text.replaceAll("\n", end);
    });
}

/** Assignments, comments and blank lines. */
export const wildFile = file(fc.oneof({ weight: 3, arbitrary: assignment }, other));

/** Anything: unclosed quotes, words, names without values, YAML. */
export const junkFile = file(
  fc.oneof(
    assignment,
    other,
    fc.constantFrom(
      'A="open',
      "TWILIO_A='open",
      "TWILIO_B=`open",
      '"',
      "'alone'",
      "word",
      "export",
      "export TWILIO_A",
      "TWILIO_A: yaml",
      "OTHER:",
      "TWILIO_B",
      "=1",
      "TWILIO_A=x#y",
      "TWILIO_B='x'#y",
      "TWILIO_A=",
      "=",
      "A='it''s'",
    ),
    fc.string({ unit: fc.constantFrom(..."AB='\"`#: \\\t"), maxLength: 8 }),
  ),
);

/** Everything that is significant in such files, in any order. */
export const scrambledFile = fc
  .array(
    fc.oneof(
      fc.constantFrom("A=", "TWILIO_A=", "TWILIO_B: ", "x.y-z =", "export ", "\n", "\r\n"),
      fc.constantFrom(..."AB.-=: \t\r\v#\\", "'", '"', "`", "\\'", '\\"', "\uFEFF", "\u2028", "é"),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));
