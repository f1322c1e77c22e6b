// Issues of how executions reach a widget: not at all, or by a trigger with which it does not work.

import { joinNames } from "../../definition/nearName.ts";
import type { Arrival } from "../../graph/node.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { TriggerEvent, WidgetType } from "../../widgets/widgetType.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../widget/placedWidget.ts";

export type Arrivals = ReadonlyMap<string, readonly Arrival[]>;

/** Executions that end at their end. A subflow's parent continues, and what the customer hears then is not known. */
export function ownExecutions(ways: readonly Arrival[]): Arrival[] {
  return ways.filter(({ start }) => start !== "incomingParent");
}

export function findArrivalIssues(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowIssue[] {
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
      if (ways.length === 0) return [unreachableIssue(widget), ...restOnly];
      if (!row || restOnly.length > 0) return restOnly;
      wrong.push(...findWrongTriggers(widget, row, ways));
      return findSecondConversation(widget, row, ways);
    });
  return [...issues, ...mergeTriggerIssues(wrong)];
}

function unreachableIssue(widget: PlacedWidget): FlowIssue {
  const sentence = "no path from the trigger leads here; connect it or delete it";
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
