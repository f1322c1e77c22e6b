// A customer who was asked something, answers, and hears no more.

import { findWidgetType } from "../../widgets/table.ts";
import type { FlowProblem } from "../widget/issue.ts";
import { named, nextOf, type PlacedWidget, problemOf } from "../widget/placedWidget.ts";
import type { Arrivals } from "./arrivals.ts";

/** The events by which an answer comes. */
const answers: Readonly<Record<string, readonly string[]>> = {
  "send-and-wait-for-reply": ["incomingMessage"],
  "gather-input-on-call": ["keypress", "speech"],
};

/** Neither says anything nor hands anything on. A Function or request may answer the customer itself. */
const silent: readonly string[] = ["split-based-on", "set-variables", "record-call", "fork-stream"];

export function deadEndProblems(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowProblem[] {
  const byName = named(widgets);
  return widgets.flatMap((widget) => {
    const events = Object.hasOwn(answers, widget.type) ? (answers[widget.type] ?? []) : [];
    if (!arrivals.has(widget.name)) return [];
    for (const event of events) {
      const end = silentEnd(widget, event, byName);
      if (!end) continue;
      const where =
        end.widget === widget
          ? `"${event}" leads nowhere`
          : `"${event}" can end at "${end.widget.name}" (${end.event}), before anything is said or handed on`;
      const says = `the customer is asked something, but ${where}: whoever answers so is left without a word${aboutSpeech(widget, end)}`;
      return [
        problemOf(widget, {
          code: "dead_end",
          severity: "warning",
          at: ["transitions"],
          says,
          event,
          target: end.widget.name,
        }),
      ];
    }
    return [];
  });
}

interface End {
  widget: PlacedWidget;
  event: string;
}

/** The nearest end that is reached from an event through silent widgets alone. */
function silentEnd(
  asking: PlacedWidget,
  event: string,
  byName: ReadonlyMap<string, PlacedWidget>,
): End | undefined {
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

function aboutSpeech({ type }: PlacedWidget, { widget, event }: End): string {
  return type === "gather-input-on-call" && widget.type === type && event === "speech"
    ? ". Studio always listens for speech as well; lead it to where the question is asked again"
    : "";
}
