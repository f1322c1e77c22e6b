// Finds what is wrong with a flow without asking Twilio, whose own check lets unknown properties, Liquid and much else pass.

import { isObject } from "../definition/json.ts";
import { arrivals as arrivalsIn } from "../graph/graph.ts";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";
import { type LiquidReading, readLiquid } from "../liquid/liquid.ts";
import { arrivalProblems } from "./rules/arrivals.ts";
import { deadEndProblems } from "./rules/deadEnds.ts";
import { failureProblems } from "./rules/failures.ts";
import { jsonProblems, subflowProblems, textLengthProblems } from "./rules/limits.ts";
import { loopProblems } from "./rules/loops.ts";
import { placeholderProblems } from "./rules/placeholders.ts";
import { type Past, pastOf, referenceProblems } from "./rules/references.ts";
import { schemaProblems } from "./rules/schema.ts";
import { securityProblems } from "./rules/security.ts";
import { splitProblems } from "./rules/splits.ts";
import { singleBraceProblems, type Template, templateProblems } from "./rules/templates.ts";
import { wiringProblems } from "./rules/wiring.ts";
import { type FlowProblem, inOrder } from "./widget/issue.ts";
import { type PlacedWidget, placedWidgets } from "./widget/placedWidget.ts";
import { textsOf } from "./widget/texts.ts";

/** What has more is refused, and neither its paths nor its texts are worth reading. */
const maxWidgets = 1_000;

/**
 * Lists every problem of a definition at once: those of the whole first, then widget by widget. A flow in order gives
 * an empty list, and the same flow always the same one.
 *
 * Widgets of types that are not in the table are followed but not checked, with a warning.
 * Never throws, whatever JSON it is given.
 */
export function checkFlow(definition: unknown): FlowProblem[] {
  const shape = schemaProblems(definition);
  if (!isObject(definition) || !Array.isArray(definition.states)) return inOrder(shape);
  const widgets = placedWidgets(definition.states);
  const wiring = wiringProblems(widgets, definition.states, definition.initial_state);
  if (widgets.length > maxWidgets) return inOrder([...shape, ...wiring]);
  const arrivals = arrivalsIn(widgets);
  const past = pastOf(widgets, arrivals);
  const read = onceEach(readLiquid);
  return inOrder([
    ...shape,
    ...wiring,
    ...arrivalProblems(widgets, arrivals),
    ...failureProblems(widgets, arrivals),
    ...loopProblems(widgets, arrivals),
    ...deadEndProblems(widgets, arrivals),
    ...subflowProblems(widgets),
    ...widgets.flatMap((widget) => widgetProblems(widget, past, read)),
  ]);
}

function widgetProblems(
  widget: PlacedWidget,
  past: Past,
  read: (text: string) => LiquidReading,
): FlowProblem[] {
  const texts = textsOf(widget);
  const templates = texts
    .filter(({ text }) => holdsLiquid(text))
    .map((placed): Template => ({ ...placed, reading: read(placed.text) }));
  const broken = new Set(templates.flatMap(({ property, reading }) => (reading.fault ? [property] : [])));
  return [
    ...placeholderProblems(widget, texts),
    ...splitProblems(widget),
    ...templateProblems(widget, templates),
    ...singleBraceProblems(widget, texts),
    ...referenceProblems(widget, templates, past),
    ...jsonProblems(widget, broken),
    ...textLengthProblems(widget, texts),
    ...securityProblems(widget, texts, templates),
  ];
}

/** Duplicated widgets share their texts. */
function onceEach<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text) ?? compute(text);
    known.set(text, value);
    return value;
  };
}
