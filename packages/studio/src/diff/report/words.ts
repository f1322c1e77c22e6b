// Describes changes: the same sentences for the terminal and for a pull request.

import { isObject } from "../../definition/json.ts";
import type { FlowChange } from "../change.ts";
import { describeCondition } from "../conditions.ts";
import { hiddenMark } from "../secrets.ts";
import { compareTexts, type DifferenceLine } from "./textDifference.ts";
import { visible, visibleValue } from "./visible.ts";

/** Plain words, or code from the flow: a name, a value. */
export type Phrase = string | { code: string };

export interface ChangeLine {
  mark: "+" | "-" | "~";
  phrases: readonly Phrase[];
  /** The difference of long strings. */
  difference?: readonly DifferenceLine[];
}

/** The changes of one widget, or of the flow as a whole. */
export interface ChangeGroup {
  mark: "+" | "-" | "~";
  title: readonly Phrase[];
  lines: readonly ChangeLine[];
}

/** Values that are longer, or have more than one line, are shown below the sentence. */
const maxInline = 60;

/** `2 widgets added, 1 renamed, 3 properties changed`; `no changes`. */
export function summarize(changes: readonly FlowChange[]): string {
  const count = (noun: string, plural: string, verb: string, wanted: (change: FlowChange) => boolean) => {
    // A condition with several changes counts once.
    const places = changes
      .filter(wanted)
      .map(({ widget, condition, path }) => JSON.stringify([widget, condition ?? path]));
    const number = new Set(places).size;
    return number === 0 ? [] : [{ number, noun: number === 1 ? noun : plural, verb }];
  };
  const widgets = (kind: FlowChange["kind"]) => (change: FlowChange) =>
    change.subject === "widget" && change.kind === kind;
  const counts = [
    ...count("widget", "widgets", "added", widgets("added")),
    ...count("widget", "widgets", "removed", widgets("removed")),
    ...count("widget", "widgets", "renamed", widgets("renamed")),
    ...count("widget", "widgets", "changed", widgets("changed")),
    ...count("type", "types", "changed", ({ subject }) => subject === "type"),
    ...count("property", "properties", "changed", ({ subject }) => subject === "property"),
    ...count("transition", "transitions", "changed", ({ subject }) => subject === "transition"),
    ...count("condition", "conditions", "changed", ({ subject }) => subject === "condition"),
    ...count("setting of the flow", "settings of the flow", "changed", ({ subject }) => subject === "flow"),
  ];
  const words = counts.map(({ number, noun, verb }, index) => {
    const isRepeated = counts[index - 1]?.noun.startsWith("widget") && noun.startsWith("widget");
    return isRepeated ? `${number} ${verb}` : `${number} ${noun} ${verb}`;
  });
  return words.length === 0 ? "no changes" : words.join(", ");
}

/** Groups changes by widget, in order. */
export function groupChanges(changes: readonly FlowChange[]): ChangeGroup[] {
  const byWidget = new Map<string, FlowChange[]>();
  for (const change of changes) {
    // A removed widget's name may belong to a different widget now.
    const isRemoved = change.subject === "widget" && change.kind === "removed";
    const key = JSON.stringify([change.widget, isRemoved]);
    byWidget.set(key, [...(byWidget.get(key) ?? []), change]);
  }
  return [...byWidget.values()].flatMap((all) => {
    const [first] = all;
    return first ? [createGroup(first, all)] : [];
  });
}

function createGroup(first: FlowChange, all: readonly FlowChange[]): ChangeGroup {
  if (first.widget === undefined) return { mark: "~", title: ["the flow"], lines: all.map(changeLine) };
  const name = { code: visible(first.widget) };
  if (first.subject !== "widget" || first.kind === "changed")
    return { mark: "~", title: [name], lines: all.map(changeLine) };
  if (first.kind === "renamed") {
    const title = [name, ", renamed from ", { code: visible(String(first.before)) }];
    return { mark: "~", title, lines: all.slice(1).map(changeLine) };
  }
  const [mark, widget] =
    first.kind === "added" ? (["+", first.after] as const) : (["-", first.before] as const);
  const type =
    isObject(widget) && typeof widget.type === "string" ? [" (", { code: visible(widget.type) }, ")"] : [];
  return { mark, title: [name, ...type], lines: mark === "+" ? describeNewWidget(widget) : [] };
}

/** Describes the properties and transitions of a new widget. */
function describeNewWidget(widget: unknown): ChangeLine[] {
  if (!isObject(widget)) return [];
  const { properties, transitions, match } = widget;
  const entries = (value: unknown) => (isObject(value) ? Object.entries(value) : []);
  return [
    ...entries(properties).map(([key, value]) => valueLine("+", visible(key), undefined, value)),
    ...(Array.isArray(match) ? match : []).map((entry: unknown): ChangeLine => {
      const given = isObject(entry) ? entry : {};
      const name = { code: visible(describeCondition(given)) };
      return { mark: "+", phrases: ["condition ", name, ...leadsTo(given.next)] };
    }),
    ...entries(transitions).map(
      ([event, next]): ChangeLine => ({ mark: "+", phrases: [{ code: visible(event) }, ...leadsTo(next)] }),
    ),
  ];
}

