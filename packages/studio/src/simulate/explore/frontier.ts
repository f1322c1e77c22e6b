// The runs that remain to be tried: a different choice at one place of an earlier run.

import { findWidgetType } from "../../widgets/table.ts";
import { triggerKinds } from "../../widgets/widgetType.ts";
import { defaultNow } from "../scenario/stubbedWorld.ts";
import { makeTooLong, momentsFor, valuesFor, valuesForNone } from "./choices/candidates.ts";
import {
  type Assignment,
  type Choice,
  type Decision,
  describeDecision,
  withAssignment,
} from "./choices/decision.ts";
import { type FlowReads, hasMembers } from "./choices/samples.ts";
import type { Source } from "./choices/sources.ts";
import type { Coverage } from "./coverage.ts";
import { newStates } from "./states.ts";
import type { Plan, Trace, Visit } from "./trace.ts";

/**
 * An earlier run with a different choice at one place. Later choices are kept if the same question comes up again, except
 * for later runs of the same widget, which repeat the new choice.
 */
interface Entry {
  trace: Trace;
  index: number;
  choice: Choice;
}

/** Number of runs of a widget in which other choices are tried. The fourth rarely differs from the third. */
const maxTurns = 3;
/** Maximum entries tried for one transition. */
const maxTries = 300;

export interface Frontier {
  /** Records what a new run could have done differently. */
  add(trace: Trace): void;
  /** The next plan; undefined if there is nothing left to try. */
  next(): Plan | undefined;
  /** Number of plans that may still come, without those for unreached transitions. */
  open(): number;
  /** Number of values tried for a transition. */
  tries(transition: string): number;
}

/** First tries whatever may lead to an unreached transition, each in turn, then everything else in order. */
export function newFrontier(coverage: Coverage, reads: Pick<FlowReads, "paths">): Frontier {
  const aimed = new Map<string, { entries: Entry[]; tried: number }>();
  const others: Entry[] = [];
  let nextOther = 0;
  let turn = 0;
  const states = newStates();
  /** The choices so far as a tree, in which each place has a number. */
  const places = new Map<string, number>();
  const placesOf = new WeakMap<Trace, number[]>();

  const placeAfter = (place: number, choice: string): number => {
    const name = `${place} ${choice}`;
    const known = places.get(name) ?? places.size + 1;
    places.set(name, known);
    return known;
  };
  const aimAt = (aim: string | undefined, entries: readonly Entry[]) => {
    if (aim === undefined || coverage.isReached(aim)) return;
    const target = aimed.get(aim) ?? { entries: [], tried: 0 };
    aimed.set(aim, target);
    target.entries.push(...entries);
  };
  /** Each choice is tried once at each place. */
  const isNew = ({ trace, index, choice }: Entry) => {
    const decision = trace.decisions[index];
    const place = placesOf.get(trace)?.[index];
    if (!decision || place === undefined) return false;
    const before = places.size;
    placeAfter(place, describeDecision({ ...decision, choice }));
    return places.size > before;
  };

  return {
    add(trace) {
      const { plan, shared } = trace;
      // What both runs have in common was recorded with the first.
      const before = plan.origin ? placesOf.get(plan.origin.trace) : undefined;
      const passed = before
        ? before.slice(0, shared.decisions + 1)
        : [placeAfter(0, `scenario ${plan.seed?.number ?? "none"}`)];
      for (const decision of trace.decisions.slice(passed.length - 1))
        passed.push(placeAfter(passed.at(-1) ?? 0, describeDecision(decision)));
      placesOf.set(trace, passed);
      // What follows a state is varied once, except for what may lead to an unreached transition.
      const until = states.add(trace, maxTurns) ?? {
        decisions: trace.decisions.length,
        visits: trace.visits.length,
      };
      for (const [index, decision] of trace.decisions.entries()) {
        if (decision.turn >= maxTurns || (plan.origin && index <= shared.decisions)) continue;
        for (const option of decision.options) {
          if (option === decision.choice.option) continue;
          const entry = { trace, index, choice: { option, set: [] } };
          aimAt(coverage.transitionOf(decision.widget, option), [entry]);
          if (index < until.decisions) others.push(entry);
        }
      }
      for (const [index, visit] of trace.visits.entries()) {
        if (index < shared.visits) continue;
        for (const { aim, entries } of findVariations(trace, visit, { coverage, reads })) {
          aimAt(aim, entries);
          // For what follows, the first of the values that lead the same way is enough.
          if (index < until.visits) others.push(...entries.slice(0, 1));
        }
      }
    },
    next() {
      const targets = [...aimed].filter(([aim, { entries, tried }]) => {
        return entries.length > 0 && tried < maxTries && !coverage.isReached(aim);
      });
      for (let count = 0; count < targets.length; count++) {
        const [, target] = targets[(turn + count) % targets.length] ?? [];
        for (let entry = target?.entries.shift(); target && entry; entry = target.entries.shift()) {
          if (!isNew(entry)) continue;
          turn = (turn + count + 1) % targets.length;
          target.tried++;
          return planOf(entry);
        }
      }
      for (let entry = others[nextOther]; entry; entry = others[nextOther]) {
        nextOther++;
        if (isNew(entry)) return planOf(entry);
      }
      return undefined;
    },
    open: () => others.length - nextOther,
    tries: (transition) => aimed.get(transition)?.tried ?? 0,
  };
}

