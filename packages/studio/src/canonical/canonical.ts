// The canonical form: two definitions that run the same way are equal, and their diff is readable.
// Twilio rewrites a definition when it is saved (variables get their type), so the bytes never compare equal.

import type { FlowDefinition } from "../definition/definition.ts";
import { isObject, type JsonObject, sortKeys, without } from "../definition/json.ts";
import { findWidgetType } from "../widgets/table.ts";
import { listsByKey, listsOfKeys } from "./keyedList.ts";

/** A flow with widgets by name and positions kept separately. All keys are sorted; unknown keys are kept. */
export interface CanonicalFlow {
  description?: string;
  initial_state: string;
  flags?: { allow_concurrent_calls: boolean };
  states: Record<string, CanonicalWidget>;
  /** Canvas positions by widget name, without effect at run time. */
  offsets: Record<string, { x: number; y: number }>;
}

/** A widget in canonical form. */
export interface CanonicalWidget {
  type: string;
  /** Lists of keys and values are objects by key: `variables: { reason: { value: "…" } }`. */
  properties: Record<string, unknown>;
  /** Next widget by event, connected events only. */
  transitions: Record<string, string>;
  /** The `match` transitions of a split, in order. */
  match?: CanonicalMatch[];
}

/** A `match` transition with its condition. */
export interface CanonicalMatch {
  next?: string;
  friendly_name: string;
  type: string;
  value: string;
  /** Only if it does not repeat the split's `input`, as in a duplicated widget. */
  arguments?: string[];
}

/** Returns whether a flow is in canonical form rather than Studio's: widgets by name, or positions kept separately. */
export function isCanonical(flow: unknown): boolean {
  return isObject(flow) && (Object.hasOwn(flow, "offsets") || isObject(flow.states));
}

/**
 * Converts a definition, or a flow that is already canonical, to canonical form.
 *
 * Removes key order, the order of states, unconnected events, `next: ""`, empty `conditions`, `index` and the default
 * `type` of variables, and the order of variables and parameters, unless a key occurs twice or one variable reads another.
 * Anything else is kept unchanged: unknown keys and widget types, a list of transitions that a mapping cannot represent,
 * two widgets with the same name, Pulumi's unknown values.
 *
 * @example
 * ```ts
 * import { defineFlow, sayPlay, toCanonical } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 *
 * toCanonical(flow).states.Trigger?.transitions; // → { incomingCall: "hello" }
 * ```
 */
export function toCanonical(flow: FlowDefinition | CanonicalFlow): CanonicalFlow;
export function toCanonical(flow: unknown): unknown;
export function toCanonical(flow: unknown): unknown {
  if (!isObject(flow)) return flow;
  const { states, offsets } = isCanonical(flow)
    ? separateOffsets(flow.states, flow.offsets)
    : keyByName(flow.states);
  return sortKeys({ ...flow, states, offsets });
}

/**
 * Converts the canonical form back to a definition that Studio accepts, with every event listed. A definition is returned
 * unchanged.
 *
 * `toCanonical(fromCanonical(flow))` equals `flow`.
 *
 * @example
 * ```ts
 * import { defineFlow, fromCanonical, sameDefinition, sayPlay, toCanonical } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets: { hello: sayPlay({ say: "Hello." }) } });
 *
 * sameDefinition(fromCanonical(toCanonical(flow)), flow); // → true
 * ```
 */
export function fromCanonical(flow: CanonicalFlow | FlowDefinition): FlowDefinition;
export function fromCanonical(flow: unknown): unknown;
export function fromCanonical(flow: unknown): unknown {
  if (!isObject(flow) || !isCanonical(flow)) return flow;
  const { states, offsets } = flow;
  const definition = without(flow, ["offsets"]);
  if (!isObject(states)) return definition;
  const positions = isObject(offsets) ? offsets : {};
  const names = Object.keys(states).toSorted(
    (a, b) => Number(b === flow.initial_state) - Number(a === flow.initial_state),
  );
  return {
    ...definition,
    states: names.map((name) =>
      toState(name, states[name], Object.hasOwn(positions, name) ? positions[name] : undefined),
    ),
  };
}

/**
 * Returns whether two flows, each a definition or in canonical form, are the same except for canvas positions.
 *
 * @example
 * ```ts
 * import { defineFlow, sameDefinition, sayPlay } from "@tac-handoff/studio";
 *
 * const widgets = { hello: sayPlay({ say: "Hello." }) };
 * const flow = defineFlow({ trigger: { incomingCall: "hello" }, widgets });
 * const moved = defineFlow({ trigger: { incomingCall: "hello" }, widgets, offsets: { hello: { x: 10, y: 500 } } });
 *
 * sameDefinition(flow, moved); // → true
 * ```
 */
export function sameDefinition(before: unknown, after: unknown): boolean {
  return canonicalText(before) === canonicalText(after);
}

function canonicalText(flow: unknown): string | undefined {
  const canonical = toCanonical(flow);
  return JSON.stringify(isObject(canonical) ? without(canonical, ["offsets"]) : canonical);
}

interface Parts {
  states: unknown;
  offsets: unknown;
}

function keyByName(states: unknown): Parts {
  if (!Array.isArray(states)) return { states, offsets: {} };
  const named = states.flatMap((state: unknown) =>
    isObject(state) && typeof state.name === "string"
      ? [[state.name, without(state, ["name"])] as const]
      : [],
  );
  const names = new Set(named.map(([name]) => name));
  // Two with the same name, or one without: they cannot be keyed by name.
  if (names.size < states.length) return { states, offsets: {} };
  return separateOffsets(
    Object.fromEntries(named.map(([name, state]) => [name, transitionsByEvent(state)])),
    {},
  );
}

