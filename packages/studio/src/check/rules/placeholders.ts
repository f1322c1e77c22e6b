// Values that have not been filled in: placeholders, and required URLs and SIDs that are empty.

import { type FlowIssue, formatPath } from "../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";
import { isNeeded } from "../widget/propertyOf.ts";
import type { PlacedText } from "../widget/texts.ts";

/** One issue per widget, since its values are filled in together. */
export function findPlaceholderIssues(widget: PlacedWidget, texts: readonly PlacedText[]): FlowIssue[] {
  const open = texts.flatMap(({ text, property, inCondition, at }) => {
    // A condition's value may look like anything.
    const found = inCondition ? undefined : findPlaceholder(text);
    const isMissing = text === "" && at().length === 2 && isNeeded(widget, property);
    return found !== undefined || isMissing ? [{ at: at(), found: found ?? "empty" }] : [];
  });
  const [first] = open;
  if (!first) return [];
  const places = open.map(({ at, found }) => `${formatPath(at.slice(1))} (${found})`).join(", ");
  const sentence = `must be filled in before the flow is deployed: ${places}`;
  return [createIssue(widget, { code: "placeholder", severity: "warning", at: first.at, sentence })];
}
