// All the ways through a flow, within bounds: which transitions can be reached, and what goes wrong on the way.

import type { FlowDefinition, Widget } from "../../definition.ts";
import { depths, isTriggerEvent } from "../../graph.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { readable } from "../readable.ts";
import { type Scenario, simulate } from "../scenario.ts";
import { maxRunsInARow } from "../simulate.ts";
import { asText } from "../step.ts";
import { valuesFor } from "./candidates.ts";
import { type Coverage, newCoverage, type TransitionName, transitionsOf } from "./coverage.ts";
import {
  type EmptiedPlace,
  type FoundLoop,
  type MetWarning,
  newFindings,
  type UnansweredEnd,
} from "./findings.ts";
import { type Frontier, newFrontier } from "./frontier.ts";
import { textReader } from "./reads.ts";
import { type Explored, type Plan, run, type Trace } from "./run.ts";
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
  transitions: {
    /** All but those that cannot happen; of the trigger those that lead somewhere. */
    total: number;
    reached: number;
    unreached: (TransitionName & { reason: string })[];
    /** Wired in the flow, but Studio never takes them there. Exports list events that cannot come too; those say nothing. */
    impossible: (TransitionName & { reason: string })[];
    /** Which of all that can happen no given scenario takes. */
    unreachedByScenarios: TransitionName[];
  };
  /** Paths that end without an answer to the customer: nothing said, sent or handed on since the customer's last word. */
  unanswered: UnansweredEnd[];
  /** Texts in which an output wrote nothing. */
  emptied: EmptiedPlace[];
  /** What Studio would warn of, but for what services and Twilio refused because the exploration had them do so. */
  warnings: MetWarning[];
  /** Loops that only Studio's limits end. */
  loops: FoundLoop[];
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
  const definition = readable(flow);
  const byScenarios = await coveredBy(definition, scenarios);
  const read = textReader();
  const explored: Explored = {
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
  const seen = newSeen();
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
  let plan = paths < maxPaths ? frontier.next() : undefined;
  for (; plan && paths < maxPaths; plan = frontier.next()) await walk(plan);

  return {
    paths,
    transitions: report(definition, { coverage, byScenarios, frontier, seen }),
    unanswered: findings.unanswered(),
    emptied: findings.emptied(),
    warnings: findings.warnings(),
    loops: findings.loops(),
    bounds: { maxPaths, maxVisits, isIncomplete: plan !== undefined, cut: findings.cut() },
  };
}

async function coveredBy(definition: FlowDefinition, scenarios: readonly Scenario[]): Promise<Coverage> {
  const coverage = newCoverage(definition);
  for (const { real: _, ...scenario } of scenarios) {
    const { steps } = await simulate(definition, scenario);
    for (const { widget, transition } of steps)
      if (transition !== undefined) coverage.take(widget, transition);
  }
  return coverage;
}

function startsOf({ states, initial_state }: FlowDefinition): Explored["starts"] {
  const trigger = states.find(({ name }) => name === initial_state);
  if (!trigger) throw new Error(`initial_state "${initial_state}" is not a widget of this flow`);
  return trigger.transitions.flatMap(({ event, next }) => (next && isTriggerEvent(event) ? [event] : []));
}

/** What was offered at widgets, and why they failed. */
interface Seen {
  add(trace: Trace): void;
  offered(widget: string): ReadonlySet<string>;
  reason(widget: string): string | undefined;
}

function newSeen(): Seen {
  const offered = new Map<string, Set<string>>();
  const reasons = new Map<string, string>();
  return {
    add({ decisions, visits }) {
      for (const { widget, options } of decisions) {
        const known = offered.get(widget) ?? new Set();
        for (const option of options) known.add(option);
        offered.set(widget, known);
      }
      for (const { widget, step } of visits)
        if (step.reason !== undefined) reasons.set(widget.name, step.reason);
    },
    offered: (widget) => offered.get(widget) ?? new Set(),
    reason: (widget) => reasons.get(widget),
  };
}

function report(
  definition: FlowDefinition,
  {
    coverage,
    byScenarios,
    frontier,
    seen,
  }: { coverage: Coverage; byScenarios: Coverage; frontier: Frontier; seen: Seen },
): Exploration["transitions"] {
  const widgets = new Map(definition.states.map((widget) => [widget.name, widget]));
  const linked = depths(definition.states, definition.initial_state);
  const all = transitionsOf(definition).map(({ id: [widget, index], name }) => ({
    id: coverage.idOf(widget, index),
    index,
    name,
    widget: widgets.get(widget),
  }));
  const open = all.filter(({ id }) => !coverage.isReached(id));
  const whyImpossible = open.flatMap(({ id, index, name, widget }) => {
    const reason = widget && impossibleBecause(widget, index, coverage, seen);
    return reason === undefined ? [] : [{ id, name: { ...name, reason } }];
  });
  const impossible = new Set(whyImpossible.map(({ id }) => id));
  return {
    total: all.length - impossible.size,
    reached: all.length - open.length,
    unreached: open
      .filter(({ id }) => !impossible.has(id))
      .map(({ id, index, name, widget }) => ({
        ...name,
        reason: widget
          ? unreachedBecause(widget, index, { coverage, linked, tries: frontier.tries(id), seen })
          : "",
      })),
    impossible: whyImpossible.map(({ name }) => name).filter(({ to }) => to !== undefined),
    unreachedByScenarios: all
      .filter(({ id }) => !impossible.has(id) && !byScenarios.isReached(id))
      .map(({ name }) => name),
  };
}

/** Why Studio never takes a transition of a widget; undefined when it may. */
function impossibleBecause(
  { name, type, transitions }: Widget,
  index: number,
  coverage: Coverage,
  seen: Seen,
): string | undefined {
  const event = transitions[index]?.event ?? "";
  const row = findWidgetType(type);
  if (row && !row.events.includes(event)) return `${type} has no event ${event}`;
  if (event !== "match" && transitions.findIndex((each) => each.event === event) < index)
    return `the event ${event} is listed before, and the first one counts`;
  const offered = seen.offered(name);
  return coverage.isVisited(name) && row?.waits && offered.size > 0 && !offered.has(event)
    ? `${event} does not come here: it needs another channel than the execution has`
    : undefined;
}

function unreachedBecause(
  { name, transitions, properties }: Widget,
  index: number,
  {
    coverage,
    linked,
    tries,
    seen,
  }: { coverage: Coverage; linked: ReadonlyMap<string, number>; tries: number; seen: Seen },
): string {
  const { event = "", conditions: [condition] = [] } = transitions[index] ?? {};
  if (!linked.has(name)) return `no transition leads to ${name}`;
  if (!coverage.isVisited(name)) return `no path was found to ${name}`;
  const reason = seen.reason(name);
  if (event !== "match" && event !== "noMatch")
    return reason === undefined ? `${event} did not come` : `the widget ended otherwise: ${reason}`;
  const input = asText(properties.input ?? "");
  if (condition) {
    const { type, value = "" } = condition;
    const isRepeated = transitions
      .slice(0, index)
      .some(({ conditions: [earlier] = [] }) => earlier?.type === type && earlier.value === value);
    if (isRepeated) return "an earlier match has the same condition";
    if (valuesFor({ type, value }).length === 0) return `no value was found that makes ${type} ${value} true`;
  }
  return tries === 0
    ? `nothing that a customer or a service answers was found behind ${input || "the empty input"}`
    : `${tries} values tried for ${input}, none led here`;
}
