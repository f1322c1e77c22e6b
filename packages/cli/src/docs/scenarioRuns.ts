// The scenarios of the hand-off flow, run for the pages and pictures.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FlowDefinition, type Scenario, type SimulatedRun, simulate } from "@tac-handoff/studio";
import { readScenario } from "@tac-handoff/studio/scenario";
import { type AgentHandoff, agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import { contract } from "@tac-handoff/studio-flows/testing/contract";

const root = join(import.meta.dirname, "../../../..");

export const scenarioFolder = "studio-flows/scenarios";

/** The flow with made-up SIDs, and the contract of the project's own tests. */
export function sampleHandoff(options: Partial<AgentHandoff> = {}): FlowDefinition {
  return agentHandoff({
    workflowSid: `WW${"0".repeat(32)}`,
    workspaceSid: `WS${"9".repeat(32)}`,
    voiceTaskChannelSid: `TC${"0".repeat(32)}`,
    messagingTaskChannelSid: `TC${"0".repeat(32)}`,
    contract,
    ...options,
  });
}

/** The scenario files of a folder, sorted. */
export function scenariosIn(folder: string): string[] {
  const names = readdirSync(join(root, scenarioFolder, folder)).filter((name) => name.endsWith(".yaml"));
  return names.toSorted().map((name) => `${scenarioFolder}/${folder}/${name}`);
}

/**
 * Runs a scenario.
 *
 * @throws Error if it cannot be read, or does not run as it expects
 */
export async function runScenario(
  flow: FlowDefinition,
  file: string,
): Promise<{ scenario: Scenario; run: SimulatedRun }> {
  const result = readScenario(readFileSync(join(root, file), "utf8"), { file, definition: flow });
  if ("issues" in result)
    throw new Error(`${file}: ${result.issues.map(({ message }) => message).join("; ")}`);
  const { differences, ...run } = await simulate(flow, result.scenario);
  if (differences.length > 0)
    throw new Error(`${file} does not run as expected: ${JSON.stringify(differences)}`);
  return { scenario: result.scenario, run: { ...run, differences } };
}
