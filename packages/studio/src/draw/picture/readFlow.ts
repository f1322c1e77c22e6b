// Reads a definition of any shape as a list of widgets for a picture; malformed parts are omitted or get a name.

import { fromCanonical } from "../../canonical/canonical.ts";
import { isObject, type JsonObject } from "../../definition/json.ts";
import { textOf } from "./words.ts";

export interface DrawnWidget {
  name: string;
  type: string;
  properties: JsonObject;
  transitions: DrawnTransition[];
  /** The state as in the definition. */
  state: JsonObject;
}

export interface DrawnTransition {
  event: string;
  /** Absent if the execution ends. */
  next?: string;
  conditions?: unknown;
}

export interface DrawnFlow {
  first: string;
  widgets: DrawnWidget[];
}

/** Reads Studio's form and the canonical form. Anything without a list of widgets is a flow without widgets. */
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
