// One run of a flow for a command.

import type { FlowDefinition } from "../definition/definition.ts";
import { simulate } from "../simulate/scenario/runScenario.ts";
import { type Scenario, ScenarioError } from "../simulate/scenario/scenario.ts";
import type { SimulatedRun } from "../simulate/scenario/simulatedRun.ts";
import { InputError } from "./io/errors.ts";

/** @throws InputError if the scenario does not fit the flow, or the flow cannot be started */
export async function runScenario(definition: FlowDefinition, scenario: Scenario): Promise<SimulatedRun> {
  try {
    return await simulate(definition, scenario);
  } catch (error) {
    if (error instanceof ScenarioError) throw new InputError(`${scenario.name}: ${error.message}`);
    throw error;
  }
}
