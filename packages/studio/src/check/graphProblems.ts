// Problems of the wiring: names, events, targets, what leads where and under which trigger.

import { arrivals, type Node } from "../graph.ts";
import { findWidgetType } from "../widgets/table.ts";
import type { TriggerEvent } from "../widgets/widgetType.ts";
import { type FlowProblem, instead, pathText } from "./problem.ts";

/** A widget as far as it is well formed, with its place in the definition. */
export interface PlacedWidget extends Node {
  path: PropertyKey[];
  properties: Record<string, unknown>;
  transitions: readonly PlacedTransition[];
}

export interface PlacedTransition {
  path: PropertyKey[];
  event: string;
  next?: string | undefined;
  conditions: readonly unknown[];
}

export function graphProblems(widgets: readonly PlacedWidget[], initialState: unknown): FlowProblem[] {
  const reached = arrivals(widgets);
  return [
    ...nameProblems(widgets),
    ...triggerProblems(widgets, initialState),
    ...widgets.flatMap(eventProblems),
    ...widgets.flatMap((widget) => targetProblems(widget, widgets)),
    ...widgets.flatMap((widget) => arrivalProblems(widget, reached.get(widget.name) ?? new Set(), widgets)),
  ];
}

function nameProblems(widgets: readonly PlacedWidget[]): FlowProblem[] {
  const first = new Map<string, PlacedWidget>();
  return widgets.flatMap((widget): FlowProblem[] => {
    const before = first.get(widget.name);
    if (!before) {
      first.set(widget.name, widget);
      return [];
    }
    const message = `widget "${widget.name}": ${pathText(before.path)} has the same name; rename one of them`;
    return [
      {
        code: "duplicate_name",
        severity: "error",
        path: pathText([...widget.path, "name"]),
        message,
        widget: widget.name,
      },
    ];
  });
}

function triggerProblems(widgets: readonly PlacedWidget[], initialState: unknown): FlowProblem[] {
  const triggers = widgets.filter(({ type }) => type === "trigger");
  const problems: FlowProblem[] = [];
  if (triggers.length !== 1) {
    const names = triggers.map(({ name }) => name).join(", ");
    const message =
      triggers.length === 0
        ? "the flow has no widget of type trigger"
        : `the flow has ${triggers.length} triggers (${names}); leave one`;
    problems.push({ code: "trigger_count", severity: "error", path: "states", message });
  }
  if (typeof initialState === "string" && initialState !== "") {
    const start = widgets.find(({ name }) => name === initialState);
    const says = (message: string) =>
      problems.push({
        code: "initial_state",
        severity: "error",
        path: "initial_state",
        message,
        target: initialState,
      });
    if (!start)
      says(
        `initial_state "${initialState}" is not a widget of this flow${instead(
          initialState,
          triggers.map(({ name }) => name),
        )}`,
      );
    else if (start.type !== "trigger")
      says(`initial_state "${initialState}" is of type ${start.type}; it must name the trigger`);
  }
  for (const { path, name, transitions } of triggers) {
    if (transitions.some(({ next }) => next)) continue;
    const message = `widget "${name}": no event leads anywhere, so that the flow does nothing`;
    problems.push({
      code: "nothing_wired",
      severity: "warning",
      path: pathText([...path, "transitions"]),
      message,
      widget: name,
    });
  }
  return problems;
}

function eventProblems({ name, type, transitions }: PlacedWidget): FlowProblem[] {
  // Types that are not checked may have events nobody wrote down.
  const events = findWidgetType(type)?.events;
  if (!events) return [];
  const seen = new Set<string>();
  return transitions.flatMap(({ path, event }): FlowProblem[] => {
    const problem = { path: pathText([...path, "event"]), widget: name, event };
    const repeated = seen.has(event) && event !== "match";
    seen.add(event);
    if (!events.includes(event)) {
      const message = `widget "${name}": ${type} has no event "${event}"${instead(event, events)}`;
      return [{ code: "unknown_event", severity: "error", message, ...problem }];
    }
    if (!repeated) return [];
    const message = `widget "${name}": event "${event}" is listed twice, and which one counts is not known`;
    return [{ code: "duplicate_event", severity: "warning", message, ...problem }];
  });
}

