// Writes the call that makes the whole flow.

import { type FlowDefinition, widgetNamePattern } from "../../definition/definition.ts";
import { isObject, type JsonObject, without } from "../../definition/json.ts";
import { isTriggerEvent, measureDepths } from "../../graph/graph.ts";
import { defineFlow, otherFlow } from "../defineFlow.ts";
import { type Code, call } from "./code.ts";
import { type NamedState, otherKeysOf, propertiesOf, readWiring, transitionsOf } from "./exportedWidget.ts";
import { importWidget } from "./importWidget.ts";
import {
  describeMissing,
  joinSentences,
  type Option,
  option,
  options,
  targetOf,
  targetOption,
} from "./option.ts";

/** The source of a call, and the flow it makes. */
export interface ImportedFlow {
  code: Code;
  made: FlowDefinition;
  why?: string | undefined;
}

const triggerName = "Trigger";

/** Sorts widgets by their distance from the first one; unreachable ones come last. */
export function sortByDistance(states: readonly NamedState[], first: unknown): NamedState[] {
  const nodes = states.map(({ name, state }) => ({
    name,
    type: "",
    transitions: Array.isArray(state.transitions) ? state.transitions.filter(isObject).map(toWire) : [],
  }));
  const depth = measureDepths(nodes, typeof first === "string" ? first : "");
  const steps = ({ name }: NamedState) => depth.get(name) ?? Infinity;
  return states.toSorted((a, b) => (steps(a) === steps(b) ? 0 : steps(a) - steps(b)));
}

/** Writes the flow with `defineFlow`; undefined if it does not start at a trigger named `Trigger`. */
export function writeDefinedFlow(
  flow: JsonObject,
  states: readonly NamedState[],
  keepPositions: boolean,
): ImportedFlow | undefined {
  if (whyOtherFlow(flow, states) !== undefined) return undefined;
  const widgets = states.filter(({ name }) => name !== triggerName);
  const names = new Set(widgets.map(({ name }) => name));
  const wires = readTriggerWires(states) ?? new Map<string, string>();
  const trigger = [...wires].map(([event, next]) => targetOption(event, targetOf(next, names)));
  const written = writeWidgets(widgets, names, "A second trigger, besides the flow's own.");
  if (!written) return undefined;
  const { value, code } = options("flow", [
    ...writeEnvelope(flow),
    options("trigger", trigger),
    written,
    ...(keepPositions ? writeOffsets(states) : []),
  ]);
  const made = defineFlow(withOffsets(value, states) as Parameters<typeof defineFlow>[0]);
  return {
    code: call("defineFlow", code),
    made,
    why: describeMissing(
      [...wires.values()].map((next) => ({ next })),
      names,
    ),
  };
}

/** Writes the flow with `otherFlow`, in which the trigger is one of the widgets. */
export function writeOtherFlow(
  flow: JsonObject,
  states: readonly NamedState[],
  keepPositions: boolean,
): ImportedFlow | undefined {
  if (typeof flow.initial_state !== "string") return undefined;
  const names = new Set(states.map(({ name }) => name));
  const first = targetOf(flow.initial_state, names);
  const written = writeWidgets(states, names);
  if (!written) return undefined;
  const { value, code } = options("flow", [
    ...writeEnvelope(flow),
    targetOption("initial_state", first),
    written,
    ...(keepPositions ? writeOffsets(states) : []),
  ]);
  const made = otherFlow(withOffsets(value, states) as Parameters<typeof otherFlow>[0]);
  const why = joinSentences(
    whyOtherFlow(flow, states),
    describeMissing([{ next: flow.initial_state }], names),
  );
  return { code: call("otherFlow", code), made, why };
}

/** Adds a position for every widget, since the layout of a flow that is only compared would take most of the time. */
function withOffsets(flow: unknown, states: readonly NamedState[]): object {
  const offsets = Object.fromEntries(states.map(({ name }) => [name, { x: 0, y: 0 }]));
  return { ...Object(flow), offsets };
}

