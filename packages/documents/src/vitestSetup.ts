import * as fs from "node:fs";
// Runs beside every test file: whatever a test sends to a local Twilio of this process, and what comes back, is compared
// with Twilio's documents, and a contradiction fails the test.

import { observeExchanges } from "@tac-handoff/emulator/exchanges";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { differenceOf, nameOf } from "./differences.ts";
import { createJudge, type Violation } from "./judge.ts";
import { recordUse } from "./usedDifferences.ts";

const documents = inject("twilioDocuments");

if ("folder" in documents) {
  const judge = createJudge(documents.folder);
  let violations: Violation[] = [];
  let end = () => {};

  beforeAll(() => {
    end = observeExchanges((exchange) => {
      for (const violation of judge(exchange)) {
        const difference = differenceOf(violation);
        if (difference) recordUse(nameOf(difference));
        else {
          violations.push(violation);
          if (process.env.VFILE) fs.appendFileSync(process.env.VFILE, `${JSON.stringify(violation)}\n`);
        }
      }
    });
  });

  const report = () => {
    const found = violations;
    violations = [];
    if (found.length > 0) throw new Error(describe(found));
  };
  afterEach(report);
  // What happened before the first test and after the last one.
  afterAll(() => {
    end();
    report();
  });
}

/** How many are listed; the rest is counted. */
const listed = 20;

function describe(found: Violation[]): string {
  const lines = [
    ...new Set(
      found.map(({ operation, part, at, problem, pointer }) =>
        [`  ${operation}: ${part}${at && ` ${at}`}: ${problem}`, `    ${pointer}`].join("\n"),
      ),
    ),
  ];
  return [
    "The local Twilio and Twilio's documents contradict each other (packages/documents/README.md):",
    ...lines.slice(0, listed),
    ...(lines.length > listed ? [`  and ${lines.length - listed} more`] : []),
  ].join("\n");
}
