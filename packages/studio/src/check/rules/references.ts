// What templates read and what cannot be there: on no path to the widget is it ever set.
// Said only where that is certain; most of what Twilio posts into a flow is listed nowhere.

import { enumerated, instead, nearest, slipOf } from "../../definition/nearName.ts";
import { predecessors } from "../../graph/graph.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { FlowProblem } from "../widget/issue.ts";
import { keysSet, named, type PlacedWidget, problemOf } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";
import { factsOf } from "../widget/propertyOf.ts";
import { inLiquid, isOfAnyList, type Path, type Reference } from "../widget/reference.ts";
import type { Arrivals } from "./arrivals.ts";
import { outputProblem } from "./outputs.ts";
import type { Template } from "./templates.ts";
import { started, startsOnlyElsewhere, triggerReference } from "./triggerReferences.ts";

/** Looks up what can have happened before a widget. Made once for a flow. */
export interface Past {
  widgets: ReadonlyMap<string, PlacedWidget>;
  arrivals: Arrivals;
  /** Events by which executions can have left one widget and come to another. */
  events: (before: string, after: string) => readonly string[];
  /** Widgets that set a variable, by its key. */
  setters: ReadonlyMap<string, readonly PlacedWidget[]>;
}

export function pastOf(widgets: readonly PlacedWidget[], arrivals: Arrivals): Past {
  const setters = new Map<string, PlacedWidget[]>();
  for (const widget of widgets)
    for (const key of keysSet(widget)) setters.set(key, [...(setters.get(key) ?? []), widget]);
  return {
    widgets: named(widgets),
    arrivals,
    events: predecessors(widgets),
    setters,
  };
}

/** The Console writes these into every message, whatever started the flow. */
const writtenByConsole =
  /^\s*\{\{\s*trigger\.(message|conversation)\.(InstanceSid|ChannelSid|ConversationSid)\s*\}\}\s*$/;

