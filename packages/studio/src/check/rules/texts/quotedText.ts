// Free text inside quotation marks of JSON: the first quotation mark or line break in it makes the JSON invalid.
// Source: twilio.com/docs/api/errors/81015 and 81027; to_json is Twilio's filter for it

import { isObject } from "../../../definition/json.ts";
import { readLiquid } from "../../../liquid/liquid.ts";
import { liquidParts } from "../../../liquid/liquidParts.ts";
import { type Author, escaping, type FlowTexts, findAuthor, hasFilter } from "../../widget/freeText.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { findJsonFault, type QuotedOutput, quotedOutputs } from "../../widget/jsonText.ts";
import { createIssue, type PlacedWidget } from "../../widget/placedWidget.ts";
import { factsOf } from "../../widget/propertyOf.ts";
import type { Template } from "./templates.ts";

const writers: Readonly<Record<Author, string>> = {
  customer: "what the customer wrote",
  speech: "what the caller said",
  program: "what another program wrote",
};

/** One issue for each string, since all its values are corrected together. */
export function findQuotedTextIssues(
  widget: PlacedWidget,
  templates: readonly Template[],
  flow: FlowTexts,
): FlowIssue[] {
  return templates.flatMap((template) => {
    if (template.reading.fault || template.inCondition || !isJson(widget, template)) return [];
    const { text, property, at } = template;
    const locals = readLocals(text);
    const quoted = quotedOutputs(text);
    const issue = (sentence: string) =>
      createIssue(widget, { code: "text_in_json", severity: "warning", at: at(), sentence });
    const escapedTwice = quoted.filter(({ output }) => hasFilter(output, ["to_json"]) && !isEscaped(output));
    const open = quoted.flatMap((each) => {
      const author = authorOfOutput(each.output, locals, flow);
      return author === undefined ? [] : [{ ...each, author }];
    });
    const [first] = open;
    return [
      ...(first ? [issue(describeOpen(property, open, first.author, consequence(widget, template)))] : []),
      ...(escapedTwice.length > 0 ? [issue(describeTwice(property, escapedTwice))] : []),
    ];
  });
}

function describeOpen(
  property: string,
  open: readonly QuotedOutput[],
  author: Author,
  effect: string,
): string {
  const [whole] = open.filter(({ isWhole }) => isWhole);
  const remedy = whole
    ? `write ${withToJson(whole.output)} without the quotation marks around it`
    : "build the whole string with Set Variables, and write that variable with | to_json and without quotation marks";
  return `in ${property} ${listOutputs(open)} inside quotation marks, and a quotation mark or a line break in ${writers[author]} makes the JSON invalid${effect}; ${remedy}`;
}

function describeTwice(property: string, quoted: readonly QuotedOutput[]): string {
  return `in ${property} ${listOutputs(quoted)} inside quotation marks, but to_json writes quotation marks itself, so the JSON is invalid; delete the outer quotation marks`;
}

/** Writes `{{a}} is`, or up to three outputs and `are`. */
function listOutputs(quoted: readonly QuotedOutput[]): string {
  const outputs = [...new Set(quoted.map(({ output }) => output))];
  if (outputs.length === 1) return `${outputs.join()} is`;
  const more = outputs.length > 3 ? ` and ${outputs.length - 3} more` : "";
  return `${outputs.slice(0, 3).join(", ")}${more} are`;
}

function withToJson(output: string): string {
  return output.replace(/(\s*-?\}\})$/, " | to_json$1");
}

function isEscaped(output: string): boolean {
  return hasFilter(output, escaping);
}

function authorOfOutput(
  output: string,
  locals: ReadonlyMap<string, string>,
  flow: FlowTexts,
): Author | undefined {
  if (isEscaped(output) || hasFilter(output, ["to_json"])) return undefined;
  for (const [root = "", ...members] of readLiquid(output).paths) {
    const assigned = locals.get(String(root));
    if (assigned !== undefined && hasFilter(assigned, [...escaping, "to_json"])) continue;
    const paths = assigned === undefined ? [[root, ...members]] : readLiquid(assigned).paths;
    for (const path of paths) {
      const author = findAuthor(assigned === undefined ? path : [...path, ...members], flow);
      if (author) return author;
    }
  }
  return undefined;
}

/** Returns what `assign` and `for` put into a template's own variables, each as an output. */
function readLocals(text: string): Map<string, string> {
  const locals = new Map<string, string>();
  for (const { kind, text: tag } of liquidParts(text)) {
    if (kind !== "tag") continue;
    const [, name, value] =
      /^\{%-?\s*assign\s+([\w-]+)\s*=(.*?)-?%\}$/s.exec(tag) ??
      /^\{%-?\s*for\s+([\w-]+)\s+in\s+([\w.[\]-]+)/s.exec(tag) ??
      [];
    if (name !== undefined && value !== undefined) locals.set(name, `{{${value}}}`);
  }
  return locals;
}

/** Whether a string is certainly JSON when rendered, or was meant as JSON. */
function isJson(widget: PlacedWidget, { text, property, at }: Template): boolean {
  if (factsOf(widget, property).format === "json") return true;
  const [, name, index, member] = at();
  const isValue = (name === "parameters" || name === "variables") && member === "value";
  if (isValue && isJsonObject(widget, String(name), Number(index))) return true;
  const isBody = widget.type === "make-http-request" && property === "body";
  return (isBody || isValue) && /^\s*[[{](?![{%])/.test(text) && !findJsonFault(text, "anything");
}

function isJsonObject({ properties }: PlacedWidget, name: string, index: number): boolean {
  const list = properties[name];
  const entry: unknown = Array.isArray(list) ? list[index] : undefined;
  return isObject(entry) && entry.type === "json_object";
}

function consequence(widget: PlacedWidget, { property, at }: Template): string {
  if (widget.type === "send-to-flex" || widget.type === "enqueue-call")
    return ", and no task is created (81015)";
  const [, name, index] = at();
  return property === "variables" && isJsonObject(widget, String(name), Number(index))
    ? ", and the variable stays empty (81027)"
    : "";
}
