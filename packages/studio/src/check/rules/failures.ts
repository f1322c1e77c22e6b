// Failure events that are not connected: the execution ends there, and a call is disconnected.

import { joinNames } from "../../definition/nearName.ts";
import { type Arrival, isStartedByAny } from "../../graph/graph.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { WidgetType } from "../../widgets/widgetType.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, nextOf, type PlacedWidget } from "../widget/placedWidget.ts";
import type { Arrivals } from "./arrivals.ts";

/** Types that transfer the customer to someone else: ending there is fine on success, but not on failure. */
const handsOver: readonly string[] = [
  "send-to-flex",
  "enqueue-call",
  "connect-virtual-agent-v2",
  "run-conversation-relay",
];

/** If a message cannot be delivered, only the steps that would have followed are lost. */
const messages: readonly string[] = ["send-message", "send-and-wait-for-reply"];

export function findFailureIssues(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
  const open = widgets.flatMap((widget) => {
    const row = findWidgetType(widget.type);
    // A discontinued product has an issue of its own.
    if (!row || row.purpose === "retired" || !isNoticed(widget, row)) return [];
    const events = findOpenFailures(widget, row, arrivals.get(widget.name) ?? []);
    return events.length > 0 ? [{ widget, events }] : [];
  });
  const [sending, others] = [true, false].map((isSending) =>
    open.filter(({ widget }) => messages.includes(widget.type) === isSending),
  );
  return [
    ...mergeUndelivered(sending ?? []),
    ...(others ?? []).map(({ widget, events }) => {
      const sentence = `${joinNames(events)} ${events.length > 1 ? "lead" : "leads"} nowhere, so the customer hears nothing more; connect ${events.length > 1 ? "them" : "it"} to a widget`;
      return unhandledIssue(widget, events, sentence);
    }),
  ];
}

interface OpenFailures {
  widget: PlacedWidget;
  events: string[];
}

/** One issue for the whole flow, since there would be one per message. */
function mergeUndelivered(open: readonly OpenFailures[]): FlowIssue[] {
  const [first, ...rest] = open;
  if (!first) return [];
  const also =
    rest.length > 0 ? `. The same applies to ${joinNames(rest.map(({ widget }) => widget.name))}` : "";
  const sentence = `if the message is not delivered (${joinNames(first.events)}), the execution ends here without the steps that should follow; connect the event to a widget${also}`;
  return [unhandledIssue(first.widget, first.events, sentence)];
}

function unhandledIssue(widget: PlacedWidget, [event]: readonly string[], sentence: string): FlowIssue {
  return createIssue(widget, {
    code: "unhandled_failure",
    severity: "warning",
    at: ["transitions"],
    sentence,
    ...(event === undefined ? {} : { event }),
  });
}

function findOpenFailures(
  widget: PlacedWidget,
  { failures }: WidgetType,
  ways: readonly Arrival[],
): string[] {
  return Object.entries(failures)
    .filter(([, under]) => isStartedByAny(ways, under))
    .filter(([event]) => nextOf(widget, event) === undefined)
    .map(([event]) => event);
}

/** If success ends the execution as well, a failure makes no difference to the customer. */
function isNoticed(widget: PlacedWidget, { events, failures }: WidgetType): boolean {
  if (handsOver.includes(widget.type)) return true;
  return events.some((event) => !Object.hasOwn(failures, event) && nextOf(widget, event) !== undefined);
}
