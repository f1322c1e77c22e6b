// A customer who was asked something, answers, and hears no more.

import { findWidgetType } from "../../widgets/table.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, nextOf, type PlacedWidget, widgetsByName } from "../widget/placedWidget.ts";
import type { Arrivals } from "./arrivals.ts";

/** The events by which an answer comes. */
const replyEvents: Readonly<Record<string, readonly string[]>> = {
  "send-and-wait-for-reply": ["incomingMessage"],
  "gather-input-on-call": ["keypress", "speech"],
};

/** Neither says anything nor hands anything on. A Function or request may answer the customer itself. */
const silent: readonly string[] = ["split-based-on", "set-variables", "record-call", "fork-stream"];

export function findDeadEnds(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
  const byName = widgetsByName(widgets);
  return widgets.flatMap((widget) => {
    const events = Object.hasOwn(replyEvents, widget.type) ? (replyEvents[widget.type] ?? []) : [];
    if (!arrivals.has(widget.name)) return [];
    for (const event of events) {
      const end = findSilentEnd(widget, event, byName);
      if (!end) continue;
      const where =
        end.widget === widget
          ? `"${event}" leads nowhere`
          : `"${event}" can end at "${end.widget.name}" (${end.event}), before anything is said or handed on`;
      const sentence = `the customer is asked something, but ${where}: whoever answers so is left without a word${adviseOnSpeech(widget, end)}`;
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

/** The nearest end that is reached from an event through silent widgets alone. */
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
      // A split needs no match, but every other event happens whether it is listed or not.
      if (leading.some(({ next }) => !next) || (leading.length === 0 && usual !== "match"))
        return { widget, event: usual };
      open.push(...leading.flatMap(({ next }) => next ?? []));
    }
  }
  return undefined;
}

function adviseOnSpeech({ type }: PlacedWidget, { widget, event }: SilentEnd): string {
  return type === "gather-input-on-call" && widget.type === type && event === "speech"
    ? ". Studio always listens for speech as well; lead it to where the question is asked again"
    : "";
}
