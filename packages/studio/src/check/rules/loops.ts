// Loops that an execution cannot leave, and failures that lead straight back to what failed.
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

/** A way out is any usual event that ends the execution or leads elsewhere. A failure is no plan. */
function hasWayOut(group: readonly PlacedWidget[]): boolean {
  return group.some((widget) => {
    const row = findWidgetType(widget.type);
    // What waits can be left by hanging up or by silence, and of an unknown type nobody knows.
    if (!row || row.waits) return true;
    return row.events
      .filter((event) => !Object.hasOwn(row.failures, event))
      .flatMap((event) => targetsOf(widget, event))
      .some((next) => next === undefined || !group.some(({ name }) => name === next));
  });
}

/** Where an event leads; several for the matches of a split. None of those that a split could have. */
function targetsOf(widget: PlacedWidget, event: string): (string | undefined)[] {
  if (event !== "match") return [nextOf(widget, event)];
  return widget.transitions.filter((each) => each.event === event).map(({ next }) => next || undefined);
}

function endlessLoopIssue(group: readonly PlacedWidget[]): FlowIssue {
  const [first, ...others] = group;
  const sentence =
    others.length === 0
      ? "it leads back to itself and nowhere else, so it runs ten times and then the execution ends (81001); give it a way out"
      : `with ${joinNames(others.map(({ name }) => name))} it makes a loop that nothing leaves and in which nothing waits, so it runs until Twilio ends the execution after 1,000 steps (81000); give it a way out`;
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
      const sentence = `"${event}" leads straight back to the widget, which fails again in most cases; after ten runs the execution ends (81001). Lead it elsewhere, or count the attempts with Set Variables and a split`;
      const at = [...path.slice(2), "next"];
      return createIssue(widget, { code: "failure_retried", severity: "warning", at, sentence, event });
    });
}
