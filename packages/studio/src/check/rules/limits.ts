// Strings that must be JSON, and limits: of attributes, of strings, of subflows.

import { maxAttributesLength } from "../../build/attributes.ts";
import { plainText } from "../../definition/json.ts";
import { joinNames } from "../../definition/nearName.ts";
import type { Arrival } from "../../graph/node.ts";
import { maxRenderedBytes } from "../../liquid/liquid.ts";
import { holdsTag, withoutLiquid } from "../../liquid/liquidParts.ts";
import { maxBodyLength } from "../../widgets/messages.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { findJsonFault, findUnquotedOutput, type JsonFault } from "../widget/jsonText.ts";
import { createIssue, type PlacedWidget } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";
import { factsOf } from "../widget/propertyOf.ts";
import type { PlacedText } from "../widget/texts.ts";

/** Twilio does not create a task whose attributes are not a JSON object, and the customer reaches no one. */
const taskAttributes: Readonly<Record<string, string>> = {
  "send-to-flex": "attributes",
  "enqueue-call": "task_attributes",
};

/**
 * @param broken properties whose Liquid does not parse, which cannot be checked further
 */
export function findJsonIssues(widget: PlacedWidget, broken: ReadonlySet<string>): FlowIssue[] {
  return Object.entries(widget.properties).flatMap(([key, value]) => {
    if (typeof value !== "string" || broken.has(key)) return [];
    if (factsOf(widget, key).format === "json") return findAttributesIssues(widget, key, value);
    return key === "body" && isJsonRequest(widget) ? findBodyIssues(widget, value) : [];
  });
}

function isJsonRequest({ type, properties: { content_type } }: PlacedWidget): boolean {
  return type === "make-http-request" && plainText(content_type).startsWith("application/json");
}

function findBodyIssues(widget: PlacedWidget, body: string): FlowIssue[] {
  // Requests without a body often have this content type as well.
  const fault = body.trim() === "" ? undefined : findFault(body, "anything");
  const unquoted = fault ? undefined : describeUnquoted("body", body);
  const sentence = fault ? `body ${fault.reason}, though the content type says it is` : unquoted;
  if (sentence === undefined) return [];
  return [
    createIssue(widget, { code: "body_not_json", severity: "warning", at: ["properties", "body"], sentence }),
  ];
}

/** Not an error, since the customer may write a number. */
function describeUnquoted(key: string, text: string): string | undefined {
  // With tags the condition of one may decide, and the whole need not be JSON.
  const path = holdsTag(text) ? undefined : findUnquotedOutput(text);
  // A string that is a single output may contain JSON.
  if (path === undefined || withoutLiquid(text, "").trim() === "") return undefined;
  return `in ${key} {{${path}}} has no quotation marks around it, and a value that is not a number makes the JSON invalid; write {{${path} | to_json}}`;
}

/** A placeholder may be replaced by a number or a string, so nothing is certain if there is one. */
function findFault(text: string, wanted: "object" | "anything"): JsonFault | undefined {
  return findPlaceholder(text) === undefined ? findJsonFault(text, wanted) : undefined;
}

function findAttributesIssues(widget: PlacedWidget, key: string, value: string): FlowIssue[] {
  const makesTask = taskAttributes[widget.type] === key;
  const at = ["properties", key];
  const issues: FlowIssue[] = [];
  const isEmpty = value.trim() === "" && !makesTask;
  const fault = isEmpty ? undefined : findFault(value, "object");
  if (fault) {
    const sentence = `${key} ${fault.reason}${makesTask ? "; no task would be created (81015)" : ""}`;
    const severity = makesTask && fault.certain ? "error" : "warning";
    issues.push(createIssue(widget, { code: "attributes_not_json", severity, at, sentence }));
  }
  const unquoted = fault ? undefined : describeUnquoted(key, value);
  if (unquoted)
    issues.push(
      createIssue(widget, { code: "attributes_not_json", severity: "warning", at, sentence: unquoted }),
    );
  if (makesTask && value.length > maxAttributesLength) issues.push(tooLongIssue(widget, key, value));
  return issues;
}

