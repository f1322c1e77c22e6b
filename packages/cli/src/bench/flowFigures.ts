// Measures packages/studio: its results on every flow in a folder, and its speed.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  checkFlow,
  explore,
  type FlowDefinition,
  type FlowIssue,
  importFlow,
  sameDefinition,
  simulate,
} from "@tac-handoff/studio";
import { drawMermaid, drawSvg } from "@tac-handoff/studio/draw";
import { readScenario } from "@tac-handoff/studio/scenario";
import { runSource } from "@tac-handoff/studio/testing/compiledSource";
import { largeFlow } from "@tac-handoff/studio/testing/largeFlow";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import { contract } from "@tac-handoff/studio-flows/testing/contract";
import { median } from "./median.ts";

export interface FlowFigures {
  /** Results for a folder of real flows; absent without one. */
  folder?: FolderFigures;
  /** Milliseconds to check a flow of 130 widgets, warm; the median of many runs. */
  checkMs: number;
  /** Milliseconds to draw the same flow as SVG, warm. */
  drawMs: number;
  /** Seconds to simulate 1,000 hand-offs one after the other, half of them calls. */
  handoffs: number;
}

export interface FolderFigures {
  path: string;
  flows: number;
  /** Files for which something threw, with the error message. */
  crashed: string[];
  /** Issues of severity error on flows whose name does not begin with `bad-`. */
  falseErrors: string[];
  /** Flows whose name begins with `bad-`, and those of them with an error. */
  broken: { total: number; found: string[] };
  /** Flows that are equivalent after import to TypeScript and compilation. */
  sameAgain: number;
}

const largeSize = 130;

/** @param path folder of flows as JSON; files whose name begins with `bad-` are known to be broken */
export async function measureFlows(
  path: string | undefined,
  say: (what: string) => void,
): Promise<FlowFigures> {
  say("flows: check, draw and simulate");
  const large = largeFlow(largeSize);
  return {
    ...(path === undefined ? {} : { folder: await measureFolder(path) }),
    checkMs: milliseconds(100, () => checkFlow(large)),
    drawMs: milliseconds(20, () => drawSvg(large)),
    handoffs: await simulateHandoffs(1_000),
  };
}

async function measureFolder(path: string): Promise<FolderFigures> {
  const files = readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
  const figures: FolderFigures = {
    path,
    flows: 0,
    crashed: [],
    falseErrors: [],
    broken: { total: 0, found: [] },
    sameAgain: 0,
  };
  for (const file of files) {
    const definition: FlowDefinition = JSON.parse(readFileSync(join(path, file), "utf8"));
    if (typeof definition.initial_state !== "string") continue;
    figures.flows += 1;
    try {
      const errors = checkFlow(definition).filter(({ severity }) => severity === "error");
      note(figures, file, errors);
      drawSvg(definition);
      drawMermaid(definition);
      await explore(definition, { maxPaths: 200 });
      if (sameDefinition(runSource(importFlow(definition)), definition)) figures.sameAgain += 1;
    } catch (error) {
      figures.crashed.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return figures;
}

function note({ broken, falseErrors }: FolderFigures, file: string, errors: readonly FlowIssue[]): void {
  if (!file.startsWith("bad-")) {
    falseErrors.push(...errors.map(({ message }) => `${file}: ${message}`));
    return;
  }
  broken.total += 1;
  const [first] = errors;
  if (first) broken.found.push(`${file}: ${first.message}`);
}

function milliseconds(runs: number, act: () => unknown): number {
  // Warm-up: compilation affects only the first runs.
  for (let run = 0; run < 10; run += 1) act();
  return median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      act();
      return performance.now() - start;
    }),
  );
}

async function simulateHandoffs(count: number): Promise<number> {
  const flow = agentHandoff({
    workflowSid: `WW${"1".repeat(32)}`,
    workspaceSid: `WS${"1".repeat(32)}`,
    voiceTaskChannelSid: `TC${"2".repeat(32)}`,
    messagingTaskChannelSid: `TC${"3".repeat(32)}`,
    contract,
  });
  const scenarios = ["calls/handed-off", "messages/handed-off"].map((name) => {
    const file = resolve(`studio-flows/scenarios/${name}.yaml`);
    const read = readScenario(readFileSync(file, "utf8"), { file, definition: flow });
    if ("issues" in read) throw new Error(`${file}: ${read.issues.map(({ message }) => message).join("; ")}`);
    return read.scenario;
  });
  const start = performance.now();
  for (let run = 0; run < count / scenarios.length; run += 1)
    for (const scenario of scenarios) {
      const { tasks } = await simulate(flow, scenario);
      if (tasks.length !== 1) throw new Error(`${scenario.name}: ${tasks.length} tasks, 1 expected`);
    }
  return (performance.now() - start) / 1_000;
}
