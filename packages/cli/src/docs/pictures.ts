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

/** How each picture is made, by its path below the project's root. */
export const pictures: Readonly<Record<string, () => string | Promise<string>>> = {
  [`${examples}/support-menu.json`]: () => `${JSON.stringify(supportMenu, null, 2)}\n`,
  [`${examples}/support-menu.svg`]: () => drawSvg(supportMenu),
  [`${examples}/support-menu.run.svg`]: async () =>
    drawSvg(supportMenu, { path: await stepsOf(supportMenu, `${examples}/order.yaml`) }),
  [`${examples}/support-menu.change.svg`]: () => {
    const before: FlowDefinition = JSON.parse(read(`${examples}/support-menu.before.json`));
    return drawSvg(supportMenu, { before });
  },
  "docs/hand-off.svg": async () => {
    const handoff = agentHandoff({
      workflowSid: `WW${"0".repeat(32)}`,
      voiceTaskChannelSid: `TC${"0".repeat(32)}`,
      messagingTaskChannelSid: `TC${"0".repeat(32)}`,
      contract,
    });
    const path = await stepsOf(handoff, "studio-flows/scenarios/calls/handed-off.yaml");
    return drawSvg(handoff, { path });
  },
};

async function stepsOf(flow: FlowDefinition, file: string): Promise<readonly RunStep[]> {
  const result = readScenario(read(file), { file, definition: flow });
  if ("issues" in result)
    throw new Error(`${file}: ${result.issues.map(({ message }) => message).join("; ")}`);
  const { steps, differences } = await simulate(flow, result.scenario);
  if (differences.length > 0)
    throw new Error(`${file} does not run as it expects: ${JSON.stringify(differences)}`);
  return steps;
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
