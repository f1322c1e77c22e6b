// Loops that an execution cannot leave, and failures that lead straight back to the same widget.
// Source of the limits: twilio.com/docs/api/errors/81000 (1,000 steps) and 81001 (ten runs of one widget in a row)

import { joinNames } from "../../definition/nearName.ts";
import { findLoops } from "../../graph/graph.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, nextOf, type PlacedWidget } from "../widget/placedWidget.ts";
import type { Arrivals } from "./arrivals.ts";

export function findLoopIssues(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
  const reached = widgets.filter(({ name }) => arrivals.has(name));
  const endless = findLoops(reached).map((group) =>
    reached.filter(({ name }) => group.some((node) => node.name === name)),
  );
  return [
    ...endless.filter((group) => !hasWayOut(group)).map(endlessLoopIssue),
    ...reached.flatMap((widget) => findRetries(widget)),
  ];
}

/** An exit is any event, other than a failure, that ends the execution or leads out of the loop. */
function hasWayOut(group: readonly PlacedWidget[]): boolean {
  return group.some((widget) => {
    const row = findWidgetType(widget.type);
    // A waiting widget can be left by hanging up or by a timeout, and an unknown type may wait.
    if (!row || row.waits) return true;
    return row.events
      .filter((event) => !Object.hasOwn(row.failures, event))
      .flatMap((event) => targetsOf(widget, event))
      .some((next) => next === undefined || !group.some(({ name }) => name === next));
  });
}

/** Returns where an event leads: several targets for the matches of a split, perhaps none. */
function targetsOf(widget: PlacedWidget, event: string): (string | undefined)[] {
  if (event !== "match") return [nextOf(widget, event)];
  return widget.transitions.filter((each) => each.event === event).map(({ next }) => next || undefined);
}

function endlessLoopIssue(group: readonly PlacedWidget[]): FlowIssue {
  const [first, ...others] = group;
  const sentence =
    others.length === 0
      ? "leads only back to itself, so it runs ten times and then the execution ends (81001); add a way out"
      : `with ${joinNames(others.map(({ name }) => name))} it forms a loop without an exit in which no widget waits, so it runs until Twilio ends the execution after 1,000 steps (81000); add a way out`;
  return createIssue(first ?? { name: "", path: [] }, {
    code: "endless_loop",
    severity: "warning",
    sentence,
  });
}

function findRetries(widget: PlacedWidget): FlowIssue[] {
  const failures = findWidgetType(widget.type)?.failures ?? {};
  return widget.transitions
    .filter(({ event, next }) => next === widget.name && Object.hasOwn(failures, event))
    .map(({ path, event }) => {
      const sentence = `"${event}" leads straight back to the same widget, which will usually fail again; after ten runs the execution ends (81001). Connect it to another widget, or count the attempts with Set Variables and a split`;
      const at = [...path.slice(2), "next"];
      return createIssue(widget, { code: "failure_retried", severity: "warning", at, sentence, event });
    });
}
