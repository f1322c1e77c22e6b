// tac-studio explore: walks all ways through a flow, and tells what no way reaches and what goes wrong.

import { type Exploration, type ExploreOptions, explore } from "../simulate/explore/explore.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import { readScenarioFiles } from "./input/readScenarioFiles.ts";
import type { Io } from "./io/io.ts";
import { checkStdin, onlyFile, readArguments, wholeNumber, withScenarios } from "./io/readArguments.ts";
import { explorationText } from "./report/exploration.ts";

export const usage = (
  program: string,
) => `${program} explore FILE [--scenario FILE…] [--max-paths N] [--max-visits N] [--json] [--strict]

Walks the ways through a flow without Twilio: whatever a customer, a service or Twilio decides is decided one way after
the other, and what splits compare is set to values that make each condition true. Tells which transitions no way
reaches and which no scenario takes, which ways end without an answer to the customer, which texts come out empty, and
which loops only a limit of Studio ends.

  FILE             a flow's JSON; - for standard input
  --scenario FILE  run first and then varied, since its data is more like real data than samples are (see
                   ${program} simulate --help); a folder gives all of its YAML files
  --max-paths N    most ways to walk (default 1000)
  --max-visits N   most runs of one widget on one way (default 11)
  --json           print one JSON object
  --strict         exit with 1 when a transition was not reached, a way ends without an answer, or only a limit ends
                   a loop

Exit code: 0 explored, 1 something was found (with --strict), 2 wrong usage, a file that could not be read, or a
scenario that does not fit the flow.

Examples
  ${program} explore flow.json
  ${program} explore flow.json --scenario scenarios/sales.yaml --strict`;

const options = {
  scenario: { type: "string", multiple: true, default: [] as string[] },
  "max-paths": { type: "string" },
  "max-visits": { type: "string" },
  json: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
} as const;

/** @throws UsageError and InputError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { json, strict } = values;
  const { flows, scenarios: names } = withScenarios(positionals, values.scenario);
  const file = onlyFile(flows, "explore", "A scenario goes behind --scenario.");
  checkStdin([file, ...names]);
  const maxPaths = wholeNumber("--max-paths", values["max-paths"], { from: 1 });
  const maxVisits = wholeNumber("--max-visits", values["max-visits"], { from: 1 });

  const definition = await readDefinition(file, io);
  const scenarios = await readScenarioFiles(names, definition, io);
  const exploration = await watched(io, (onPath) =>
    explore(definition, {
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

/** Counts the paths where a person watches, on one line that goes when all is done. */
async function watched<T>(
  io: Io,
  work: (onPath: NonNullable<ExploreOptions["onPath"]>) => Promise<T>,
): Promise<T> {
  if (!io.isWatched) return work(() => undefined);
  const clear = "\r\u001b[K";
  try {
    return await work((paths) => {
      if (paths % 20 === 0) io.stderr(`${clear}${paths} ways walked`);
    });
  } finally {
    io.stderr(clear);
  }
}

function hasFindings({ transitions, unanswered, loops }: Exploration): boolean {
  return transitions.unreached.length + unanswered.length + loops.length > 0;
}
