// Which transitions of a flow have been taken.

import type { FlowDefinition } from "../../definition/definition.ts";
import type { Trace } from "./trace.ts";

/** A transition as shown to users. */
export interface TransitionName {
  widget: string;
  event: string;
  /** Where it leads; absent if it ends the execution. */
  to?: string;
  /** The condition of a `match`, for example `contains sales`. */
  condition?: string;
}

export interface Coverage {
  add(trace: Trace): void;
  take(widget: string, transition: number): void;
  isReached(id: string): boolean;
  isVisited(widget: string): boolean;
  idOf(widget: string, transition: number): string;
  /** The transition that a widget takes for an event; undefined if it lists none. Not for splits. */
  transitionOf(widget: string, event: string): string | undefined;
}

export function newCoverage({ states }: FlowDefinition): Coverage {
  const reached = new Set<string>();
  const visited = new Set<string>();
  const idOf = (widget: string, transition: number) => `${widget} ${transition}`;
  const ids = new Map(
    states.flatMap(({ name, transitions }) =>
      transitions
        .map(({ event }, index): [string, string] => [`${name} ${event}`, idOf(name, index)])
        .toReversed(),
    ),
  );
  return {
    add({ visits, shared }) {
      for (const { widget, transition } of visits.slice(shared.visits)) {
        visited.add(widget.name);
        if (transition !== undefined) reached.add(idOf(widget.name, transition));
      }
    },
    take(widget, transition) {
      visited.add(widget);
      reached.add(idOf(widget, transition));
    },
    isReached: (id) => reached.has(id),
    isVisited: (widget) => visited.has(widget),
    idOf,
    transitionOf: (widget, event) => ids.get(`${widget} ${event}`),
  };
}

/** Returns every transition that counts: all except unconnected ones of the trigger. */
export function transitionsOf({ states }: FlowDefinition): { id: [string, number]; name: TransitionName }[] {
  return states.flatMap(({ name, type, transitions }) =>
    transitions.flatMap(({ event, next, conditions: [condition] = [] }, index) =>
      type === "trigger" && !next
        ? []
        : [
            {
              id: [name, index] as [string, number],
              name: {
                widget: name,
                event,
                ...(next ? { to: next } : {}),
                ...(event === "match" && condition
                  ? { condition: `${condition.type} ${condition.value ?? ""}`.trim() }
                  : {}),
              },
            },
          ],
    ),
  );
}
