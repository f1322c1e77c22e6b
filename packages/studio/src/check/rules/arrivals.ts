// Issues of how executions reach a widget: not at all, or by a trigger with which it does not work.

import { joinNames } from "../../definition/nearName.ts";
import type { Arrival } from "../../graph/node.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { TriggerEvent, WidgetType } from "../../widgets/widgetType.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, type PlacedWidget, widgetsByName } from "../widget/placedWidget.ts";

export type Arrivals = ReadonlyMap<string, readonly Arrival[]>;

/** Executions that end at their end. A subflow's parent continues, and what the customer hears then is not known. */
export function ownExecutions(ways: readonly Arrival[]): Arrival[] {
  return ways.filter(({ start }) => start !== "incomingParent");
}

/**
 * @param others the issues of the JSON and of the wiring: if one of them explains why widgets cannot be reached, that is not
 * reported again for each widget
 */
export function findArrivalIssues(
  widgets: readonly PlacedWidget[],
  arrivals: Arrivals,
  others: readonly FlowIssue[],
): FlowIssue[] {
  const hasRest = widgets.some(
    ({ type, transitions }) =>
      type === "trigger" && transitions.some(({ event, next }) => event === "incomingRequest" && next),
  );
  const wrong: WrongTrigger[] = [];
  const issues = widgets
    .filter(({ type }) => type !== "trigger")
    .flatMap((widget) => {
      const row = findWidgetType(widget.type);
      const ways = arrivals.get(widget.name) ?? [];
      const restOnly = row && isRestOnly(row) && !hasRest ? [restOnlyIssue(widget)] : [];
      if (ways.length === 0) return restOnly;
      if (!row || restOnly.length > 0) return restOnly;
      wrong.push(...findWrongTriggers(widget, row, ways));
      return findSecondConversation(widget, row, ways);
    });
  return [...issues, ...mergeTriggerIssues(wrong), ...findUnreachable(widgets, arrivals, others)];
}

/** Codes of a flow whose executions cannot reach what they should. */
const causes: readonly FlowIssue["code"][] = ["trigger_count", "nothing_wired", "unknown_target"];

/** One issue for the first of the widgets that lead to each other; the others are reached once it is connected. */
function findUnreachable(
  widgets: readonly PlacedWidget[],
  arrivals: Arrivals,
  others: readonly FlowIssue[],
): FlowIssue[] {
  const isExplained = others.some(
    ({ code, path, severity }) =>
      causes.includes(code) || (severity === "error" && /^states\[\d+\]\.transitions/.test(path)),
  );
  if (isExplained) return [];
  const unreached = widgets.filter(({ name, type }) => type !== "trigger" && !arrivals.has(name));
  const byName = widgetsByName(unreached);
  const targets = new Set(unreached.flatMap((each) => nextNames(each).filter((name) => name !== each.name)));
  const seen = new Set<string>();
  // Widgets that nothing leads to come first; what is left over then are loops.
  return [...unreached.filter(({ name }) => !targets.has(name)), ...unreached].flatMap((first) => {
    if (seen.has(first.name)) return [];
    const behind = new Set([first.name]);
    // Iterating over a Set includes entries added meanwhile.
    for (const name of behind)
      for (const next of nextNames(byName.get(name)))
        if (byName.has(next) && !seen.has(next)) behind.add(next);
    for (const name of behind) seen.add(name);
    return [unreachableIssue(first, [...behind].slice(1))];
  });
}

function nextNames(widget: PlacedWidget | undefined): string[] {
  return (widget?.transitions ?? []).flatMap(({ next }) => (next ? [next] : []));
}

function unreachableIssue(widget: PlacedWidget, behind: readonly string[]): FlowIssue {
  const also = behind.length > 0 ? `. Only from there the flow reaches ${joinNames(behind)}` : "";
  const sentence = `no path from the trigger leads here; connect it or delete it${also}`;
  return createIssue(widget, { code: "unreachable", severity: "warning", sentence });
}

function isRestOnly({ triggers }: WidgetType): boolean {
  return triggers.join() === "incomingRequest";
}

/** Twilio refuses these types in a flow that the REST API cannot start, even if they cannot be reached. */
function restOnlyIssue(widget: PlacedWidget): FlowIssue {
  const sentence = `${widget.type} can only be used in flows triggered by the REST API; connect the trigger's incomingRequest`;
  return createIssue(widget, { code: "rest_only", severity: "error", at: ["type"], sentence });
}

const startNames: Record<TriggerEvent, string> = {
  incomingMessage: "a message (incomingMessage)",
  incomingCall: "a call (incomingCall)",
  incomingConversationMessage: "a conversation (incomingConversationMessage)",
  incomingRequest: "the REST API (incomingRequest) without a conversation or call yet",
  incomingParent: "a parent flow (incomingParent)",
};

interface WrongTrigger {
  widget: PlacedWidget;
  severity: FlowIssue["severity"];
  reason: string;
}

function findWrongTriggers(widget: PlacedWidget, row: WidgetType, ways: readonly Arrival[]): WrongTrigger[] {
  const wrong = ways.filter((arrival) => !worksAfter(widget.type, row, arrival));
  if (wrong.length === 0) return [];
  const starts = [...new Set(wrong.map(({ start }) => start))];
  const arrives = starts.map((start) => startNames[start]).join(" and ");
  const reason = `works only in executions started by ${row.triggers.join(", ")}, but executions started by ${arrives} reach it`;
  // Send to Flex then has nothing to send (81020). What the other widgets do is not documented.
  const isCertain =
    row.purpose === "flex" && wrong.length === ways.length && starts.join() === "incomingRequest";
  return [{ widget, severity: isCertain ? "error" : "warning", reason }];
}

/** A whole branch with the wrong trigger is one mistake, at the trigger. Errors are reported one by one. */
function mergeTriggerIssues(wrong: readonly WrongTrigger[]): FlowIssue[] {
  return wrong.flatMap(({ widget, severity, reason }, index) => {
    const isSame = (each: WrongTrigger) => severity === "warning" && each.reason === reason;
    if (wrong.slice(0, index).some(isSame)) return [];
    const others = wrong.slice(index + 1).filter(isSame);
    const also =
      others.length > 0 ? `. The same applies to ${joinNames(others.map((each) => each.widget.name))}` : "";
    const sentence = `${widget.type} ${reason}${also}`;
    return [createIssue(widget, { code: "wrong_trigger", severity, at: ["type"], sentence })];
  });
}

function worksAfter(type: string, { triggers }: WidgetType, { start, gained, anything }: Arrival): boolean {
  if (triggers.includes(start) || gained.some((each) => triggers.includes(each))) return true;
  // A subflow works with its parent's call or conversation. It certainly cannot run another subflow (81024).
  return start === "incomingParent" ? type !== "run-subflow" : anything;
}

/** An execution has one conversation: a second start or resume takes `failed`. */
function findSecondConversation(
  widget: PlacedWidget,
  { gives = {} }: WidgetType,
  ways: readonly Arrival[],
): FlowIssue[] {
  const isSecond = ways.some(({ gained }) => gained.includes("incomingConversationMessage"));
  if (!isSecond || !Object.values(gives).includes("incomingConversationMessage")) return [];
  const sentence = `an execution that already has a conversation can reach this widget; ${widget.type} then takes "failed", since an execution has only one conversation`;
  return [createIssue(widget, { code: "second_conversation", severity: "warning", at: ["type"], sentence })];
}
