// Values that have not been filled in: placeholders, and required URLs and SIDs that are empty.

import { joinNames } from "../../../definition/nearName.ts";
import { type FlowIssue, formatPath } from "../../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../../widget/placedWidget.ts";
import { findPlaceholder } from "../../widget/placeholder.ts";
import { isNeeded } from "../../widget/propertyOf.ts";
import { textsOf } from "../../widget/texts.ts";

/** A value to fill in. */
interface OpenValue {
  widget: PlacedWidget;
  /** Keys below the widget. */
  at: readonly PropertyKey[];
  /** For example `url (YOUR_URL)`. */
  what: string;
}

/** One issue for the flow, since its values are filled in together: equal ones are listed once, with their widgets. */
export function findPlaceholderIssues(widgets: readonly PlacedWidget[]): FlowIssue[] {
  const names = new Set(widgets.map(({ name }) => name));
  const open = widgets.flatMap((widget) => [...openTexts(widget), ...openTargets(widget, names)]);
  const [first] = open;
  if (!first) return [];
  const places = describePlaces(open);
  const more = places.length > maxListed ? ` and ${places.length - maxListed} more` : "";
  const sentence = `must be filled in before the flow is deployed: ${places.slice(0, maxListed).join("; ")}${more}`;
  return [createIssue(first.widget, { code: "placeholder", severity: "warning", at: first.at, sentence })];
}

const maxListed = 12;

/** Lists the values, those of the same widgets together. */
function describePlaces(open: readonly OpenValue[]): string[] {
  const byWidgets = new Map<string, string[]>();
  for (const what of new Set(open.map((each) => each.what))) {
    const same = open.filter((each) => each.what === what).map(({ widget }) => widget.name);
    const names = joinNames([...new Set(same)]);
    byWidgets.set(names, [...(byWidgets.get(names) ?? []), what]);
  }
  return [...byWidgets].map(([names, values]) => `${values.join(", ")} of ${names}`);
}

function openTexts(widget: PlacedWidget): OpenValue[] {
  return textsOf(widget).flatMap(({ text, property, inCondition, at }) => {
    // A condition's value may look like anything.
    const found = inCondition ? undefined : findPlaceholder(text);
    const isMissing = text === "" && at().length === 2 && isNeeded(widget, property);
    if (found === undefined && !isMissing) return [];
    return [{ widget, at: at(), what: `${formatPath(at().slice(1))} (${found ?? "empty"})` }];
  });
}

function openTargets(widget: PlacedWidget, names: ReadonlySet<string>): OpenValue[] {
  return widget.transitions.flatMap(({ path, event, next }) => {
    const found = !next || names.has(next) ? undefined : findPlaceholder(next);
    return found === undefined
      ? []
      : [{ widget, at: [...path.slice(2), "next"], what: `the target of ${event} (${found})` }];
  });
}