function planOf({ trace, index, choice }: Entry): Plan {
  const { plan, decisions } = trace;
  const changed = decisions[index];
  const kept = decisions.filter(
    (decision, place) =>
      place < index || decision.widget !== changed?.widget || decision.question !== changed.question,
  );
  const choices = new Map(kept.map((decision) => [decision.key, decision.choice]));
  return { ...plan, choices: choices.set(changed?.key ?? "", choice), origin: { trace, index } };
}

interface Context {
  coverage: Coverage;
  reads: Pick<FlowReads, "paths">;
}

/** Returns other values for what a widget's strings depend on, by the transition that they may lead to. */
function findVariations(
  trace: Trace,
  visit: Visit,
  { coverage, reads }: Context,
): { aim: string | undefined; entries: Entry[] }[] {
  const { widget, texts, conditions, transition } = visit;
  if (texts.length === 0) return [];
  const transitions = widget.transitions.flatMap((each, index) =>
    index === transition ? [] : [{ each, index }],
  );
  if (!conditions) {
    const aim = transitions
      .map(({ index }) => coverage.idOf(widget.name, index))
      .find((id) => !coverage.isReached(id));
    return aim === undefined ? [] : [{ aim, entries: entriesFor(trace, visit, { reads, values: [] }) }];
  }
  return transitions.map(({ each: { event }, index }) => {
    const aim = coverage.idOf(widget.name, index);
    const condition = conditions[index];
    const all = conditions.flatMap((each) => (each ? [each] : []));
    const values = event === "match" ? (condition ? valuesFor(condition) : []) : valuesForNone(all);
    const clock = condition?.value ?? all.map(({ value }) => value).join(" ");
    const entries = entriesFor(trace, visit, { reads, values, clock });
    return { aim, entries };
  });
}

function entriesFor(
  trace: Trace,
  { texts }: Visit,
  {
    reads,
    values,
    clock = "",
  }: { reads: Pick<FlowReads, "paths">; values: readonly unknown[]; clock?: string },
): Entry[] {
  const plain: Entry[] = [];
  const long: Entry[] = [];
  for (const { sources, literals } of texts) {
    for (const source of sources) {
      if (source.path[0] === "now") {
        const moments = momentsFor(clock, new Date(defaultNow)).map((date) => date.toISOString());
        plain.push(...moments.flatMap((value) => entryFor(trace, source, value)));
        continue;
      }
      if (isObjectPath(trace, source, reads)) {
        // An object can be missing; a string in its place cannot occur.
        if (values.includes("") && source.path.length > 1) plain.push(...entryFor(trace, source, undefined));
        continue;
      }
      plain.push(...[...values, ...literals].flatMap((value) => entryFor(trace, source, value)));
      const texts = literals.filter((value) => typeof value === "string");
      long.push(...[...texts, ""].flatMap((value) => entryFor(trace, source, makeTooLong(value))));
    }
  }
  return [...plain, ...long];
}

const kinds = Object.keys(triggerKinds);

/** Whether a value is an object: the data of a trigger, a parsed response, or whatever the flow reads members of. */
function isObjectPath(
  trace: Trace,
  { decision: index, path, json = [] }: Source,
  reads: Pick<FlowReads, "paths">,
): boolean {
  const [first, second, ...rest] = path;
  const decision = trace.decisions[index];
  if (!decision || json.length > 0) return false;
  if (index > 0)
    return (
      (path.length === 1 && ["parsed", "inbound", "outbound"].includes(String(first))) ||
      hasMembers(["widgets", decision.widget, ...path], reads)
    );
  if (path.length === 1) return kinds.includes(String(first));
  // A call is posted as a form, in which an object is a string.
  if (first === "call") return false;
  const isData = first === "request" && second === "parameters";
  return hasMembers(["trigger", ...path], reads) || (isData && hasMembers(["flow", "data", ...rest], reads));
}

function entryFor(trace: Trace, { decision: index, path, json }: Source, value: unknown): Entry[] {
  const decision = trace.decisions[index];
  if (!decision || decision.turn >= maxTurns) return [];
  const option = optionWith(decision, path);
  const choice = option === decision.choice.option ? decision.choice : { option, set: [] };
  const assignment: Assignment = { path, ...(json ? { json } : {}), value };
  return [{ trace, index, choice: withAssignment(choice, assignment) }];
}

/** Returns the event after which the widget has such an output, preferably the chosen one. */
function optionWith({ options, choice, widgetType }: Decision, path: Source["path"]): string {
  const after = findWidgetType(widgetType)?.outputs.after ?? {};
  const has = (event: string) =>
    (after[event] ?? []).some((output) => {
      const keys = output.split(".");
      return path.every((key, index) => keys[index] === undefined || keys[index] === key);
    });
  if (has(choice.option)) return choice.option;
  return options.find(has) ?? choice.option;
}