/** Whether Twilio counts before or after rendering is not known; the rendered string can be shorter. */
function tooLongIssue(widget: PlacedWidget, key: string, value: string): FlowIssue {
  const literal = withoutLiquid(value, "").length;
  const isCertain = !holdsTag(value) && literal > maxAttributesLength;
  const sentence = isCertain
    ? `${key} have ${literal} characters even without Liquid's output; the maximum is ${maxAttributesLength}`
    : `${key} have ${value.length} characters before Liquid is rendered, and the maximum after rendering is ${maxAttributesLength}; make sure that they become shorter`;
  const at = ["properties", key];
  const severity = isCertain ? "error" : "warning";
  return createIssue(widget, { code: "attributes_too_long", severity, at, sentence });
}

export function findLengthIssues(
  widget: PlacedWidget,
  texts: readonly PlacedText[],
  ways: readonly Arrival[],
): FlowIssue[] {
  const isMessage = isTextMessage(widget, ways);
  return texts.flatMap(({ text, property, at }) => {
    if (text.length <= maxBodyLength || holdsTag(text)) return [];
    const literal = withoutLiquid(text, "");
    const bytes = Buffer.byteLength(literal);
    const warn = (sentence: string) => [
      createIssue(widget, { code: "text_too_long", severity: "warning", at: at(), sentence }),
    ];
    if (isMessage && property === "body" && [...literal].length > maxBodyLength)
      return warn(
        `body has ${[...literal].length} characters, and an SMS or WhatsApp message has at most ${maxBodyLength} (21617); split it`,
      );
    return bytes > maxRenderedBytes
      ? warn(
          `${property} has ${bytes} bytes, and a value holds at most ${maxRenderedBytes}; it would be empty (81018)`,
        )
      : [];
  });
}

/**
 * Whether it may send an SMS or a WhatsApp message. A conversation may be a chat, of which a message has at most 32 KB, and
 * only chats have attributes.
 */
function isTextMessage({ type, properties }: PlacedWidget, ways: readonly Arrival[]): boolean {
  if (type !== "send-message" && type !== "send-and-wait-for-reply") return false;
  if (typeof properties.attributes === "string" && properties.attributes.trim() !== "") return false;
  const conversation = "incomingConversationMessage";
  return ways.some(({ start, gained }) => start !== conversation && !gained.includes(conversation));
}

/** Source: twilio.com/docs/studio/widget-library/run-subflow */
const maxSubflowWidgets = 150;
const maxSubflows = 50;

export function findSubflowIssues(widgets: readonly PlacedWidget[]): FlowIssue[] {
  const running = widgets.filter(({ type }) => type === "run-subflow");
  const bySid = new Map<unknown, PlacedWidget[]>();
  for (const widget of running) {
    const sid = widget.properties.flow_sid;
    bySid.set(sid, [...(bySid.get(sid) ?? []), widget]);
  }
  const issues = [...bySid.values()].flatMap((same) => findRevisionIssues(same));
  const limit = (widget: PlacedWidget | undefined, sentence: string) => {
    if (widget) issues.push(createIssue(widget, { code: "subflow_limit", severity: "warning", sentence }));
  };
  if (running.length > maxSubflowWidgets)
    limit(
      running[maxSubflowWidgets],
      `the flow has ${running.length} Run Subflow widgets; the maximum is ${maxSubflowWidgets}`,
    );
  if (bySid.size > maxSubflows)
    limit(
      [...bySid.values()][maxSubflows]?.[0],
      `the flow runs ${bySid.size} different subflows; the maximum is ${maxSubflows}`,
    );
  return issues;
}

/** All widgets that run one subflow must use the same revision. */
function findRevisionIssues(same: readonly PlacedWidget[]): FlowIssue[] {
  const [first, ...others] = same;
  return others
    .filter(({ properties }) => properties.flow_revision !== first?.properties.flow_revision)
    .map((widget) => {
      const sentence = `runs a different revision of the subflow than ${joinNames([first?.name ?? ""])}; a flow can run only one revision of a subflow`;
      return createIssue(widget, {
        code: "subflow_limit",
        severity: "warning",
        at: ["properties", "flow_revision"],
        sentence,
      });
    });
}
