// Failures that nobody wired: the execution ends there, and on a call the line is cut.

import { enumerated } from "../../definition/nearName.ts";
import { type Arrival, comesUnder } from "../../graph/graph.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { WidgetType } from "../../widgets/widgetType.ts";
import type { FlowProblem } from "../widget/issue.ts";
import { nextOf, type PlacedWidget, problemOf } from "../widget/placedWidget.ts";
import type { Arrivals } from "./arrivals.ts";

/** Where a customer goes on with somebody else: what ends there well leaves them in a void when it fails. */
const handsOver: readonly string[] = [
  "send-to-flex",
  "enqueue-call",
  "connect-virtual-agent-v2",
  "run-conversation-relay",
];

/** Messages that cannot be delivered leave little to say; what is lost is what would have followed. */
const messages: readonly string[] = ["send-message", "send-and-wait-for-reply"];

export function failureProblems(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowProblem[] {
  const open = widgets.flatMap((widget) => {
    const row = findWidgetType(widget.type);
    // Of a product that is gone there is more to say than that it fails.
    if (!row || row.purpose === "retired" || !isMissed(widget, row)) return [];
    const events = openFailures(widget, row, arrivals.get(widget.name) ?? []);
    return events.length > 0 ? [{ widget, events }] : [];
  });
  const [sending, others] = [true, false].map((isSending) =>
    open.filter(({ widget }) => messages.includes(widget.type) === isSending),
  );
  return [
    ...undelivered(sending ?? []),
    ...(others ?? []).map(({ widget, events }) => {
      const says = `nothing happens on ${enumerated(events)}, the customer is left without a word; lead ${events.length > 1 ? "them" : "it"} to a widget`;
      return unhandled(widget, events, says);
    }),
  ];
}

interface Open {
  widget: PlacedWidget;
  events: string[];
}

/** One for the flow: there are as many as messages, and all say the same. */
function undelivered(open: readonly Open[]): FlowProblem[] {
  const [first, ...rest] = open;
  if (!first) return [];
  const also =
    rest.length > 0 ? `. The same goes for ${enumerated(rest.map(({ widget }) => widget.name))}` : "";
  const says = `when the message is not delivered (${enumerated(first.events)}) the execution ends here, and nothing that should follow is done; lead the event to a widget${also}`;
  return [unhandled(first.widget, first.events, says)];
}

function unhandled(widget: PlacedWidget, [event]: readonly string[], says: string): FlowProblem {
  return problemOf(widget, {
    code: "unhandled_failure",
    severity: "warning",
    at: ["transitions"],
    says,
    ...(event === undefined ? {} : { event }),
  });
}

function openFailures(widget: PlacedWidget, { failures }: WidgetType, ways: readonly Arrival[]): string[] {
  return Object.entries(failures)
    .filter(([, under]) => comesUnder(ways, under))
    .filter(([event]) => nextOf(widget, event) === undefined)
    .map(([event]) => event);
}

/** Where success ends the execution as well, failing makes no difference to the customer. */
function isMissed(widget: PlacedWidget, { events, failures }: WidgetType): boolean {
  if (handsOver.includes(widget.type)) return true;
  return events.some((event) => !Object.hasOwn(failures, event) && nextOf(widget, event) !== undefined);
}
