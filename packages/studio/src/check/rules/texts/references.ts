// Templates that read what is not set on any path to the widget.
// Reported only if that is certain; most of what Twilio posts to a flow is not documented.

import { findNearest, findTypo, joinNames, suggestInstead } from "../../../definition/nearName.ts";
import { predecessors } from "../../../graph/graph.ts";
import { findWidgetType } from "../../../widgets/table.ts";
import type { FlowTexts } from "../../widget/freeText.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { createIssue, keysSet, type PlacedWidget, widgetsByName } from "../../widget/placedWidget.ts";
import { findPlaceholder } from "../../widget/placeholder.ts";
import { factsOf } from "../../widget/propertyOf.ts";
import { type EmptyReference, formatLiquidPath, isListProperty, type Path } from "../../widget/reference.ts";
import type { Arrivals } from "../arrivals.ts";
import { findEmptyOutput } from "./outputs.ts";
import type { Template } from "./templates.ts";
import { findEmptyTriggerPath, isNeverStartedBy, listStarts } from "./triggerReferences.ts";

/** The widgets and events that can precede a widget; built once per flow. */
export interface FlowHistory extends FlowTexts {
  arrivals: Arrivals;
  /** Returns the events by which executions can have left one widget and then reached another. */
  events: (before: string, after: string) => readonly string[];
}

export function buildHistory(widgets: readonly PlacedWidget[], arrivals: Arrivals): FlowHistory {
  const setters = new Map<string, PlacedWidget[]>();
  for (const widget of widgets)
    for (const key of keysSet(widget)) setters.set(key, [...(setters.get(key) ?? []), widget]);
  return {
    widgets: widgetsByName(widgets),
    arrivals,
    events: predecessors(widgets),
    setters,
  };
}

/** The Console writes these into every message widget, whatever starts the flow. */
const writtenByConsole =
  /^\s*\{\{\s*trigger\.(message|conversation)\.(InstanceSid|ChannelSid|ConversationSid)\s*\}\}\s*$/;

