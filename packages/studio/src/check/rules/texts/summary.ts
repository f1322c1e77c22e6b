// A hand-off whose summary Flex cannot find: the virtual agent's conversation is named in the task's attributes, but not
// as the top-level conversationId, by which Flex is assumed to find it.
// Source: docs/assumptions.md, summary-finds-conversation

import { isObject } from "../../../definition/json.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { readJsonObject } from "../../widget/jsonText.ts";
import { createIssue, type PlacedWidget } from "../../widget/placedWidget.ts";

/** Names in the hand-off payload that nothing else has. */
const ofThePayload = /\b(conversationId|storeId)\b/;

export function findSummaryIssues(widget: PlacedWidget): FlowIssue[] {
  const { attributes } = widget.properties;
  if (widget.type !== "send-to-flex" || typeof attributes !== "string") return [];
  if (!ofThePayload.test(attributes)) return [];
  const given = readJsonObject(attributes);
  if (!isObject(given) || Object.hasOwn(given, "conversationId")) return [];
  const sentence =
    'in attributes there is no "conversationId" at the top level, so Flex finds no summary of the virtual agent\'s conversation; add "conversationId": {{… | to_json}} beside the others';
  return [
    createIssue(widget, {
      code: "summary_not_found",
      severity: "warning",
      at: ["properties", "attributes"],
      sentence,
    }),
  ];
}
