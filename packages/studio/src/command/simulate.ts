// simulate: runs scenarios on a flow without Twilio, and shows what happened.

import type { FlowDefinition } from "../definition/definition.ts";
import { isTriggerEvent } from "../graph/graph.ts";
import type { Scenario } from "../simulate/scenario/scenario.ts";
import type { SimulatedRun } from "../simulate/scenario/simulatedRun.ts";
import { defineCommand } from "./base/defineCommand.ts";
import { flag, list, text } from "./base/options.ts";
import { readDefinition } from "./input/readOneFlow.ts";
import { readScenarioFiles } from "./input/readScenarioFiles.ts";
import { checkStdin, onlyFile, withScenarios } from "./io/arguments.ts";
import { InputError, UsageError } from "./io/errors.ts";
import type { Io } from "./io/io.ts";
import { writeFile } from "./io/writeFile.ts";
import { runJson, runsText, runText } from "./report/run.ts";
import { runScenario } from "./runScenario.ts";

const scenarioExample = `trigger: { incomingCall: { From: "+12025550143" } }
answers:
  main_menu: [{ digits: "1" }, timeout]      # turn by turn
  find_order: { status: 200, body: { state: shipped } }
  send_to_flex: callComplete
expect:
  path: [Trigger, main_menu, ..., send_to_flex]
  tasks: [{ attributes: { reason: order } }]
  warnings: []`;

export const simulate = defineCommand({
  name: "simulate",
  summary: "run scenarios on a flow without Twilio",
  description: [
    "Runs a flow without Twilio and shows which path it took, what the customer heard and read, which requests were made, which tasks reached Flex, which warnings Studio would log, and how it ended. The same scenario always results in the same run.",
  ],
  arguments: [{ name: "FILE", description: "a flow's JSON; - for standard input" }],
  options: {
    scenario: list(
      "FILE",
      "a YAML file that specifies what starts the flow and what happens at its widgets, or a folder of such files; without one, the first connected event of the trigger starts the flow, each waiting widget takes the first event of its type, and requests get no response",
    ),
    json: flag("print a JSON list with an object for each run"),
    real: list(
      "HOST",
      "send requests to this host if the scenario has no response for them (default: no host)",
    ),
    record: text(
      "FILE",
      'write the responses of real hosts, without credentials, to this file, to be used as "recorded" in a scenario',
    ),
  },
  sections: [{ title: "A scenario", text: scenarioExample }],
  exitCodes: {
    0: "every run matches its scenario",
    1: "a run does not match its scenario, or reached a Studio limit",
    2: "wrong usage, a file that could not be read, or a scenario that does not fit the flow",
  },
  examples: ["{} flow.json", "{} flow.json --scenario scenarios/*.yaml"],
  run: simulateFile,
});

interface Input {
  options: {
    scenario: readonly string[];
    json: boolean;
    real: readonly string[];
    record: string | undefined;
  };
  args: readonly string[];
}

async function simulateFile({ options, args }: Input, io: Io): Promise<number> {
  const { json, real, record } = options;
  const { flows, scenarios: names } = withScenarios(args, options.scenario);
  const file = onlyFile(flows, "simulate", "Pass scenarios with --scenario.");
  checkStdin([file, ...names]);
  if (record !== undefined && real.length === 0)
    throw new UsageError("--record stores the responses of real hosts: specify the hosts with --real.");

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

/** The run without a scenario. */
function sampleScenario({ states, initial_state }: FlowDefinition): Scenario {
  const events = states.find(({ name }) => name === initial_state)?.transitions ?? [];
  const wired = events.filter(({ next }) => next).map(({ event }) => event);
  const trigger = wired.find(isTriggerEvent);
  if (trigger === undefined)
    throw new InputError(
      "The flow's trigger leads nowhere, so nothing can start it. Specify a trigger with --scenario.",
    );
  return { name: `${trigger}, with sample data`, trigger, unanswered: "default" };
}

function isAsExpected({ scenario, run }: { scenario: Scenario; run: SimulatedRun }): boolean {
  const isLimited = run.end.how === "limit" && scenario.expect?.ends !== "limit";
  return run.differences.length === 0 && !isLimited;
}
