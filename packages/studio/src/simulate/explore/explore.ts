// Explores all paths through a flow within bounds: which transitions can be reached, and what goes wrong.

import type { FlowDefinition } from "../../definition/definition.ts";
import { isTriggerEvent } from "../../graph/graph.ts";
import { simulate } from "../scenario/runScenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { maxRunsInARow } from "../simulate.ts";
import { readDefinition } from "../step/readDefinition.ts";
import { textReader } from "./choices/reads.ts";
import { flowReads } from "./choices/samples.ts";
import { seedOf } from "./choices/seed.ts";
import { type Coverage, newCoverage } from "./coverage.ts";
import {
  type EmptyTextFinding,
  type LoopFinding,
  newFindings,
  type UnansweredFinding,
  type WarningFinding,
} from "./findings.ts";
import { newFrontier } from "./frontier.ts";
import { proofOf } from "./proof.ts";
import { findReachedTransitions, newObservations, type ReachedTransitions } from "./reached.ts";
import { type ExplorationInput, run } from "./run.ts";
import type { Plan } from "./trace.ts";

/** Options of `explore`. */
export interface ExploreOptions {
  /** Run first, then varied: their data is more realistic than samples. */
  scenarios?: readonly Scenario[];
  /** Flows for Run Subflow, by SID, besides those of the scenarios. */
  subflows?: Readonly<Record<string, FlowDefinition>>;
  /** Maximum number of paths; the given scenarios are always run. Default 1,000. */
  maxPaths?: number;
  /** Maximum runs of one widget in one path. Default 11: one more than Studio's limit of runs in a row. */
  maxVisits?: number;
  /**
   * Called after each path, to report progress: how many were followed, and how many there will be at most, as far as is
   * known then.
   */
  onPath?: (paths: number, atMost: number) => void;
}

/** The result of an exploration. */
export interface Exploration {
  /** Number of paths explored. */
  paths: number;
  transitions: ReachedTransitions;
  /** Paths that end without a response: nothing was said, sent or handed over since the customer's last input. */
  unanswered: UnansweredFinding[];
  /** Strings in which an output rendered nothing. */
  emptied: EmptyTextFinding[];
  /** Studio's warnings, except for failures that the exploration itself caused. */
  warnings: WarningFinding[];
  /** Loops that only Studio's limits end. */
  loops: LoopFinding[];
  bounds: {
    maxPaths: number;
    maxVisits: number;
    /** Whether there were more paths than `maxPaths`. */
    isIncomplete: boolean;
    /** Widgets that ran `maxVisits` times in a path, which was stopped there. */
    cut: string[];
  };
}

/**
 * Explores the paths of a flow: tries each outcome of whatever Twilio, a service or a customer decides, and sets what splits
 * compare to values that make each condition true. Deterministic; nothing outside the process is accessed.
 *
 * @throws ScenarioError if a scenario does not fit the flow
 * @throws Error if the definition's `initial_state` does not name a widget
 *
 * @example
 * ```ts
 * import { defineFlow, explore, sayPlay, split } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({
 *   trigger: { incomingCall: "from" },
 *   widgets: {
 *     from: split({
 *       input: "{{trigger.call.From}}",
 *       match: [{ starts_with: "+1", next: "hello" }],
 *       noMatch: undefined,
 *     }),
 *     hello: sayPlay({ say: "Hello." }),
 *   },
 * });
 * const { transitions, unanswered } = await explore(flow);
 *
 * transitions.reached; // → 4
 * unanswered.map(({ at }) => at); // → ["from"]
 * ```
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
  const frontier = newFrontier(coverage, explored.reads);
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
    onPath?.(paths, Math.max(paths, Math.min(maxPaths, paths + frontier.open())));
  };

  for (const [index, scenario] of scenarios.entries())
    await walk({ seed: seedOf(scenario, index + 1, explored.reads.parent), choices: new Map() });
  const [first] = explored.starts;
  if (first !== undefined && paths < maxPaths) await walk({ choices: new Map() });
  let plan = frontier.next();
  for (; plan && paths < maxPaths; plan = frontier.next()) await walk(plan);

  const isIncomplete = plan !== undefined;
  const isProven = proofOf(definition, explored.starts);
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
    emptied: findings.emptied((path) => isProven(path, !isIncomplete && findings.cut().length === 0)),
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
