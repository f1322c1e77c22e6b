// Reads the parts of a widget that have the form Studio writes.

import { isObject, type JsonObject, without } from "../../definition/json.ts";

/** A widget of a definition with a unique name. */
export interface NamedState {
  name: string;
  state: JsonObject;
}

export interface PlainTransition {
  event: string;
  /** Absent if the event leads nowhere. */
  next?: string;
  conditions: readonly unknown[];
}

/** Returns the properties without the canvas position; undefined if they are not an object. */
export function propertiesOf({ properties = {} }: JsonObject): JsonObject | undefined {
  return isObject(properties) ? without(properties, ["offset"]) : undefined;
}

/** Returns transitions that have only event, next and conditions; undefined if one has more. */
export function transitionsOf({ transitions = [] }: JsonObject): PlainTransition[] | undefined {
  if (!Array.isArray(transitions)) return undefined;
  const plain = transitions.map(readPlainTransition);
  return plain.every((transition) => transition !== undefined) ? plain : undefined;
}

/** Returns the next widget by event; undefined if a mapping cannot represent the list. */
export function readWiring(
  transitions: readonly PlainTransition[],
): Map<string, string | undefined> | undefined {
  const wires = new Map(transitions.map(({ event, next }) => [event, next]));
  const isMapping = wires.size === transitions.length;
  return isMapping && transitions.every(({ conditions }) => conditions.length === 0) ? wires : undefined;
}

const stateKeys = ["name", "type", "transitions", "properties"];

/** Returns the keys of a widget that Studio does not write. */
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

/** Returns the widgets of a definition; undefined if one has no name, or the name of another one. */
export function readNamedStates({ states }: JsonObject): NamedState[] | undefined {
  if (!Array.isArray(states)) return undefined;
  const named = states.flatMap((state: unknown): NamedState[] =>
    isObject(state) && typeof state.name === "string"
      ? [{ name: state.name, state: without(state, ["name"]) }]
      : [],
  );
  return new Set(named.map(({ name }) => name)).size === states.length ? named : undefined;
}
