// Reads the parts of a definition that can be run. Studio refuses what is dropped here, and the check reports it.

import type { Condition, FlowDefinition, Transition, Widget } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";

/** Keeps the widgets with a name and their transitions with an event; other missing parts are empty. */
export function readDefinition(definition: FlowDefinition): FlowDefinition {
  const given: unknown = definition;
  const { states, initial_state } = isObject(given) ? given : {};
  return {
    ...definition,
    states: listOf(states).flatMap(readWidget),
    initial_state: typeof initial_state === "string" ? initial_state : "",
  };
}

function readWidget({ name, type, transitions, properties }: Record<string, unknown>): Widget[] {
  if (typeof name !== "string") return [];
  return [
    {
      name,
      type: typeof type === "string" ? type : "",
      transitions: listOf(transitions).flatMap(readTransition),
      properties: isObject(properties) ? properties : {},
    },
  ];
}

function readTransition({ event, next, conditions }: Record<string, unknown>): Transition[] {
  if (typeof event !== "string") return [];
  return [
    {
      event,
      ...(typeof next === "string" ? { next } : {}),
      ...(Array.isArray(conditions) ? { conditions: listOf(conditions).map(readCondition) } : {}),
    },
  ];
}

/** Flows written by hand omit the value of a blank test. */
function readCondition({
  friendly_name,
  arguments: subjects,
  type,
  value,
}: Record<string, unknown>): Condition {
  return {
    friendly_name: typeof friendly_name === "string" ? friendly_name : "",
    arguments: Array.isArray(subjects) ? subjects.filter((each) => typeof each === "string") : [],
    type: typeof type === "string" ? type : "",
    value: typeof value === "string" ? value : "",
  };
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
