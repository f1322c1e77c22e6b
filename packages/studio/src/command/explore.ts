// explore: follows every path through a flow, and reports unreachable transitions and problems.

import {
  type Exploration,
  type ExploreOptions,
  explore as explorePaths,
} from "../simulate/explore/explore.ts";
import { defineCommand } from "./base/defineCommand.ts";
import { flag, list, wholeNumber } from "./base/options.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import { readScenarioFiles } from "./input/readScenarioFiles.ts";
import { checkStdin, onlyFile, withScenarios } from "./io/arguments.ts";
import type { Io } from "./io/io.ts";
import { explorationText } from "./report/exploration.ts";
import { newProgress } from "./report/progress.ts";

export const explore = defineCommand({
  name: "explore",
  summary: "follow every path through a flow",
  description: [
    "Follows the paths through a flow without Twilio. It tries every outcome of whatever a customer, a service or Twilio decides, and sets the values that splits compare so that each condition becomes true.",
    "Reports transitions that no path reaches and those that no scenario takes, paths that end without a response to the customer, strings that render empty, and loops that only a Studio limit ends.",
  ],
  arguments: [{ name: "FILE", description: "a flow's JSON; - for standard input" }],
  options: {
    scenario: list(
      "FILE",
      "run this scenario first, then variations of it, since its data is more realistic than sample data (see the help of simulate); a folder stands for all of its YAML files",
    ),
    maxPaths: wholeNumber("N", "follow at most N paths (default: 1000)", { from: 1 }),
    maxVisits: wholeNumber("N", "run a widget at most N times on one path (default: 11)", { from: 1 }),
    json: flag("print one JSON object"),
    strict: flag(
      "exit with 1 if a transition was not reached, a path ends without a response, or a loop ends only at a Studio limit",
    ),
  },
  exitCodes: {
    0: "explored",
    1: "problems found (with --strict)",
    2: "wrong usage, a file that could not be read, or a scenario that does not fit the flow",
  },
  examples: ["{} flow.json", "{} flow.json --scenario scenarios/sales.yaml --strict"],
  run: exploreFile,
});

interface Input {
  options: {
    scenario: readonly string[];
    maxPaths: number | undefined;
    maxVisits: number | undefined;
    json: boolean;
    strict: boolean;
  };
  args: readonly string[];
}

async function exploreFile({ options, args }: Input, io: Io): Promise<number> {
  const { json, strict, maxPaths, maxVisits } = options;
  const { flows, scenarios: names } = withScenarios(args, options.scenario);
  const file = onlyFile(flows, "explore", "Pass scenarios with --scenario.");
  checkStdin([file, ...names]);

  const definition = await readDefinition(file, io);
  const scenarios = await readScenarioFiles(names, definition, io);
  const exploration = await watched(io, (onPath) =>
    explorePaths(definition, {
      scenarios,
      onPath,
      ...(maxPaths === undefined ? {} : { maxPaths }),
      ...(maxVisits === undefined ? {} : { maxVisits }),
    }),
  );
  if (json) io.stdout(`${JSON.stringify(exploration, null, 2)}\n`);
  else io.stdout(explorationText(exploration, { colors: io.colors, scenarios: scenarios.length }));
  return strict && hasFindings(exploration) ? 1 : 0;
}

/** Shows the progress at a terminal, on a line that is erased at the end. */
async function watched<T>(
  io: Io,
  work: (onPath: NonNullable<ExploreOptions["onPath"]>) => Promise<T>,
): Promise<T> {
  if (!io.isWatched) return work(() => undefined);
  const progress = newProgress(io.stderr);
  try {
    return await work(progress.show);
  } finally {
    progress.end();
  }
}

function hasFindings({ transitions, unanswered, loops }: Exploration): boolean {
  return transitions.unreached.length + unanswered.length + loops.length > 0;
}
