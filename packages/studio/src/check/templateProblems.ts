// Liquid that does not parse, and filters and tags that Studio is not known to have.
// Source: twilio.com/docs/api/errors/81018: the text becomes empty, and the flow goes on.

import type { LiquidReading } from "../liquid/liquid.ts";
import { type PlacedWidget, problemOf } from "./placedWidget.ts";
import type { FlowProblem } from "./problem.ts";
import { isNeeded } from "./propertyOf.ts";
import type { PlacedText } from "./texts.ts";

/** A text with Liquid in it, read once. */
export interface Template extends PlacedText {
  reading: LiquidReading;
}

const codes = {
  syntax: "liquid_syntax",
  unknown_tag: "unknown_tag",
  unknown_filter: "unknown_filter",
} as const;

export function templateProblems(widget: PlacedWidget, templates: readonly Template[]): FlowProblem[] {
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
    const says = `Liquid in ${String(place.findLast((key) => typeof key === "string"))}: ${reason}${kind === "syntax" ? ";" : ","} ${effect}${isFatal ? ", and without it the widget always fails" : ""}`;
    return [
      problemOf(widget, { code: codes[kind], severity: isFatal ? "error" : "warning", at: place, says }),
    ];
  });
}

/** URLs and SIDs that are required, and the attributes of a task, which must be JSON. */
function mustNotBeEmpty(widget: PlacedWidget, property: string): boolean {
  return isNeeded(widget, property) || (widget.type === "send-to-flex" && property === "attributes");
}
