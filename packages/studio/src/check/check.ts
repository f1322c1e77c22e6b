// Checks a flow without calling Twilio, whose own validation accepts unknown properties, invalid Liquid and much else.

import { isObject } from "../definition/json.ts";
import { findArrivals as arrivalsIn } from "../graph/graph.ts";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";
import { type LiquidReading, readLiquid } from "../liquid/liquid.ts";
import { checkHandoffAttributes } from "./handoff/attributes.ts";
import { findArrivalIssues } from "./rules/arrivals.ts";
import { findDeadEnds } from "./rules/deadEnds.ts";
import { findFailureIssues } from "./rules/failures.ts";
import { findJsonIssues, findLengthIssues, findSubflowIssues } from "./rules/limits.ts";
import { findLoopIssues } from "./rules/loops.ts";
import { findSchemaIssues } from "./rules/schema.ts";
import { findSplitIssues } from "./rules/splits.ts";
import { findPlaceholderIssues } from "./rules/texts/placeholders.ts";
import { findQuotedTextIssues } from "./rules/texts/quotedText.ts";
import { buildHistory, type FlowHistory, findReferenceIssues } from "./rules/texts/references.ts";
import { findSecurityIssues } from "./rules/texts/security.ts";
import { findSpeechIssues } from "./rules/texts/speech.ts";
import { findSummaryIssues } from "./rules/texts/summary.ts";
import { findSingleBraces, findTemplateIssues, type Template } from "./rules/texts/templates.ts";
import { findWiringIssues } from "./rules/wiring.ts";
import { type FlowIssue, sortIssues } from "./widget/issue.ts";
import { type PlacedWidget, readWidgets } from "./widget/placedWidget.ts";
import { textsOf } from "./widget/texts.ts";

/** Twilio refuses flows with more, so their paths and strings are not checked. */
const maxWidgets = 1_000;

export interface CheckOptions {
  /**
   * JSON Schema of the hand-off's payload, as `contract.jsonSchema()` returns it: what the flow reads of the attributes
   * is compared with it. Default: it is not.
   */
  payload?: unknown;
}

/**
 * Lists every issue of a definition: those of the flow as a whole first, then widget by widget. Returns an empty list for
 * a flow without issues, and always the same list for the same flow.
 *
 * Widgets of types that are not in the table cause a warning; their transitions are followed, their properties are not
 * checked. Never throws, whatever JSON it is given.
 *
 * @example
 * ```ts
 * import { checkFlow, defineFlow, missingWidget, sayPlay } from "@tac-handoff/studio";
 *
 * const flow = defineFlow({
 *   trigger: { incomingCall: "hello" },
 *   widgets: { hello: sayPlay({ say: "Hello.", next: missingWidget("menu") }) },
 * });
 * const [issue] = checkFlow(flow);
 *
 * issue?.code; // → "unknown_target"
 * issue?.path; // → "states[1].transitions[0].next"
 * ```
 */
export function checkFlow(definition: unknown, { payload }: CheckOptions = {}): FlowIssue[] {
  const shape = findSchemaIssues(definition);
  if (!isObject(definition) || !Array.isArray(definition.states)) return sortIssues(shape);
  const widgets = readWidgets(definition.states);
  const wiring = findWiringIssues(widgets, definition.states, definition.initial_state);
  if (widgets.length > maxWidgets) return sortIssues([...shape, ...wiring]);
  const arrivals = arrivalsIn(widgets);
  const past = buildHistory(widgets, arrivals);
  const read = memoize(readLiquid);
  return sortIssues([
    ...shape,
    ...wiring,
    ...findArrivalIssues(widgets, arrivals, [...shape, ...wiring]),
    ...findFailureIssues(widgets, arrivals),
    ...findLoopIssues(widgets, arrivals),
    ...findDeadEnds(widgets, arrivals),
    ...findSubflowIssues(widgets),
    ...findPlaceholderIssues(widgets),
    ...widgets.flatMap((widget) => findWidgetIssues(widget, past, read)),
    ...checkHandoffAttributes(definition, payload),
  ]);
}

function findWidgetIssues(
  widget: PlacedWidget,
  past: FlowHistory,
  read: (text: string) => LiquidReading,
): FlowIssue[] {
  const texts = textsOf(widget);
  const templates = texts
    .filter(({ text }) => holdsLiquid(text))
    .map((placed): Template => ({ ...placed, reading: read(placed.text) }));
  const broken = new Set(templates.flatMap(({ property, reading }) => (reading.fault ? [property] : [])));
  return [
    ...findSplitIssues(widget),
    ...findSpeechIssues(widget, past),
    ...findSummaryIssues(widget),
    ...findTemplateIssues(widget, templates),
    ...findSingleBraces(widget, texts),
    ...findReferenceIssues(widget, templates, past),
    ...findJsonIssues(widget, broken),
    ...findQuotedTextIssues(widget, templates, past),
    ...findLengthIssues(widget, texts, past.arrivals.get(widget.name) ?? []),
    ...findSecurityIssues(widget, texts, templates),
  ];
}

/** Duplicated widgets contain the same strings. */
function memoize<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text) ?? compute(text);
    known.set(text, value);
    return value;
  };
}
