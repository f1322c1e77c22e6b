import { expect, test } from "vitest";
import { largeFlow } from "../../draw/testing/largeFlow.ts";
import { textReader } from "./choices/reads.ts";
import { flowReads } from "./choices/samples.ts";
import { newCoverage } from "./coverage.ts";
import { newFrontier } from "./frontier.ts";
import { type ExplorationInput, run } from "./run.ts";
import type { Trace } from "./trace.ts";

const definition = largeFlow(60);
const read = textReader();
const explored: ExplorationInput = {
  definition,
  read,
  reads: flowReads(definition, read),
  subflows: {},
  starts: ["incomingMessage", "incomingCall"],
  maxVisits: 11,
};
const course = ({ decisions, visits, path, emptied, execution }: Trace) => ({
  decisions,
  visits,
  path,
  emptied,
  execution,
});

test("a run that continues from another is the same as one from the start", async () => {
  const coverage = newCoverage(definition);
  const frontier = newFrontier(coverage, explored.reads);
  let plan = { choices: new Map() } as Parameters<typeof run>[1] | undefined;
  let continued = 0;
  for (let count = 0; plan && count < 60; count++) {
    const trace: Trace = await run(explored, plan);
    const { origin, ...whole } = plan;

    expect(course(trace)).toEqual(course(await run(explored, whole)));
    if (origin && trace.checkpoints.length > 0) continued++;
    coverage.add(trace);
    frontier.add(trace);
    plan = frontier.next();
  }

  expect(continued).toBeGreaterThan(30);
});