/** Returns why `defineFlow` cannot make the flow; undefined if it can. */
function whyOtherFlow(flow: JsonObject, states: readonly NamedState[]): string | undefined {
  const faults = [
    flow.initial_state === triggerName ? undefined : `it does not start at ${triggerName}`,
    readTriggerWires(states) ? undefined : `there is no plain trigger named ${triggerName}`,
    states.some(({ state }) => transitionsOf(state)?.some(({ next }) => next === triggerName))
      ? `a widget leads to ${triggerName}`
      : undefined,
    ...states
      .filter(({ name }) => !widgetNamePattern.test(name))
      .map(({ name }) => `Liquid cannot read the name ${JSON.stringify(name)}`),
  ].filter((fault) => fault !== undefined);
  return faults.length > 0 ? `Not written with defineFlow: ${faults.join("; ")}.` : undefined;
}

/** Returns the next widget by event of a trigger that has nothing else; undefined for any other trigger. */
function readTriggerWires(states: readonly NamedState[]): Map<string, string> | undefined {
  const { state } = states.find(({ name }) => name === triggerName) ?? {};
  if (state?.type !== "trigger" || otherKeysOf(state).length > 0) return undefined;
  const wires = readWiring(transitionsOf(state) ?? []);
  const isBare = Object.keys(propertiesOf(state) ?? { no: "object" }).length === 0;
  if (!wires || !isBare || !transitionsOf(state)) return undefined;
  const wired = [...wires].flatMap(([event, next]): [string, string][] =>
    next === undefined ? [] : [[event, next]],
  );
  return wired.every(([event]) => isTriggerEvent(event)) ? new Map(wired) : undefined;
}

function writeWidgets(
  states: readonly NamedState[],
  names: ReadonlySet<string>,
  whyTrigger?: string,
): Option | undefined {
  const written = states.map((state): Option | undefined => {
    const imported = importWidget(state, names);
    if (!imported) return undefined;
    const { code, spec, why } = imported;
    const comment = spec.type === "trigger" ? joinSentences(whyTrigger, why) : why;
    return { key: state.name, value: spec, code, comment };
  });
  const all = written.filter((widget) => widget !== undefined);
  return all.length === states.length ? options("widgets", all) : undefined;
}

/** Writes what a definition has besides its widgets. */
function writeEnvelope(flow: JsonObject): Option[] {
  const { description, flags } = flow;
  const isUsual = JSON.stringify(flags) === '{"allow_concurrent_calls":true}';
  const isFlags =
    isObject(flags) &&
    JSON.stringify(Object.keys(flags)) === '["allow_concurrent_calls"]' &&
    typeof flags.allow_concurrent_calls === "boolean";
  const known = ["states", "initial_state"].concat(
    typeof description === "string" ? ["description"] : [],
    isFlags ? ["flags"] : [],
  );
  const other = without(flow, known);
  return [
    ...(typeof description === "string" ? [option("description", description)] : []),
    ...(flags === undefined ? [option("flags", "none")] : []),
    ...(isFlags && !isUsual ? [option("flags", flags)] : []),
    ...(Object.keys(other).length > 0
      ? [
          {
            ...option("otherKeys", other),
            comment: "Studio's schema does not have these keys, or not in this form.",
          },
        ]
      : []),
  ];
}

function writeOffsets(states: readonly NamedState[]): Option[] {
  const found = states.flatMap(({ name, state }) => {
    const offset = isObject(state.properties) ? state.properties.offset : undefined;
    return isObject(offset) && typeof offset.x === "number" && typeof offset.y === "number"
      ? [option(name, { x: offset.x, y: offset.y })]
      : [];
  });
  return found.length > 0 ? [options("offsets", found)] : [];
}

function toWire({ next }: JsonObject): { event: string; next: string | undefined } {
  return { event: "", next: typeof next === "string" ? next : undefined };
}