/** Moves positions out of the widgets and converts each widget. */
function separateOffsets(states: unknown, offsets: unknown): Parts {
  if (!isObject(states)) return { states, offsets: offsets ?? {} };
  const found = Object.entries(states).flatMap(([name, widget]) =>
    isObject(widget) && isObject(widget.properties) && Object.hasOwn(widget.properties, "offset")
      ? [[name, widget.properties.offset] as const]
      : [],
  );
  return {
    states: Object.fromEntries(Object.entries(states).map(([name, widget]) => [name, toWidget(widget)])),
    offsets:
      isObject(offsets) || offsets === undefined ? { ...Object.fromEntries(found), ...offsets } : offsets,
  };
}

function toWidget(widget: unknown): unknown {
  if (!isObject(widget)) return widget;
  const { properties = {}, transitions = {}, match } = widget;
  const isList = Array.isArray(transitions);
  return {
    ...without(widget, ["match"]),
    properties: isObject(properties) ? listsByKey(without(properties, ["offset"])) : properties,
    transitions: isObject(transitions)
      ? Object.fromEntries(Object.entries(transitions).filter(([, next]) => !isUnwired(next)))
      : transitions,
    ...(match === undefined || (isEmpty(match) && !isList)
      ? {}
      : {
          match: Array.isArray(match) && !isList ? match.map((entry) => toMatch(entry, properties)) : match,
        }),
  };
}

/** Converts a widget's list of transitions to a mapping, if a mapping can represent the list. */
function transitionsByEvent(state: JsonObject): JsonObject {
  const { transitions = [], type } = state;
  if (!Array.isArray(transitions) || Object.hasOwn(state, "match")) return state;
  const wires: [string, string][] = [];
  const match: JsonObject[] = [];
  const seen = new Set<string>();
  for (const transition of transitions as unknown[]) {
    if (!isPlain(transition)) return state;
    const { event, next, conditions } = transition;
    const wire = isUnwired(next) ? {} : { next };
    if (event === "match" && type === "split-based-on")
      match.push({ ...wire, ...flattenCondition(conditions) });
    else if (seen.has(event) || !isEmpty(conditions ?? [])) return state;
    else if (typeof next === "string" && next !== "") wires.push([event, next]);
    seen.add(event);
  }
  return { ...state, transitions: Object.fromEntries(wires), ...(match.length > 0 ? { match } : {}) };
}

/** A transition with only the keys that Studio writes. */
function isPlain(transition: unknown): transition is { event: string; next?: unknown; conditions?: unknown } {
  return (
    isObject(transition) &&
    typeof transition.event === "string" &&
    (isUnwired(transition.next) || typeof transition.next === "string") &&
    Object.keys(transition).every((key) => ["event", "next", "conditions"].includes(key))
  );
}

/** Merges a single condition into the match; anything else stays a list, so that nothing is lost. */
function flattenCondition(conditions: unknown): JsonObject {
  if (isEmpty(conditions ?? [])) return {};
  const only: unknown = Array.isArray(conditions) && conditions.length === 1 ? conditions[0] : undefined;
  const clashes = !isObject(only) || "next" in only || "conditions" in only || Object.keys(only).length === 0;
  return clashes ? { conditions } : only;
}

function toMatch(entry: unknown, properties: unknown): unknown {
  if (!isObject(entry)) return entry;
  const dropped = isUnwired(entry.next) ? ["next"] : [];
  if (repeatsInput(entry.arguments, properties)) dropped.push("arguments");
  return without(entry, dropped);
}

function repeatsInput(args: unknown, properties: unknown): boolean {
  return (
    Array.isArray(args) &&
    args.length === 1 &&
    isObject(properties) &&
    typeof args[0] === "string" &&
    args[0] === properties.input
  );
}

function isUnwired(next: unknown): boolean {
  return next === undefined || next === null || next === "";
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

function toState(name: string, widget: unknown, offset: unknown): unknown {
  if (!isObject(widget)) return widget;
  const { properties, transitions, match, type } = widget;
  return {
    name,
    ...(isObject(transitions) ? without(widget, ["match"]) : widget),
    transitions: isObject(transitions) ? listTransitions(type, transitions, match, properties) : transitions,
    properties: isObject(properties)
      ? { ...listsOfKeys(properties), ...(offset !== undefined && { offset }) }
      : properties,
  };
}

function listTransitions(type: unknown, wired: JsonObject, match: unknown, properties: unknown): unknown[] {
  const known = typeof type === "string" ? (findWidgetType(type)?.events ?? []) : [];
  const events = type === "split-based-on" ? known.filter((event) => event !== "match") : known;
  return [...new Set([...events, ...Object.keys(wired)])]
    .map((event): unknown => (Object.hasOwn(wired, event) ? { event, next: wired[event] } : { event }))
    .concat(Array.isArray(match) ? match.map((entry) => toTransition(entry, properties)) : []);
}

function toTransition(entry: unknown, properties: unknown): unknown {
  if (!isObject(entry)) return entry;
  const { next, conditions } = entry;
  const own = without(entry, ["next", "conditions"]);
  const repeated =
    isObject(properties) && typeof properties.input === "string" ? { arguments: [properties.input] } : {};
  return {
    event: "match",
    ...(next === undefined ? {} : { next }),
    ...(conditions !== undefined ? { conditions } : {}),
    ...(conditions === undefined && Object.keys(own).length > 0
      ? { conditions: [{ ...repeated, ...own }] }
      : {}),
  };
}
