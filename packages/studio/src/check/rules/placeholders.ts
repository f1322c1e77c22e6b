// What is still to be filled in: placeholders, and URLs and SIDs that a widget needs and that are empty.

import { type FlowProblem, pathText } from "../widget/issue.ts";
import { type PlacedWidget, problemOf } from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";
import { isNeeded } from "../widget/propertyOf.ts";
import type { PlacedText } from "../widget/texts.ts";

/** One problem for a widget, since they are filled in together. */
export function placeholderProblems(widget: PlacedWidget, texts: readonly PlacedText[]): FlowProblem[] {
  const open = texts.flatMap(({ text, property, inCondition, at }) => {
    // A condition's value may look like anything.
    const found = inCondition ? undefined : findPlaceholder(text);
    const isMissing = text === "" && at().length === 2 && isNeeded(widget, property);
    return found !== undefined || isMissing ? [{ at: at(), found: found ?? "empty" }] : [];
  });
  const [first] = open;
  if (!first) return [];
  const places = open.map(({ at, found }) => `${pathText(at.slice(1))} (${found})`).join(", ");
  const says = `still to be filled in before the flow is deployed: ${places}`;
  return [problemOf(widget, { code: "placeholder", severity: "warning", at: first.at, says })];
}
