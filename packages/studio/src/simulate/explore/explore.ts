// All the ways through a flow, within bounds: which transitions can be reached, and what goes wrong on the way.

import type { FlowDefinition } from "../../definition/definition.ts";
import { isTriggerEvent } from "../../graph/graph.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { maxRunsInARow } from "../simulate.ts";
import { readDefinition } from "../step/readDefinition.ts";
import { type Coverage, newCoverage } from "./coverage.ts";
import {
  type EmptyTextFinding,
  type LoopFinding,
  newFindings,
  type UnansweredFinding,
  type WarningFinding,
} from "./findings.ts";
import { newFrontier } from "./frontier.ts";
import { findReachedTransitions, newObservations, type ReachedTransitions } from "./reached.ts";
import { textReader } from "./reads.ts";
import { type ExplorationInput, type Plan, run } from "./run.ts";
import { flowReads } from "./samples.ts";
import { seedOf } from "./seed.ts";

export interface ExploreOptions {
  /** Run first, and then varied: their data is more like real data than samples are. */
  scenarios?: readonly Scenario[];
  /** Flows that Run Subflow finds, by SID, beside those of the scenarios. */
  subflows?: Readonly<Record<string, FlowDefinition>>;
  /** Most paths walked; given scenarios are run in any case. Default 1,000. */
  maxPaths?: number;
  /** Most runs of one widget in one path. Default 11: one more than Studio lets a widget run in a row. */
  maxVisits?: number;
  /** Told after each path; for showing progress. */
  onPath?: (paths: number) => void;
}

export interface Exploration {
  /** Paths walked. */
  paths: number;
  transitions: ReachedTransitions;
  /** Paths that end without an answer to the customer: nothing said, sent or handed on since the customer's last word. */
  unanswered: UnansweredFinding[];
  /** Texts in which an output wrote nothing. */
  emptied: EmptyTextFinding[];
  /** What Studio would warn of, but for what services and Twilio refused because the exploration had them do so. */
  warnings: WarningFinding[];
  /** Loops that only Studio's limits end. */
  loops: LoopFinding[];
  bounds: {
    maxPaths: number;
    maxVisits: number;
    /** There was more to walk than `maxPaths`. */
    isIncomplete: boolean;
    /** Widgets that ran `maxVisits` times in a path, which was left there. */
    cut: string[];
  };
}

/**
 * Walks the paths of a flow: whatever Twilio, a service or a customer decides is decided one way after the other, and what
 * splits compare is set to values that make each condition true. Deterministic, and nothing outside is reached.
 *
 * @throws ScenarioError when a scenario does not fit the flow
 * @throws Error when the definition's `initial_state` names no widget
 */
export async function explore(
  flow: FlowDefinition,
  {
    scenarios = [],
    subflows = {},
    maxPaths = 1_000,
    maxVisits = maxRunsInARow + 1,
    onPath,
  }: ExploreOptions = {},
): Promise<Exploration> {
  const definition = readDefinition(flow);
  const byScenarios = await coverByScenarios(definition, scenarios);
  const read = textReader();
  const explored: ExplorationInput = {
    definition,
    read,
    reads: flowReads(definition, read),
    subflows: Object.assign({}, ...scenarios.map((each) => each.subflows ?? {}), subflows),
    starts: startsOf(definition),
    maxVisits,
  };
  const coverage = newCoverage(definition);
  const frontier = newFrontier(coverage);
  const findings = newFindings();
  const seen = newObservations();
  let paths = 0;
  const walk = async (plan: Plan) => {
    const trace = await run(explored, plan);
    coverage.add(trace);
    frontier.add(trace);
    findings.add(trace);
    seen.add(trace);
    paths++;
    onPath?.(paths);
  };

  for (const [index, scenario] of scenarios.entries())
    await walk({ seed: seedOf(scenario, index + 1), choices: new Map() });
  const [first] = explored.starts;
  if (first !== undefined && paths < maxPaths) await walk({ choices: new Map() });
  let plan = frontier.next();
  for (; plan && paths < maxPaths; plan = frontier.next()) await walk(plan);

  const isIncomplete = plan !== undefined;
  return {
    paths,
    transitions: findReachedTransitions(definition, {
      coverage,
      byScenarios,
      frontier,
      seen,
      ...(isIncomplete ? { walked: paths } : {}),
    }),
    unanswered: findings.unanswered(),
    emptied: findings.emptied(),
    warnings: findings.warnings(),
    loops: findings.loops(),
    bounds: { maxPaths, maxVisits, isIncomplete, cut: findings.cut() },
  };
}

async function coverByScenarios(
  definition: FlowDefinition,
  scenarios: readonly Scenario[],
): Promise<Coverage> {
  const coverage = newCoverage(definition);
  for (const { real: _, ...scenario } of scenarios) {
    const { steps } = await simulate(definition, scenario);
    for (const { widget, transition } of steps)
      if (transition !== undefined) coverage.take(widget, transition);
  }
  return coverage;
}

function startsOf({ states, initial_state }: FlowDefinition): ExplorationInput["starts"] {
  const trigger = states.find(({ name }) => name === initial_state);
  if (!trigger) throw new Error(`initial_state "${initial_state}" is not a widget of this flow`);
  return trigger.transitions.flatMap(({ event, next }) => (next && isTriggerEvent(event) ? [event] : []));
}
