// The pictures of the pages, and the example flow as JSON, made by packages/studio itself.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type FlowDefinition, type RunStep, simulate } from "@tac-handoff/studio";
import { drawSvg } from "@tac-handoff/studio/draw";
import { flow as supportMenu } from "@tac-handoff/studio/examples/supportMenu";
import { readScenario } from "@tac-handoff/studio/scenario";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import { contract } from "@tac-handoff/studio-flows/testing/contract";

const root = join(import.meta.dirname, "../../../..");
const examples = "packages/studio/examples";

/** Pictures by their path below the project's root. */
export async function pictures(): Promise<Record<string, string>> {
  const before: FlowDefinition = JSON.parse(read(`${examples}/support-menu.before.json`));
  const handoff = agentHandoff({
    workflowSid: `WW${"0".repeat(32)}`,
    voiceTaskChannelSid: `TC${"0".repeat(32)}`,
    messagingTaskChannelSid: `TC${"0".repeat(32)}`,
    contract,
  });
  const order = await stepsOf(supportMenu, `${examples}/order.yaml`);
  const handedOff = await stepsOf(handoff, "studio-flows/scenarios/calls/handed-off.yaml");
  return {
    [`${examples}/support-menu.json`]: `${JSON.stringify(supportMenu, null, 2)}\n`,
    [`${examples}/support-menu.svg`]: drawSvg(supportMenu),
    [`${examples}/support-menu.run.svg`]: drawSvg(supportMenu, { path: order }),
    [`${examples}/support-menu.change.svg`]: drawSvg(supportMenu, { before }),
    "docs/hand-off.svg": drawSvg(handoff, { path: handedOff }),
  };
}

async function stepsOf(flow: FlowDefinition, file: string): Promise<readonly RunStep[]> {
  const result = readScenario(read(file), { file, definition: flow });
  if ("problems" in result)
    throw new Error(`${file}: ${result.problems.map(({ message }) => message).join("; ")}`);
  const { steps, differences } = await simulate(flow, result.scenario);
  if (differences.length > 0)
    throw new Error(`${file} does not go as it says: ${JSON.stringify(differences)}`);
  return steps;
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
