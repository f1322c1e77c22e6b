// Which transitions were reached, and why the others were not.

import type { FlowDefinition, Widget } from "../../definition/definition.ts";
import { findArrivals, isStartedByAny, measureDepths } from "../../graph/graph.ts";
import type { Arrival } from "../../graph/node.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { asText } from "../step/step.ts";
import { valuesFor } from "./choices/candidates.ts";
import { type Coverage, type TransitionName, transitionsOf } from "./coverage.ts";
import type { Frontier } from "./frontier.ts";
import type { Trace } from "./trace.ts";

/** The transitions that can be reached, and those that cannot. */
export interface ReachedTransitions {
  /** Number of transitions that can occur; of the trigger only connected ones. */
  total: number;
  reached: number;
  unreached: (TransitionName & { reason: string })[];
  /** Connected in the flow, but Studio never takes them. Unconnected events that cannot occur are omitted. */
  impossible: (TransitionName & { reason: string })[];
  /** Transitions that can occur but that no given scenario takes. */
  unreachedByScenarios: TransitionName[];
}

/** The options at widgets, and why they failed. */
export interface Observations {
  add(trace: Trace): void;
  offered(widget: string): ReadonlySet<string>;
  reason(widget: string): string | undefined;
}

export function newObservations(): Observations {
  const offered = new Map<string, Set<string>>();
  const reasons = new Map<string, string>();
  return {
    add({ decisions, visits, shared }) {
      for (const { widget, options } of decisions.slice(shared.decisions)) {
        const known = offered.get(widget) ?? new Set();
        for (const option of options) known.add(option);
        offered.set(widget, known);
      }
      for (const { widget, step } of visits.slice(shared.visits))
        if (step.reason !== undefined) reasons.set(widget.name, step.reason);
    },
    offered: (widget) => offered.get(widget) ?? new Set(),
    reason: (widget) => reasons.get(widget),
  };
}

/** The state of an exploration. */
interface ExplorationState {
  coverage: Coverage;
  byScenarios: Coverage;
  frontier: Frontier;
  seen: Observations;
  /** Number of paths explored, if there are more; then unseen transitions may still be reachable. */
  walked?: number;
}

export function findReachedTransitions(
  definition: FlowDefinition,
  state: ExplorationState,
): ReachedTransitions {
  const { coverage, byScenarios, frontier } = state;
  const widgets = new Map(definition.states.map((widget) => [widget.name, widget]));
  const linked = measureDepths(definition.states, definition.initial_state);
  const all = transitionsOf(definition).map(({ id: [widget, index], name }) => ({
    id: coverage.idOf(widget, index),
    index,
    name,
    widget: widgets.get(widget),
  }));
  const ways = findArrivals(definition.states);
  const open = all.filter(({ id }) => !coverage.isReached(id));
  const impossibleOnes = open.flatMap(({ id, index, name, widget }) => {
    const reason = widget && whyImpossible(widget, index, ways.get(widget.name) ?? [], state);
    return reason === undefined ? [] : [{ id, name: { ...name, reason } }];
  });
  const impossible = new Set(impossibleOnes.map(({ id }) => id));
  return {
    total: all.length - impossible.size,
    reached: all.length - open.length,
    unreached: open
      .filter(({ id }) => !impossible.has(id))
      .map(({ id, index, name, widget }) => ({
        ...name,
        reason: widget ? whyUnreached(widget, index, { state, linked, tries: frontier.tries(id) }) : "",
      })),
    impossible: impossibleOnes.map(({ name }) => name).filter(({ to }) => to !== undefined),
    unreachedByScenarios: all
      .filter(({ id }) => !impossible.has(id) && !byScenarios.isReached(id))
      .map(({ name }) => name),
  };
}

/** Returns why Studio never takes a transition; undefined if it may. */
function whyImpossible(
  { name, type, transitions }: Widget,
  index: number,
  ways: readonly Arrival[],
  { coverage, seen, walked }: ExplorationState,
): string | undefined {
  const event = transitions[index]?.event ?? "";
  const row = findWidgetType(type);
  if (row && !row.events.includes(event)) return `${type} has no event ${event}`;
  if (event !== "match" && transitions.findIndex((each) => each.event === event) < index)
    return `the event ${event} is listed earlier, and the first one counts`;
  if (event === "noMatch" && coversAll(transitions)) return "one of the matches is always true";
  const under = row && Object.hasOwn(row.failures, event) ? row.failures[event] : undefined;
  // After and inside a subflow the execution may have any channel.
  const isKnown =
    ways.length > 0 && ways.every(({ start, anything }) => start !== "incomingParent" && !anything);
  const isOfOtherChannel = under !== undefined && isKnown && !isStartedByAny(ways, under);
  const offered = seen.offered(name);
  const isNeverOffered =
    walked === undefined && coverage.isVisited(name) && row?.waits && offered.size > 0 && !offered.has(event);
  return isOfOtherChannel || isNeverOffered
    ? `${event} cannot occur here: it needs a different channel than the execution has`
    : undefined;
}

/** Conditions of which one is true, whatever the input. */
const opposites: Readonly<Record<string, string>> = {
  is_blank: "is_not_blank",
  equal_to: "not_equal_to",
  contains: "does_not_contain",
  starts_with: "does_not_start_with",
  matches_any_of: "does_not_match_any_of",
};

/** Whether two matches of a split are opposites. */
function coversAll(transitions: Widget["transitions"]): boolean {
  const tests = transitions.flatMap(({ event, conditions: [condition] = [] }) =>
    event === "match" && condition ? [condition] : [],
  );
  return tests.some(({ type, value }) => {
    const opposite = Object.hasOwn(opposites, type) ? opposites[type] : undefined;
    return tests.some((other) => other.type === opposite && (type === "is_blank" || other.value === value));
  });
}

function whyUnreached(
  { name, transitions, properties }: Widget,
  index: number,
  {
    state: { coverage, seen, walked },
    linked,
    tries,
  }: { state: ExplorationState; linked: ReadonlyMap<string, number>; tries: number },
): string {
  const within = walked === undefined ? "" : ` within ${walked} ${walked === 1 ? "path" : "paths"}`;
  const { event = "", conditions: [condition] = [] } = transitions[index] ?? {};
  if (!linked.has(name)) return `no transition leads to ${name}`;
  if (!coverage.isVisited(name)) return `no path was found to ${name}${within}`;
  const reason = seen.reason(name);
  if (event !== "match" && event !== "noMatch")
    return reason === undefined
      ? `${event} did not occur${within}`
      : `the widget took another event: ${reason}`;
  const input = asText(properties.input ?? "");
  if (condition) {
    const { type, value = "" } = condition;
    const isRepeated = transitions
      .slice(0, index)
      .some(({ conditions: [earlier] = [] }) => earlier?.type === type && earlier.value === value);
    if (isRepeated) return "an earlier match has the same condition";
    if (valuesFor({ type, value }).length === 0) return `no value was found that makes ${type} ${value} true`;
  }
  if (tries === 0 && walked !== undefined) return `no value was tried for ${input}${within}`;
  return tries === 0
    ? `no reply of a customer or a service was found that determines ${input || "the empty input"}`
    : `${tries} values tried for ${input}, none led here`;
}
