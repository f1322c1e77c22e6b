// Finds what is wrong with a flow without asking Twilio, whose own check lets unknown properties, Liquid and much else pass.

import { isObject } from "../json.ts";
import { graphProblems, type PlacedTransition, type PlacedWidget } from "./graphProblems.ts";
import type { FlowProblem } from "./problem.ts";
import { schemaProblems } from "./schemaProblems.ts";
import { textProblems } from "./textProblems.ts";

/**
 * Lists every problem of a definition at once, in the order of its widgets; a flow in order gives an empty list.
 *
 * Widgets of types that are not in the table yet are followed but not checked, with a warning.
 * Never throws, whatever JSON it is given.
 */
export function checkFlow(definition: unknown): FlowProblem[] {
  const problems = schemaProblems(definition);
  if (!isObject(definition) || !Array.isArray(definition.states)) return problems;
  const widgets = definition.states.flatMap((state: unknown, index) => placed(state, ["states", index]));
  problems.push(...graphProblems(widgets, definition.initial_state), ...textProblems(widgets));
  // Stable: within one widget shape comes before wiring, and wiring before texts.
  return problems.toSorted((a, b) => stateIndex(a) - stateIndex(b));
}

/** Keeps of a widget what is well formed; the rest has been reported by then. */
function placed(state: unknown, path: PropertyKey[]): PlacedWidget[] {
  if (!isObject(state) || typeof state.name !== "string" || typeof state.type !== "string") return [];
  const { name, type, properties, transitions } = state;
  return [
    {
      path,
      name,
      type,
      properties: isObject(properties) ? properties : {},
      transitions: (Array.isArray(transitions) ? transitions : []).flatMap(
        (entry: unknown, index): PlacedTransition[] => {
          if (!isObject(entry) || typeof entry.event !== "string") return [];
          const { event, next, conditions } = entry;
          return [
            {
              path: [...path, "transitions", index],
              event,
              ...(typeof next === "string" ? { next } : {}),
              conditions: Array.isArray(conditions) ? conditions : [],
            },
          ];
        },
      ),
    },
  ];
}

/** Problems of the definition as a whole come first. */
function stateIndex({ path }: FlowProblem): number {
  return Number(/^states\[(\d+)\]/.exec(path)?.[1] ?? -1);
}
