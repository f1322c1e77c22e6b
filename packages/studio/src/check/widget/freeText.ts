// Paths whose value others write freely: it can contain quotation marks, line breaks and punctuation.

import { isObject } from "../../definition/json.ts";
import { readLiquid } from "../../liquid/liquid.ts";
import { findWidgetType } from "../../widgets/table.ts";
import type { PlacedWidget } from "./placedWidget.ts";
import type { Path } from "./reference.ts";

/** Who writes the text: a customer, speech recognition, or another program. */
export type Author = "customer" | "speech" | "program";

/** The parts of a flow that are needed to follow a variable to what it is set to. */
export interface FlowTexts {
  widgets: ReadonlyMap<string, PlacedWidget>;
  /** Widgets that set a variable, by its key. */
  setters: ReadonlyMap<string, readonly PlacedWidget[]>;
}

/** Values of these names are identifiers, numbers or addresses, whoever writes them. */
const plainName =
  /(?:^|_)(?:id|sid|uuid|code|count|status|number|phone|email|date|time|url|zip|size|type|amount|total|price)$/i;

/** Returns who writes the value of a path freely; undefined if it is not free text, or not known to be. */
export function findAuthor(path: Path, flow: FlowTexts): Author | undefined {
  return authorOf(path, flow, new Set());
}

function authorOf([root, ...rest]: Path, flow: FlowTexts, seen: Set<string>): Author | undefined {
  const [key, member] = rest.map(String);
  if (root === "trigger" || root === "flow") {
    if (key === "variables" && member !== undefined)
      return authorOfVariable(member, rest.slice(2), flow, seen);
    return authorOfTrigger(rest.map(String));
  }
  const widget = root === "widgets" && key !== undefined ? flow.widgets.get(key) : undefined;
  return widget && authorOfOutput(widget, rest.slice(1).map(String));
}

function authorOfTrigger(path: readonly string[]): Author | undefined {
  const [kind, field, ...inner] = path;
  if ((kind === "message" || kind === "conversation") && field === "Body") return "customer";
  // What a visitor typed into the form before a chat. Twilio's own default attributes have the name in quotation marks.
  if (field === "ChannelAttributes" && inner[0] === "pre_engagement_data")
    return inner[1] === "friendlyName" || isPlain(inner.at(-1)) ? undefined : "customer";
  // A virtual agent writes it: on a call as a JSON string, in a REST API execution as an object.
  const at = path.indexOf("HandoffData");
  if (at < 0 || (at === path.length - 1 && kind !== "call")) return undefined;
  return isPlain(path.at(-1)) ? undefined : "program";
}

/** @param path below `widgets.<name>` */
function authorOfOutput({ type }: PlacedWidget, path: readonly string[]): Author | undefined {
  const [key, member] = path;
  if (key === "SpeechResult" || key === "TranscriptionText") return "speech";
  if (key === "inbound" && member === "Body") return "customer";
  if (findWidgetType(type)?.purpose === "request")
    return key === "body" || (key === "parsed" && path.length > 1 && !isPlain(path.at(-1)))
      ? "program"
      : undefined;
  return key === "HandoffData" ? "program" : undefined;
}

function isPlain(name = ""): boolean {
  return plainName.test(name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2"));
}

/** A variable holds free text if one of the widgets that set it copies free text, without a filter that makes it safe. */
function authorOfVariable(
  key: string,
  members: Path,
  flow: FlowTexts,
  seen: Set<string>,
): Author | undefined {
  if (seen.has(key) || isPlain(String(members.at(-1)))) return undefined;
  seen.add(key);
  for (const value of valuesOfVariable(["flow", "variables", key], flow)) {
    if (hasFilter(value, escaping)) continue;
    for (const path of readLiquid(value).paths) {
      const author = authorOf(path, flow, seen);
      if (author) return author;
    }
  }
  return undefined;
}

/** Returns the strings to which the widgets of a flow set a variable; none if the path is not that of a variable. */
export function valuesOfVariable([root, kind, key]: Path, { setters }: FlowTexts): string[] {
  if (root !== "flow" || kind !== "variables" || key === undefined) return [];
  return (setters.get(String(key)) ?? []).flatMap(({ properties: { variables } }) =>
    (Array.isArray(variables) ? variables : []).flatMap((entry: unknown) =>
      isObject(entry) && entry.key === key && typeof entry.value === "string" ? [entry.value] : [],
    ),
  );
}

/** Filters after which a value cannot break a JSON string, or whose author has thought of it. */
export const escaping: readonly string[] = [
  ...["url_encode", "escape", "replace", "remove", "strip_html", "date"],
  ...["size", "plus", "minus", "times", "divided_by", "modulo", "round", "ceil", "floor"],
];

/** Returns whether a template uses one of the filters. */
export function hasFilter(template: string, names: readonly string[]): boolean {
  const code = template.replaceAll(/"[^"]*"|'[^']*'/g, "");
  return [...code.matchAll(/\|\s*(\w+)/g)].some(([, name = ""]) => names.includes(name));
}
