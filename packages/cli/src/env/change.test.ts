import fc from "fast-check";
import { expect, test } from "vitest";
import { describeChange } from "./change.ts";
import { mergeVariables } from "./merge.ts";
import { wildFile } from "./testing/wildFiles.ts";

const visible = ["TWILIO_A", "TWILIO_B"];

test("only changed lines are shown, secrets only as changed or new, and unrelated lines not at all", () => {
  const before = "OPENAI_API_KEY=sk-1\nTWILIO_A=1\nTWILIO_API_SECRET=old#rest\nTWILIO_B=2\nLAST=mine";
  const after = mergeVariables(before, {
    variables: { TWILIO_A: "1", TWILIO_API_SECRET: "fresh", TWILIO_AUTH_TOKEN: "token" },
    removable: visible,
  });

  expect(describeChange({ file: ".env", before, after, visible })).toBe(
    [
      "--- .env",
      "+++ .env",
      "@@ -3,2 +3,1 @@",
      "-TWILIO_API_SECRET=••••",
      "-TWILIO_B=2",
      "+TWILIO_API_SECRET=•••• (changed)",
      "@@ -5,0 +5,3 @@",
      "+",
      "+# Of the hand-off stack, written by npm run env",
      "+TWILIO_AUTH_TOKEN=•••• (new)",
    ].join("\n"),
  );
});

test("nothing is shown if nothing changed", () => {
  expect(describeChange({ file: ".env", before: "A=1", after: "A=1", visible })).toBe("");
  expect(describeChange({ file: ".env", before: "", after: "", visible })).toBe("");
});

test("CRLF files are shown without their carriage returns", () => {
  const change = { file: ".env", before: "TWILIO_A=1\r\n", after: "TWILIO_A=2\r\n", visible };

  expect(describeChange(change)).toBe("--- .env\n+++ .env\n@@ -1,1 +1,1 @@\n-TWILIO_A=1\n+TWILIO_A=2");
});

test("no secret, old or new, and no value of another variable is ever shown", () => {
  fc.assert(
    fc.property(wildFile, fc.boolean(), (file, isChanged) => {
      const hidden = (text: string) =>
        text
          .replaceAll(/(TWILIO_SECRET\s*=\s*)(?=\S)/g, "$1hidden-")
          .replaceAll(/(OTHER\s*=\s*)(?=\S)/g, "$1hidden-");
      const before = hidden(file);
      const variables = { TWILIO_A: "1", ...(isChanged && { TWILIO_SECRET: "hidden-too" }) };
      const after = mergeVariables(before, { variables, removable: visible });

      expect(describeChange({ file: ".env", before, after, visible })).not.toContain("hidden");
    }),
    { numRuns: 500 },
  );
});
