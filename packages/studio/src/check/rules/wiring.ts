// Problems of the wiring as it is written: names, the trigger, events and where they lead.

import { isObject } from "../../definition/json.ts";
import { instead } from "../../definition/nearName.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { type FlowProblem, pathText } from "../widget/issue.ts";
import { type PlacedWidget, problemOf } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

/**
 * @param states as they stand in the definition: a state that is not well formed is there all the same, and has been
 *   reported by itself
 */
export function wiringProblems(
  widgets: readonly PlacedWidget[],
  states: readonly unknown[],
  initialState: unknown,
): FlowProblem[] {
  const names = new Set(
    states.flatMap((state) => (isObject(state) && typeof state.name === "string" ? [state.name] : [])),
  );
  return [
    ...nameProblems(widgets),
    ...triggerProblems(widgets),
    ...initialStateProblems(widgets, initialState),
    ...widgets.flatMap(eventProblems),
    ...widgets.flatMap((widget) => targetProblems(widget, names)),
  ];
}

function nameProblems(widgets: readonly PlacedWidget[]): FlowProblem[] {
  const first = new Map<string, PlacedWidget>();
  return widgets.flatMap((widget) => {
    const before = first.get(widget.name);
    if (!before) {
      first.set(widget.name, widget);
      return [];
    }
    const says = `${pathText(before.path)} has the same name; rename one of them`;
    return [problemOf(widget, { code: "duplicate_name", severity: "error", at: ["name"], says })];
  });
}

function triggerProblems(widgets: readonly PlacedWidget[]): FlowProblem[] {
  const triggers = widgets.filter(({ type }) => type === "trigger");
  const nothingWired = triggers
    .filter(({ transitions }) => !transitions.some(({ next }) => next))
    .map((trigger) =>
      problemOf(trigger, {
        code: "nothing_wired",
        severity: "warning",
        at: ["transitions"],
        says: "no event leads anywhere, so that the flow does nothing",
      }),
    );
  if (triggers.length === 1) return nothingWired;
  const names = triggers.map(({ name }) => name).join(", ");
  const message =
    triggers.length === 0
      ? "the flow has no widget of type trigger"
      : `the flow has ${triggers.length} triggers (${names}); leave one`;
  return [{ code: "trigger_count", severity: "error", path: "states", message }, ...nothingWired];
}

function initialStateProblems(widgets: readonly PlacedWidget[], initialState: unknown): FlowProblem[] {
  if (typeof initialState !== "string" || initialState === "") return [];
  const problem = (message: string): FlowProblem[] => [
    { code: "initial_state", severity: "error", path: "initial_state", message, target: initialState },
  ];
  const start = widgets.find(({ name }) => name === initialState);
  const triggers = widgets.filter(({ type }) => type === "trigger").map(({ name }) => name);
  if (!start)
    return problem(
      `initial_state "${initialState}" is not a widget of this flow${instead(initialState, triggers)}`,
    );
  return start.type === "trigger"
    ? []
    : problem(`initial_state "${initialState}" is of type ${start.type}; it must name the trigger`);
}

function eventProblems(widget: PlacedWidget): FlowProblem[] {
  // Types that are not in the table may have events nobody wrote down.
  const events = findWidgetType(widget.type)?.events;
  if (!events) return [];
  const seen = new Set<string>();
  return widget.transitions.flatMap(({ path, event }) => {
    const place = { at: [...path.slice(2), "event"], event };
    const isRepeated = seen.has(event) && event !== "match";
    seen.add(event);
    if (!events.includes(event)) {
      const says = `${widget.type} has no event "${event}"${instead(event, events)}`;
      return [problemOf(widget, { code: "unknown_event", severity: "error", says, ...place })];
    }
    if (!isRepeated) return [];
    const says = `event "${event}" is listed twice, and which one counts is not known`;
    return [problemOf(widget, { code: "duplicate_event", severity: "warning", says, ...place })];
  });
}

function targetProblems(widget: PlacedWidget, names: ReadonlySet<string>): FlowProblem[] {
  return widget.transitions.flatMap(({ path, event, next }) => {
    if (!next || names.has(next)) return [];
    const place = { at: [...path.slice(2), "next"], event, target: next };
    if (findPlaceholder(next)) {
      const says = `event "${event}" leads to the placeholder ${next}; fill it in before the flow is deployed`;
      return [problemOf(widget, { code: "placeholder", severity: "warning", says, ...place })];
    }
    const says = `event "${event}" leads to "${next}", which is not in this flow${instead(next, names)}`;
    return [problemOf(widget, { code: "unknown_target", severity: "error", says, ...place })];
  });
}