/** A template that tests a value expects that it may be missing. */
const asksFirst = /\{%-?\s*(if|unless|case)\b|\|\s*default\b/;

/** Reports each empty path once per widget, however often the widget reads it. */
export function findReferenceIssues(
  widget: PlacedWidget,
  templates: readonly Template[],
  past: FlowHistory,
): FlowIssue[] {
  const reported = new Set<string | undefined>();
  return templates.flatMap(({ text, property, at, reading: { paths } }) => {
    if (writtenByConsole.test(text) || factsOf(widget, property).default === text.trim()) return [];
    return paths.flatMap((path) => {
      const empty = findEmptyReference(widget, path, past);
      const subject = empty?.code === "other_trigger" ? empty.target : empty?.sentence;
      if (!empty || reported.has(subject) || (empty.dependsOnPath && asksFirst.test(text))) return [];
      reported.add(subject);
      const { dependsOnPath: _, ...issue } = empty;
      return [createIssue(widget, { severity: "warning", at: at(), ...issue })];
    });
  });
}

function findEmptyReference(widget: PlacedWidget, path: Path, past: FlowHistory): EmptyReference | undefined {
  const [root, ...rest] = path;
  switch (root) {
    case "widgets":
      return findEmptyWidgetPath(widget, rest, past);
    case "trigger":
      return findEmptyTriggerPath(rest, past.arrivals.get(widget.name) ?? []);
    case "flow":
      return findEmptyFlowPath(widget, rest, past);
    case "contact":
      return findEmptyContactPath(rest);
    default:
      return typeof root === "string" ? unknownRoot(widget, root, rest, past) : undefined;
  }
}

const roots = ["trigger", "flow", "contact", "widgets"];

function unknownRoot(widget: PlacedWidget, root: string, rest: Path, past: FlowHistory): EmptyReference {
  const sentence = `${formatLiquidPath([root, ...rest])} is always empty; ${suggestPath(widget, root, rest, past)}`;
  return { code: "unknown_variable", target: root, sentence };
}

function suggestPath(widget: PlacedWidget, root: string, rest: Path, past: FlowHistory): string {
  const { widgets, setters, events } = past;
  if (widgets.has(root)) return `write ${formatLiquidPath(["widgets", root, ...rest])}`;
  if (setters.has(root)) return `write ${formatLiquidPath(["flow", "variables", root, ...rest])}`;
  const near = findNearest(root, roots);
  if (near) return `did you mean "${near}"?`;
  const leaving = [...widgets.values()].find(
    ({ name, type }) =>
      Object.values(findWidgetType(type)?.outputs.after ?? {}).some((paths) => paths.includes(root)) &&
      events(name, widget.name).length > 0,
  );
  if (leaving) return `write ${formatLiquidPath(["widgets", leaving.name, root, ...rest])}`;
  return `Studio's variables start with ${roots.join(", ")}`;
}

function findEmptyWidgetPath(
  widget: PlacedWidget,
  path: Path,
  past: FlowHistory,
): EmptyReference | undefined {
  const [name, ...output] = path;
  if (typeof name !== "string" || isListProperty(name)) return undefined;
  const read = past.widgets.get(name);
  if (!read) {
    const sentence = `{{widgets.${name}…}} is always empty, because no widget has that name${suggestInstead(name, past.widgets.keys())}`;
    return { code: "unknown_widget", target: name, sentence };
  }
  if (!past.arrivals.has(widget.name)) return undefined; // unreachable, which has an issue of its own
  if (read.type === "trigger") return findEmptyOutput(read, [], output);
  const events = past.events(name, widget.name);
  if (events.length === 0 || !past.arrivals.has(name)) {
    const why = !past.arrivals.has(name)
      ? `nothing leads to "${name}"`
      : name === widget.name
        ? "a widget's outputs are set once it has ended, and no path leads back here"
        : `"${name}" never runs before this widget`;
    const sentence = `{{widgets.${name}…}} is always empty here, because ${why}`;
    return { code: "widget_not_run", target: name, sentence, dependsOnPath: true };
  }
  return findEmptyOutput(read, events, output);
}

const flowKeys = ["sid", "flow_sid", "channel", "data", "variables", "add_ons"];
const channelKeys = ["address", "sid", "type", "status", "details"];

function findEmptyFlowPath(widget: PlacedWidget, path: Path, past: FlowHistory): EmptyReference | undefined {
  const [key, ...rest] = path;
  if (typeof key !== "string") return undefined;
  const ways = past.arrivals.get(widget.name) ?? [];
  if (key === "data" && isNeverStartedBy(ways, "incomingRequest"))
    return {
      code: "other_trigger",
      target: "flow.data",
      dependsOnPath: true,
      sentence: `${formatLiquidPath(["flow", ...path])} is always empty here, because only executions started by ${listStarts(ways)} reach this widget, and flow.data holds the parameters of a REST API execution (incomingRequest)`,
    };
  if (key === "variables") return findEmptyVariable(widget, rest, past);
  const [inner] = rest;
  const meant = key === "channel" && typeof inner === "string" ? findTypo(inner, channelKeys) : undefined;
  if (meant !== undefined) {
    const sentence = `${formatLiquidPath(["flow", ...path])} is always empty; write ${formatLiquidPath(["flow", "channel", meant])}`;
    return { code: "unknown_variable", target: `flow.channel.${inner}`, sentence };
  }
  if (flowKeys.includes(key)) return undefined;
  const sentence = `${formatLiquidPath(["flow", ...path])} is always empty${suggestInstead(key, flowKeys)}`;
  return { code: "unknown_variable", target: `flow.${key}`, sentence };
}

function findEmptyVariable(widget: PlacedWidget, path: Path, past: FlowHistory): EmptyReference | undefined {
  const [key] = path;
  if (typeof key !== "string" || isListProperty(key) || !past.arrivals.has(widget.name)) return undefined;
  const { setters, events } = past;
  const own = setters.get(key) ?? [];
  const reference = (why: string): EmptyReference => ({
    code: "variable_not_set",
    target: `flow.variables.${key}`,
    dependsOnPath: own.length > 0,
    sentence: `${formatLiquidPath(["flow", "variables", key])} is always empty here, because ${why}`,
  });
  if (own.some(({ name }) => events(name, widget.name).length > 0)) return undefined;
  // A subflow or a widget of an unknown type may set it, and the key of a placeholder is not known.
  const isUncertain = [...past.widgets.values()].some(
    ({ name, type }) =>
      (type === "run-subflow" || !findWidgetType(type)) && events(name, widget.name).length > 0,
  );
  if (isUncertain || [...setters.keys()].some((each) => findPlaceholder(each) !== undefined))
    return undefined;
  if (own.length === 0) return reference(`no widget sets it${suggestInstead(key, setters.keys())}`);
  return own.includes(widget)
    ? reference(
        "this widget itself sets it, and a variable can be read only after the widget that sets it has ended",
      )
    : reference(
        `${joinNames(own.map(({ name }) => name))} never ${own.length > 1 ? "run" : "runs"} before this widget`,
      );
}

function findEmptyContactPath(path: Path): EmptyReference | undefined {
  const known = ["channel", "address"];
  if (path.slice(0, 2).every((key, index) => key === known[index])) return undefined;
  const target = ["contact", ...path].join(".");
  const sentence = `${formatLiquidPath(["contact", ...path])} is always empty; a contact has only {{contact.channel.address}}`;
  return { code: "unknown_variable", target, sentence };
}
