// Liquid that does not parse, and filters and tags that Studio is not known to have.
// Source: twilio.com/docs/api/errors/81018: the text becomes empty, and the flow goes on.

import type { LiquidReading } from "../../liquid/liquid.ts";
import { withoutLiquid } from "../../liquid/liquidParts.ts";
import type { FlowIssue } from "../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../widget/placedWidget.ts";
import { isNeeded } from "../widget/propertyOf.ts";
import type { PlacedText } from "../widget/texts.ts";

/** A text with Liquid in it, read once. */
export interface Template extends PlacedText {
  reading: LiquidReading;
}

const codes = {
  syntax: "liquid_syntax",
  unknown_tag: "unknown_tag",
  unknown_filter: "unknown_filter",
} as const;

export function findTemplateIssues(widget: PlacedWidget, templates: readonly Template[]): FlowIssue[] {
  return templates.flatMap(({ property, at, reading: { fault } }) => {
    if (!fault) return [];
    const place = at();
    const { kind, certain, reason } = fault;
    const isFatal = kind === "syntax" && certain && place.length === 2 && mustNotBeEmpty(widget, property);
    const known = kind === "unknown_filter" ? "filters" : "tags";
    const effect =
      kind === "syntax"
        ? "Studio makes the whole text empty (81018)"
        : `as far as is known of Studio's ${known}; without it the whole text is empty (81018)`;
    const sentence = `Liquid in ${lastName(place)}: ${reason}${kind === "syntax" ? ";" : ","} ${effect}${isFatal ? ", and without it the widget always fails" : ""}`;
    return [
      createIssue(widget, {
        code: codes[kind],
        severity: isFatal ? "error" : "warning",
        at: place,
        sentence,
      }),
    ];
  });
}

function lastName(place: readonly PropertyKey[]): string {
  return String(place.findLast((key) => typeof key === "string"));
}

/** URLs and SIDs that are required, and the attributes of a task, which must be JSON. */
function mustNotBeEmpty(widget: PlacedWidget, property: string): boolean {
  return isNeeded(widget, property) || (widget.type === "send-to-flex" && property === "attributes");
}

/** `{trigger.call.From}`, which other languages would fill in. Not `${…}`, which is a placeholder. */
const singleBraces = /(?<![{$#%@])\{\s*((?:trigger|flow|widgets|contact)\.[\w.-]+)\s*\}(?!\})/;

/** What was meant for Liquid and is none. */
export function findSingleBraces(widget: PlacedWidget, texts: readonly PlacedText[]): FlowIssue[] {
  return texts.flatMap(({ text, at }) => {
    const [found, path] = singleBraces.exec(text.includes("{{") ? withoutLiquid(text, " ") : text) ?? [];
    if (found === undefined) return [];
    const place = at();
    const sentence = `Liquid in ${lastName(place)}: ${found} has single braces and stands there as it is written; write {{${path}}}`;
    return [createIssue(widget, { code: "liquid_syntax", severity: "warning", at: place, sentence })];
  });
}