/** Who asks whether something is there knows that it may not be. */
const asksFirst = /\{%-?\s*(if|unless|case)\b|\|\s*default\b/;

/** One problem for what a widget reads in vain, however often it reads it. */
export function referenceProblems(
  widget: PlacedWidget,
  templates: readonly Template[],
  past: Past,
): FlowProblem[] {
  const told = new Set<string | undefined>();
  return templates.flatMap(({ text, property, at, reading: { paths } }) => {
    if (writtenByConsole.test(text) || factsOf(widget, property).default === text.trim()) return [];
    return paths.flatMap((path) => {
      const found = referenceProblem(widget, path, past);
      const what = found?.code === "other_trigger" ? found.target : found?.says;
      if (!found || told.has(what) || (found.dependsOnPath && asksFirst.test(text))) return [];
      told.add(what);
      const { dependsOnPath: _, ...problem } = found;
      return [problemOf(widget, { severity: "warning", at: at(), ...problem })];
    });
  });
}

function referenceProblem(widget: PlacedWidget, path: Path, past: Past): Reference | undefined {
  const [root, ...rest] = path;
  switch (root) {
    case "widgets":
      return widgetReference(widget, rest, past);
    case "trigger":
      return triggerReference(rest, past.arrivals.get(widget.name) ?? []);
    case "flow":
      return flowReference(widget, rest, past);
    case "contact":
      return contactReference(rest);
    default:
      return typeof root === "string" ? strangeRoot(widget, root, rest, past) : undefined;
  }
}

const roots = ["trigger", "flow", "contact", "widgets"];

function strangeRoot(widget: PlacedWidget, root: string, rest: Path, past: Past): Reference {
  const says = `${inLiquid([root, ...rest])} is always empty; ${meantByRoot(widget, root, rest, past)}`;
  return { code: "unknown_variable", target: root, says };
}

function meantByRoot(widget: PlacedWidget, root: string, rest: Path, past: Past): string {
  const { widgets, setters, events } = past;
  if (widgets.has(root)) return `write ${inLiquid(["widgets", root, ...rest])}`;
  if (setters.has(root)) return `write ${inLiquid(["flow", "variables", root, ...rest])}`;
  const near = nearest(root, roots);
  if (near) return `did you mean "${near}"?`;
  const leaving = [...widgets.values()].find(
    ({ name, type }) =>
      Object.values(findWidgetType(type)?.outputs.after ?? {}).some((paths) => paths.includes(root)) &&
      events(name, widget.name).length > 0,
  );
  if (leaving) return `write ${inLiquid(["widgets", leaving.name, root, ...rest])}`;
  return `Studio's variables begin with ${roots.join(", ")}`;
}

function widgetReference(widget: PlacedWidget, path: Path, past: Past): Reference | undefined {
  const [name, ...output] = path;
  if (typeof name !== "string" || isOfAnyList(name)) return undefined;
  const read = past.widgets.get(name);
  if (!read) {
    const says = `{{widgets.${name}…}} is always empty, because no widget has that name${instead(name, past.widgets.keys())}`;
    return { code: "unknown_widget", target: name, says };
  }
  if (!past.arrivals.has(widget.name)) return undefined; // nothing leads here: that has been said
  if (read.type === "trigger") return outputProblem(read, [], output);
  const events = past.events(name, widget.name);
  if (events.length === 0 || !past.arrivals.has(name)) {
    const why = !past.arrivals.has(name)
      ? `nothing leads to "${name}"`
      : name === widget.name
        ? "a widget's outputs are there when it has ended, and no path comes back here"
        : `"${name}" never runs before this widget`;
    const says = `{{widgets.${name}…}} is always empty here, because ${why}`;
    return { code: "widget_not_run", target: name, says, dependsOnPath: true };
  }
  return outputProblem(read, events, output);
}

const flowKeys = ["sid", "flow_sid", "channel", "data", "variables", "add_ons"];
const channelKeys = ["address", "sid", "type", "status", "details"];

function flowReference(widget: PlacedWidget, path: Path, past: Past): Reference | undefined {
  const [key, ...rest] = path;
  if (typeof key !== "string") return undefined;
  const ways = past.arrivals.get(widget.name) ?? [];
  if (key === "data" && startsOnlyElsewhere(ways, "incomingRequest"))
    return {
      code: "other_trigger",
      target: "flow.data",
      dependsOnPath: true,
      says: `${inLiquid(["flow", ...path])} is always empty here, because only executions started by ${started(ways)} come here, and flow.data holds the parameters of the REST API (incomingRequest)`,
    };
  if (key === "variables") return variableReference(widget, rest, past);
  const [inner] = rest;
  const meant = key === "channel" && typeof inner === "string" ? slipOf(inner, channelKeys) : undefined;
  if (meant !== undefined) {
    const says = `${inLiquid(["flow", ...path])} is always empty; write ${inLiquid(["flow", "channel", meant])}`;
    return { code: "unknown_variable", target: `flow.channel.${inner}`, says };
  }
  if (flowKeys.includes(key)) return undefined;
  const says = `${inLiquid(["flow", ...path])} is always empty${instead(key, flowKeys)}`;
  return { code: "unknown_variable", target: `flow.${key}`, says };
}

function variableReference(widget: PlacedWidget, path: Path, past: Past): Reference | undefined {
  const [key] = path;
  if (typeof key !== "string" || isOfAnyList(key) || !past.arrivals.has(widget.name)) return undefined;
  const { setters, events } = past;
  const own = setters.get(key) ?? [];
  const reference = (why: string): Reference => ({
    code: "variable_not_set",
    target: `flow.variables.${key}`,
    dependsOnPath: own.length > 0,
    says: `${inLiquid(["flow", "variables", key])} is always empty here, because ${why}`,
  });
  if (own.some(({ name }) => events(name, widget.name).length > 0)) return undefined;
  // What a subflow sets stays there, as far as is known; and what a key still to be filled in will be is not known.
  const isUncertain = [...past.widgets.values()].some(
    ({ name, type }) => type === "run-subflow" && events(name, widget.name).length > 0,
  );
  if (isUncertain || [...setters.keys()].some((each) => findPlaceholder(each) !== undefined))
    return undefined;
  if (own.length === 0) return reference(`no widget sets it${instead(key, setters.keys())}`);
  return own.includes(widget)
    ? reference("this very widget sets it, and what it sets can be read when it has ended")
    : reference(
        `${enumerated(own.map(({ name }) => name))} never ${own.length > 1 ? "run" : "runs"} before this widget`,
      );
}

function contactReference(path: Path): Reference | undefined {
  const known = ["channel", "address"];
  if (path.slice(0, 2).every((key, index) => key === known[index])) return undefined;
  const target = ["contact", ...path].join(".");
  const says = `${inLiquid(["contact", ...path])} is always empty; all there is of a contact is {{contact.channel.address}}`;
  return { code: "unknown_variable", target, says };
}
