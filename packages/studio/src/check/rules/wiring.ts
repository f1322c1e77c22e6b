// Issues of names, the trigger, events and transitions.

import { isObject } from "../../definition/json.ts";
import { suggestInstead } from "../../definition/nearName.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { type FlowIssue, formatPath } from "../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

/**
 * @param states the definition's states, including malformed ones, which are reported separately
 */
export function findWiringIssues(
  widgets: readonly PlacedWidget[],
  states: readonly unknown[],
  initialState: unknown,
): FlowIssue[] {
  const names = new Set(
    states.flatMap((state) => (isObject(state) && typeof state.name === "string" ? [state.name] : [])),
  );
  return [
    ...findDuplicateNames(widgets),
    ...findTriggerIssues(widgets),
    ...findInitialStateIssues(widgets, initialState),
    ...widgets.flatMap(findEventIssues),
    ...widgets.flatMap((widget) => findTargetIssues(widget, names)),
  ];
}

function findDuplicateNames(widgets: readonly PlacedWidget[]): FlowIssue[] {
  const first = new Map<string, PlacedWidget>();
  return widgets.flatMap((widget) => {
    const before = first.get(widget.name);
    if (!before) {
      first.set(widget.name, widget);
      return [];
    }
    const sentence = `${formatPath(before.path)} has the same name; rename one of them`;
    return [createIssue(widget, { code: "duplicate_name", severity: "error", at: ["name"], sentence })];
  });
}

function findTriggerIssues(widgets: readonly PlacedWidget[]): FlowIssue[] {
  const triggers = widgets.filter(({ type }) => type === "trigger");
  const nothingWired = triggers
    .filter(({ transitions }) => !transitions.some(({ next }) => next))
    .map((trigger) =>
      createIssue(trigger, {
        code: "nothing_wired",
        severity: "warning",
        at: ["transitions"],
        sentence: "no event leads anywhere, so the flow does nothing",
      }),
    );
  if (triggers.length === 1) return nothingWired;
  const names = triggers.map(({ name }) => name).join(", ");
  const message =
    triggers.length === 0
      ? "the flow has no widget of type trigger"
      : `the flow has ${triggers.length} triggers (${names}); keep one`;
  return [{ code: "trigger_count", severity: "error", path: "states", message }, ...nothingWired];
}

function findInitialStateIssues(widgets: readonly PlacedWidget[], initialState: unknown): FlowIssue[] {
  if (typeof initialState !== "string" || initialState === "") return [];
  const issue = (message: string): FlowIssue[] => [
    { code: "initial_state", severity: "error", path: "initial_state", message, target: initialState },
  ];
  const start = widgets.find(({ name }) => name === initialState);
  const triggers = widgets.filter(({ type }) => type === "trigger").map(({ name }) => name);
  if (!start)
    return issue(
      `initial_state "${initialState}" is not a widget of this flow${suggestInstead(initialState, triggers)}`,
    );
  return start.type === "trigger"
    ? []
    : issue(`initial_state "${initialState}" is of type ${start.type}; it must name the trigger`);
}

function findEventIssues(widget: PlacedWidget): FlowIssue[] {
  // Types that are not in the table may have undocumented events.
  const events = findWidgetType(widget.type)?.events;
  if (!events) return [];
  const seen = new Set<string>();
  return widget.transitions.flatMap(({ path, event }) => {
    const place = { at: [...path.slice(2), "event"], event };
    const isRepeated = seen.has(event) && event !== "match";
    seen.add(event);
    if (!events.includes(event)) {
      const sentence = `${widget.type} has no event "${event}"${suggestInstead(event, events)}`;
      return [createIssue(widget, { code: "unknown_event", severity: "error", sentence, ...place })];
    }
    if (!isRepeated) return [];
    const sentence = `event "${event}" is listed twice, and it is not known which one counts`;
    return [createIssue(widget, { code: "duplicate_event", severity: "warning", sentence, ...place })];
  });
}

function findTargetIssues(widget: PlacedWidget, names: ReadonlySet<string>): FlowIssue[] {
  return widget.transitions.flatMap(({ path, event, next }) => {
    // A placeholder has an issue of its own.
    if (!next || names.has(next) || findPlaceholder(next) !== undefined) return [];
    const place = { at: [...path.slice(2), "next"], event, target: next };
    const sentence = `event "${event}" leads to "${next}", which is not in this flow${suggestInstead(next, names)}`;
    return [createIssue(widget, { code: "unknown_target", severity: "error", sentence, ...place })];
  });
}
