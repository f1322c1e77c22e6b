// Failure events that are not connected: the execution ends there, and a call is disconnected.

import { joinNames } from "../../definition/nearName.ts";
import { isStartedByAny } from "../../graph/graph.ts";
import type { Arrival } from "../../graph/node.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { WidgetType } from "../../widgets/widgetType.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, nextOf, type PlacedWidget, widgetsByName } from "../widget/placedWidget.ts";
import { type Arrivals, ownExecutions } from "./arrivals.ts";

/** Types that transfer the customer to someone else: ending there is fine on success, but not on failure. */
const handsOver: readonly string[] = [
  "send-to-flex",
  "enqueue-call",
  "connect-virtual-agent-v2",
  "run-conversation-relay",
];

/** If a message cannot be delivered, only the steps that would have followed are lost. */
const messages: readonly string[] = ["send-message", "send-and-wait-for-reply"];

/** Types that only talk to the customer, or do nothing that remains. */
const withoutEffect: readonly string[] = [...messages, "split-based-on", "set-variables"];

export function findFailureIssues(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
  const byName = widgetsByName(widgets);
  const open = widgets.flatMap((widget) => {
    const row = findWidgetType(widget.type);
    // A discontinued product has an issue of its own.
    if (!row || row.purpose === "retired" || !isNoticed(widget, row, byName)) return [];
    const events = findOpenFailures(widget, row, ownExecutions(arrivals.get(widget.name) ?? []));
    return events.length > 0 ? [{ widget, events }] : [];
  });
  const [sending, others] = [true, false].map((isSending) =>
    open.filter(({ widget }) => messages.includes(widget.type) === isSending),
  );
  const requests = (others ?? []).filter(({ widget }) => !handsOver.includes(widget.type));
  return [
    ...mergeIssues(sending ?? [], describeUndelivered),
    ...mergeIssues(requests, describeOpen),
    ...(others ?? [])
      .filter((each) => !requests.includes(each))
      .flatMap((each) => mergeIssues([each], describeOpen)),
  ];
}

interface OpenFailures {
  widget: PlacedWidget;
  events: string[];
}

/** One issue for the whole flow, since there would be one per message, request or transfer. */
function mergeIssues(
  open: readonly OpenFailures[],
  describe: (events: readonly string[]) => string,
): FlowIssue[] {
  const [first, ...rest] = open;
  if (!first) return [];
  const also =
    rest.length > 0 ? `. The same applies to ${joinNames(rest.map(({ widget }) => widget.name))}` : "";
  const events = [...new Set(open.flatMap((each) => each.events))];
  return [unhandledIssue(first.widget, first.events, `${describe(events)}${also}`)];
}

function describeUndelivered(events: readonly string[]): string {
  return `if the message is not delivered (${joinNames(events)}), the execution ends here without the steps that should follow; connect the event to a widget`;
}

function describeOpen(events: readonly string[]): string {
  const [lead, them] = events.length > 1 ? ["lead", "them"] : ["leads", "it"];
  return `${joinNames(events)} ${lead} nowhere, so the customer hears nothing more; connect ${them} to a widget`;
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
function isNoticed(
  widget: PlacedWidget,
  { events, failures }: WidgetType,
  byName: ReadonlyMap<string, PlacedWidget>,
): boolean {
  if (handsOver.includes(widget.type)) return true;
  // Without the message no reply comes, so the timeout's steps are those that are lost.
  if (widget.type === "send-and-wait-for-reply") return nextOf(widget, "timeout") !== undefined;
  if (widget.type === "send-message") return leadsBeyondMessages(widget, byName);
  return events.some((event) => !Object.hasOwn(failures, event) && nextOf(widget, event) !== undefined);
}

/** Whether anything follows but further messages to the customer, who cannot be reached anyway. */
function leadsBeyondMessages(widget: PlacedWidget, byName: ReadonlyMap<string, PlacedWidget>): boolean {
  const seen = new Set([nextOf(widget, "sent")]);
  // Iterating over a Set includes entries added meanwhile.
  for (const name of seen) {
    const next = name === undefined ? undefined : byName.get(name);
    if (!next) continue;
    if (!withoutEffect.includes(next.type)) return true;
    for (const { next: target } of next.transitions) seen.add(target);
  }
  return false;
}