function changeLine(change: FlowChange): ChangeLine {
  switch (change.subject) {
    case "transition":
      return typeof change.event === "string" && change.kind !== "moved"
        ? transitionLine(change, change.event)
        : propertyLine(change);
    case "condition":
      return conditionLine(change);
    default:
      return change.path === "initial_state" && change.kind === "changed"
        ? {
            mark: "~",
            phrases: ["starts at ", formatName(change.after), " instead of ", formatName(change.before)],
          }
        : propertyLine(change);
  }
}

function transitionLine({ before, after }: FlowChange, event: string): ChangeLine {
  const start = { code: visible(event) };
  if (before === undefined) return { mark: "+", phrases: [start, " now leads to ", formatName(after)] };
  if (after === undefined)
    return { mark: "-", phrases: [start, " no longer leads anywhere; it led to ", formatName(before)] };
  return { mark: "~", phrases: [start, " leads to ", formatName(after), " instead of ", formatName(before)] };
}

function conditionLine(change: FlowChange): ChangeLine {
  const { kind, before, after, path, place } = change;
  const name: Phrase[] = ["condition ", { code: visible(change.condition ?? "") }];
  if (kind === "moved")
    return { mark: "~", phrases: [...name, ` moved from position ${before} to ${after}`] };
  const isWhole = place !== undefined;
  if (isWhole && kind === "added")
    return {
      mark: "+",
      phrases: ["new ", ...name, ` at position ${place}`, ...leadsTo(isObject(after) && after.next)],
    };
  if (isWhole && kind === "removed")
    return {
      mark: "-",
      phrases: [...name, ` removed from position ${place}`, ...ledTo(isObject(before) && before.next)],
    };
  if (
    kind === "changed" &&
    typeof before === "string" &&
    typeof after === "string" &&
    after === change.condition?.replace(/ \(\d+\)$/, "")
  )
    return {
      mark: "~",
      phrases: ["condition ", { code: visible(before) }, " is now ", { code: visible(after) }],
    };
  if (path.endsWith(".next")) {
    if (before === undefined) return { mark: "+", phrases: [...name, " now leads to ", formatName(after)] };
    if (after === undefined)
      return { mark: "-", phrases: [...name, " no longer leads anywhere; it led to ", formatName(before)] };
    return {
      mark: "~",
      phrases: [...name, " leads to ", formatName(after), " instead of ", formatName(before)],
    };
  }
  return propertyLine(change);
}

function leadsTo(next: unknown): Phrase[] {
  return next === undefined || next === false ? [", leads nowhere"] : [" leads to ", formatName(next)];
}

function ledTo(next: unknown): Phrase[] {
  return next === undefined || next === false ? [] : ["; it led to ", formatName(next)];
}

/** A name without quotation marks, anything else as JSON. */
function formatName(name: unknown): Phrase {
  return { code: typeof name === "string" ? visible(name) : visibleValue(name) };
}

function propertyLine(change: FlowChange): ChangeLine {
  const { kind, before, after, formatting, secret } = change;
  const label = labelOf(change);
  const name = { code: label };
  if (formatting) return { mark: "~", phrases: [name, ": only whitespace or the order of members differs"] };
  if (kind === "moved") return { mark: "~", phrases: [name, ": order changed"] };
  if (kind === "changed" && secret && visibleValue(before) === visibleValue(after))
    return { mark: "~", phrases: [name, ": changed, not shown"] };
  return valueLine(kind === "added" ? "+" : kind === "removed" ? "-" : "~", label, before, after);
}

/** The path within the widget, without `properties`. */
function labelOf({ path, widget }: FlowChange): string {
  const start = widget === undefined ? "" : `states[${JSON.stringify(widget)}]`;
  const rest = path.startsWith(start) ? path.slice(start.length) : path;
  return visible(rest.replace(/^\.(properties(\.|(?=\[)))?/, "")) || "definition";
}

function valueLine(mark: ChangeLine["mark"], label: string, before: unknown, after: unknown): ChangeLine {
  const name = { code: label };
  const values = [before, after].filter((value) => value !== undefined);
  if (values.every(isShort)) {
    const [first, second] = values.map((value) =>
      value === hiddenMark ? "not shown" : { code: visibleValue(value) },
    );
    if (!first) return { mark, phrases: [name] };
    return { mark, phrases: [name, ": ", first, ...(second ? [" → ", second] : [])] };
  }
  const difference = compareTexts(longText(before), longText(after));
  return { mark, phrases: [name, ":"], difference };
}

function isShort(value: unknown): boolean {
  const isOneLine = typeof value !== "string" || !value.includes("\n");
  return isOneLine && visibleValue(value).length <= maxInline;
}

/** A string unchanged, anything else as formatted JSON. */
function longText(value: unknown): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return JSON.stringify(value, null, 2);
}
