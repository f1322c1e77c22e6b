// Liquid that does not parse, and filters and tags that Studio is not known to have.
// Source: twilio.com/docs/api/errors/81018: the value becomes empty, and the flow continues.

import type { LiquidReading } from "../../../liquid/liquid.ts";
import { withoutLiquid } from "../../../liquid/liquidParts.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../../widget/placedWidget.ts";
import { isNeeded } from "../../widget/propertyOf.ts";
import type { PlacedText } from "../../widget/texts.ts";

/** A string with Liquid, parsed once. */
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
        ? "Studio renders the whole value as empty (81018)"
        : `as far as Studio's ${known} are known; if Studio does not have it, the whole value is empty (81018)`;
    const sentence = `Liquid in ${lastName(place)}: ${reason}${kind === "syntax" ? ";" : ","} ${effect}${isFatal ? ", and without the value the widget always fails" : ""}`;
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

/** Required URLs and SIDs, and the attributes of a task, which must be JSON. */
function mustNotBeEmpty(widget: PlacedWidget, property: string): boolean {
  return isNeeded(widget, property) || (widget.type === "send-to-flex" && property === "attributes");
}

/** `{trigger.call.From}`, which Liquid does not replace. Not `${…}`, which is a placeholder. */
const singleBraces = /(?<![{$#%@])\{\s*((?:trigger|flow|widgets|contact)\.[\w.-]+)\s*\}(?!\})/;

/** Finds paths that are probably meant as Liquid. */
export function findSingleBraces(widget: PlacedWidget, texts: readonly PlacedText[]): FlowIssue[] {
  return texts.flatMap(({ text, at }) => {
    const [found, path] = singleBraces.exec(text.includes("{{") ? withoutLiquid(text, " ") : text) ?? [];
    if (found === undefined) return [];
    const place = at();
    const sentence = `Liquid in ${lastName(place)}: ${found} has single braces and is not replaced; write {{${path}}}`;
    return [createIssue(widget, { code: "liquid_syntax", severity: "warning", at: place, sentence })];
  });
}
