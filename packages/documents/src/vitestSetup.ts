// Runs beside every test file: whatever a test sends to a local Twilio of this process, and what comes back, is compared
// with Twilio's documents, and a contradiction fails the test.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Exchange, observeExchanges } from "@tac-handoff/emulator/exchanges";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { differenceOf, nameOf } from "./differences.ts";
import { createJudge, type Violation } from "./judge.ts";
import { recordUse } from "./usedDifferences.ts";

const documents = inject("twilioDocuments");

if ("folder" in documents) {
  const judge = createJudge(documents.folder);
  /** Written by local Twilios that tests start as processes (packages/cli/src/emulator/recordExchanges.ts). */
  const ofProcesses = join(tmpdir(), `tac-handoff-exchanges-${process.pid}.jsonl`);
  let violations: Violation[] = [];
  let end = () => {};

  const compare = (exchange: Exchange) => {
    for (const violation of judge(exchange)) {
      const difference = differenceOf(violation);
      if (difference) recordUse(nameOf(difference));
      else violations.push(violation);
    }
  };

  beforeAll(() => {
    end = observeExchanges(compare);
    process.env.TAC_HANDOFF_EXCHANGES = ofProcesses;
  });

  const report = () => {
    const found = violations;
    violations = [];
    if (found.length > 0) throw new Error(describe(found));
  };
  afterEach(report);
  // What happened before the first test, after the last one, and in other processes.
  afterAll(() => {
    end();
    delete process.env.TAC_HANDOFF_EXCHANGES;
    if (existsSync(ofProcesses)) {
      const lines = readFileSync(ofProcesses, "utf8").split("\n").filter(Boolean);
      rmSync(ofProcesses);
      for (const line of lines) compare(JSON.parse(line));
    }
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
