// tac-studio simulate: runs a flow without Twilio, as scenarios say, and tells what happened.

import type { FlowDefinition } from "../definition/definition.ts";
import { isTriggerEvent } from "../graph/graph.ts";
import type { Scenario } from "../simulate/scenario/scenario.ts";
import type { SimulatedRun } from "../simulate/scenario/simulatedRun.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import { readScenarioFiles } from "./input/readScenarioFiles.ts";
import type { Io } from "./io/io.ts";
import { InputError, UsageError } from "./io/mistake.ts";
import { checkStdin, onlyFile, readArguments, withScenarios } from "./io/readArguments.ts";
import { writeFile } from "./io/writeFile.ts";
import { runJson, runsText, runText } from "./report/run.ts";
import { runScenario } from "./runScenario.ts";

export const usage = (
  program: string,
) => `${program} simulate FILE [--scenario FILE…] [--json] [--real HOST]… [--record FILE]

Runs a flow without Twilio and tells which way it took, what the customer heard and read, which requests were made,
which tasks reached Flex, which warnings Studio would give, and how it ended. The same scenario always gives the same
run.

  FILE             a flow's JSON; - for standard input
  --scenario FILE  a YAML file that says what starts the flow and what happens at its widgets; several may follow, or
                   a folder of them. Without one, the first event that the trigger has wired starts the flow, each
                   widget that waits takes the first event of its type, and requests get no answer
  --json           print a JSON list with an object for each run
  --real HOST      a host that is really asked where a scenario has no answer; may be repeated. Default: none is
  --record FILE    write what real hosts answered to this file, for "recorded" of a scenario; without credentials

A scenario
  trigger: { incomingCall: { From: "+12025550143" } }
  answers:
    main_menu: [{ digits: "1" }, timeout]      # turn by turn
    find_order: { status: 200, body: { state: shipped } }
    send_to_flex: callComplete
  expect:
    path: [Trigger, main_menu, ..., send_to_flex]
    tasks: [{ attributes: { reason: order } }]
    warnings: []

Exit code: 0 every run is as its scenario expects, 1 one is not or met a limit of Studio, 2 wrong usage, a file that
could not be read, or a scenario that does not fit the flow.

Examples
  ${program} simulate flow.json
  ${program} simulate flow.json --scenario scenarios/*.yaml`;

const options = {
  scenario: { type: "string", multiple: true, default: [] as string[] },
  json: { type: "boolean", default: false },
  real: { type: "string", multiple: true, default: [] as string[] },
  record: { type: "string" },
} as const;

/** @throws UsageError and InputError */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  const { json, real, record } = values;
  const { flows, scenarios: names } = withScenarios(positionals, values.scenario);
  const file = onlyFile(flows, "simulate", "A scenario goes behind --scenario.");
  checkStdin([file, ...names]);
  if (record !== undefined && real.length === 0)
    throw new UsageError("--record writes what real hosts answered; name them with --real.");

  const definition = await readDefinition(file, io);
  const scenarios = await readScenarioFiles(names, definition, io, { realHosts: real });
  if (scenarios.length === 0) scenarios.push(sampleScenario(definition));

  const runs: { scenario: Scenario; run: SimulatedRun }[] = [];
  for (const scenario of scenarios) runs.push({ scenario, run: await runScenario(definition, scenario) });
  const failed = runs.filter((each) => !isAsExpected(each));
  if (json) io.stdout(runJson(runs));
  else
    io.stdout(
      [...runs.map((each) => runText(each, io.colors)), ...runsText(runs, failed, io.colors)].join("\n"),
    );
  if (record !== undefined) {
    const recorded = runs.flatMap(({ run }) => run.recorded);
    writeFile(record, `${JSON.stringify(recorded, null, 2)}\n`, io, { mayReplace: true });
  }
  return failed.length === 0 ? 0 : 1;
}

/** What happens when nobody says anything. */
function sampleScenario({ states, initial_state }: FlowDefinition): Scenario {
  const events = states.find(({ name }) => name === initial_state)?.transitions ?? [];
  const wired = events.filter(({ next }) => next).map(({ event }) => event);
  const trigger = wired.find(isTriggerEvent);
  if (trigger === undefined)
    throw new InputError(
      "The flow's trigger leads nowhere, so nothing can start it; or say by --scenario what does.",
    );
  return { name: `${trigger}, with sample data`, trigger, unanswered: "default" };
}

function isAsExpected({ scenario, run }: { scenario: Scenario; run: SimulatedRun }): boolean {
  const isLimited = run.end.how === "limit" && scenario.expect?.ends !== "limit";
  return run.differences.length === 0 && !isLimited;
}
