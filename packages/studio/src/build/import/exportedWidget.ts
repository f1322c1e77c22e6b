// A widget of a definition, as far as it is what Studio writes.

import { isObject, type JsonObject, without } from "../../definition/json.ts";

/** A widget of a definition that has a name no other one has. */
export interface NamedState {
  name: string;
  state: JsonObject;
}

export interface PlainTransition {
  event: string;
  /** Absent where the event leads nowhere. */
  next?: string;
  conditions: readonly unknown[];
}

/** Properties without the position on the canvas; undefined where they are no object. */
export function propertiesOf({ properties = {} }: JsonObject): JsonObject | undefined {
  return isObject(properties) ? without(properties, ["offset"]) : undefined;
}

/** Transitions of nothing but event, next and conditions; undefined where there is more to them. */
export function transitionsOf({ transitions = [] }: JsonObject): PlainTransition[] | undefined {
  if (!Array.isArray(transitions)) return undefined;
  const plain = transitions.map(readPlainTransition);
  return plain.every((transition) => transition !== undefined) ? plain : undefined;
}

/** Next widget by event; undefined where a mapping cannot say what the list says. */
export function readWiring(
  transitions: readonly PlainTransition[],
): Map<string, string | undefined> | undefined {
  const wires = new Map(transitions.map(({ event, next }) => [event, next]));
  const isMapping = wires.size === transitions.length;
  return isMapping && transitions.every(({ conditions }) => conditions.length === 0) ? wires : undefined;
}

const stateKeys = ["name", "type", "transitions", "properties"];

/** Keys that a widget has beside those of Studio. */
export function otherKeysOf(state: JsonObject): string[] {
  return Object.keys(state).filter((key) => !stateKeys.includes(key));
}

function readPlainTransition(transition: unknown): PlainTransition | undefined {
  if (!isObject(transition)) return undefined;
  const { event, next = null, conditions = [], ...other } = transition;
  if (typeof event !== "string" || !Array.isArray(conditions) || Object.keys(other).length > 0)
    return undefined;
  if (next === null || next === "") return { event, conditions };
  return typeof next === "string" ? { event, next, conditions } : undefined;
}

/** The widgets of a definition; undefined where one has no name, or the name of another. */
export function readNamedStates({ states }: JsonObject): NamedState[] | undefined {
  if (!Array.isArray(states)) return undefined;
  const named = states.flatMap((state: unknown): NamedState[] =>
    isObject(state) && typeof state.name === "string"
      ? [{ name: state.name, state: without(state, ["name"]) }]
      : [],
  );
  return new Set(named.map(({ name }) => name)).size === states.length ? named : undefined;
}
