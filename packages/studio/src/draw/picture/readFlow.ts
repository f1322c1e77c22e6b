// A definition of any shape as the list of widgets that a picture shows; what is broken is left out or given a name.

import { fromCanonical } from "../../canonical/canonical.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { textOf } from "./words.ts";

export interface DrawnWidget {
  name: string;
  type: string;
  properties: JsonObject;
  transitions: DrawnTransition[];
  /** The state as it stands in the definition. */
  state: JsonObject;
}

export interface DrawnTransition {
  event: string;
  /** Absent where the execution ends. */
  next?: string;
  conditions?: unknown;
}

export interface DrawnFlow {
  first: string;
  widgets: DrawnWidget[];
}

/** Reads Studio's form and the canonical one. What is not even a list of widgets is a flow without any. */
export function readFlow(definition: unknown): DrawnFlow {
  const flow = fromCanonical(definition);
  if (!isObject(flow) || !Array.isArray(flow.states)) return { first: "", widgets: [] };
  return { first: textOf(flow.initial_state), widgets: flow.states.filter(isObject).map(toWidget) };
}

function toWidget(state: JsonObject): DrawnWidget {
  return {
    name: textOf(state.name),
    type: textOf(state.type),
    properties: isObject(state.properties) ? state.properties : {},
    transitions: (Array.isArray(state.transitions) ? state.transitions : [])
      .filter(isObject)
      .map(toTransition),
    state,
  };
}

function toTransition({ event, next, conditions }: JsonObject): DrawnTransition {
  const target = textOf(next);
  return {
    event: textOf(event),
    ...(target === "" ? {} : { next: target }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