function targetProblems(
  { name, transitions }: PlacedWidget,
  widgets: readonly PlacedWidget[],
): FlowProblem[] {
  const names = new Set(widgets.map((widget) => widget.name));
  return transitions.flatMap(({ path, event, next }): FlowProblem[] => {
    if (!next || names.has(next)) return [];
    const message = `widget "${name}": event "${event}" leads to "${next}", which is not in this flow${instead(next, names)}`;
    return [
      {
        code: "unknown_target",
        severity: "error",
        path: pathText([...path, "next"]),
        message,
        widget: name,
        event,
        target: next,
      },
    ];
  });
}

function arrivalProblems(
  widget: PlacedWidget,
  starts: ReadonlySet<TriggerEvent>,
  widgets: readonly PlacedWidget[],
): FlowProblem[] {
  if (widget.type === "trigger") return [];
  const { name, path } = widget;
  if (starts.size > 0) return [...startProblems(widget, starts), ...failureProblems(widget, starts)];
  const message = `widget "${name}": nothing leads here from the trigger; connect it or delete it`;
  return [
    { code: "unreachable", severity: "warning", path: pathText(path), message, widget: name },
    ...restProblems(widget, widgets),
  ];
}

const startNames: Record<TriggerEvent, string> = {
  incomingMessage: "a message (incomingMessage)",
  incomingCall: "a call (incomingCall)",
  incomingConversationMessage: "a conversation (incomingConversationMessage)",
  incomingRequest: "the REST API (incomingRequest) without a conversation or call yet",
  incomingParent: "a parent flow (incomingParent)",
};

function startProblems({ name, type, path }: PlacedWidget, starts: ReadonlySet<TriggerEvent>): FlowProblem[] {
  const usable = findWidgetType(type)?.triggers;
  const wrong = usable ? [...starts].filter((start) => !usable.includes(start)) : [];
  if (!usable || wrong.length === 0) return [];
  const arrives = wrong.map((start) => startNames[start]).join(" and ");
  const message = `widget "${name}": ${type} works only under ${usable.join(", ")}, but executions started by ${arrives} come here`;
  const severity = wrong.length === starts.size ? "error" : "warning";
  return [{ code: "wrong_trigger", severity, path: pathText([...path, "type"]), message, widget: name }];
}

/** Twilio refuses these types in a flow that the REST API cannot start, reached or not. */
function restProblems({ name, type, path }: PlacedWidget, widgets: readonly PlacedWidget[]): FlowProblem[] {
  const { triggers } = findWidgetType(type) ?? {};
  const wired = widgets.some(
    (other) =>
      other.type === "trigger" &&
      other.transitions.some(({ event, next }) => event === "incomingRequest" && next),
  );
  if (wired || triggers?.join() !== "incomingRequest") return [];
  const message = `widget "${name}": ${type} can only be used in flows triggered by the REST API; wire the trigger's incomingRequest`;
  return [
    { code: "wrong_trigger", severity: "error", path: pathText([...path, "type"]), message, widget: name },
  ];
}

function failureProblems(
  { name, type, path, transitions }: PlacedWidget,
  starts: ReadonlySet<TriggerEvent>,
): FlowProblem[] {
  return Object.entries(findWidgetType(type)?.failures ?? {}).flatMap(([event, possible]): FlowProblem[] => {
    const handled = transitions.some((transition) => transition.event === event && transition.next);
    if (handled || !possible.some((start) => starts.has(start))) return [];
    const message = `widget "${name}": nothing happens on "${event}", the customer is left without a word; lead it to a widget`;
    return [
      {
        code: "unhandled_failure",
        severity: "warning",
        path: pathText([...path, "transitions"]),
        message,
        widget: name,
        event,
      },
    ];
  });
}
