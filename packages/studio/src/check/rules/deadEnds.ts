// A customer who is asked something, responds, and hears nothing more.

import { findWidgetType } from "../../widgets/table.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, nextOf, type PlacedWidget, widgetsByName } from "../widget/placedWidget.ts";
import { type Arrivals, ownExecutions } from "./arrivals.ts";

/** Events of a customer's response. */
const replyEvents: Readonly<Record<string, readonly string[]>> = {
  "send-and-wait-for-reply": ["incomingMessage"],
  "gather-input-on-call": ["keypress", "speech"],
};

/** Types that neither say anything nor hand the customer over. A Function or request may respond to the customer itself. */
const silent: readonly string[] = ["split-based-on", "set-variables", "record-call", "fork-stream"];

export function findDeadEnds(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
  const byName = widgetsByName(widgets);
  return widgets.flatMap((widget) => {
    const events = Object.hasOwn(replyEvents, widget.type) ? (replyEvents[widget.type] ?? []) : [];
    if (ownExecutions(arrivals.get(widget.name) ?? []).length === 0) return [];
    for (const event of events) {
      const end = findSilentEnd(widget, event, byName);
      if (!end) continue;
      const where =
        end.widget === widget
          ? `"${event}" leads nowhere`
          : `"${event}" can end at "${end.widget.name}" (${end.event}) before anything is said or handed over`;
      const sentence = `the customer is asked something, but ${where}, so a customer who responds this way hears nothing more${adviseOnSpeech(widget, end)}`;
      return [
        createIssue(widget, {
          code: "dead_end",
          severity: "warning",
          at: ["transitions"],
          sentence,
          event,
          target: end.widget.name,
        }),
      ];
    }
    return [];
  });
}

interface SilentEnd {
  widget: PlacedWidget;
  event: string;
}

/** Returns the nearest end that is reached from an event through silent widgets only. */
function findSilentEnd(
  asking: PlacedWidget,
  event: string,
  byName: ReadonlyMap<string, PlacedWidget>,
): SilentEnd | undefined {
  const seen = new Set([asking]);
  const first = nextOf(asking, event);
  if (first === undefined) return { widget: asking, event };
  const open = [first];
  for (const name of open) {
    const widget = byName.get(name);
    if (!widget || seen.has(widget) || !silent.includes(widget.type)) continue;
    seen.add(widget);
    const row = findWidgetType(widget.type);
    for (const usual of (row?.events ?? []).filter((each) => !Object.hasOwn(row?.failures ?? {}, each))) {
      const leading = widget.transitions.filter((each) => each.event === usual);
      // A split needs no match, but every other event occurs whether it is listed or not.
      if (leading.some(({ next }) => !next) || (leading.length === 0 && usual !== "match"))
        return { widget, event: usual };
      open.push(...leading.flatMap(({ next }) => next ?? []));
    }
  }
  return undefined;
}

function adviseOnSpeech({ type }: PlacedWidget, { widget, event }: SilentEnd): string {
  return type === "gather-input-on-call" && widget.type === type && event === "speech"
    ? ". Studio always listens for speech as well; connect it to the question again"
    : "";
}
