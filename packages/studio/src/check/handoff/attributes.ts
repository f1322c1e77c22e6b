// Attributes of a hand-off that its contract does not have, and comparisons with values that they cannot have: a typing
// error there sends every customer the wrong way, and Studio only renders an empty string.

import { isObject } from "../../definition/json.ts";
import { joinNames, suggestInstead } from "../../definition/nearName.ts";
import { holdsLiquid } from "../../liquid/holdsLiquid.ts";
import { type FlowIssue, sortIssues } from "../widget/issue.ts";
import {
  createIssue,
  type PlacedTransition,
  type PlacedWidget,
  readWidgets,
} from "../widget/placedWidget.ts";
import { findPlaceholder } from "../widget/placeholder.ts";
import { isListProperty } from "../widget/reference.ts";
import { textsOf } from "../widget/texts.ts";
import { attributeAlone, attributeReads } from "./attributeReads.ts";
import { type PayloadAttributes, payloadAttributes } from "./payloadAttributes.ts";

/**
 * Lists the issues of a flow that reads a hand-off: attributes that the payload does not have, and values that they
 * cannot have. `checkFlow` with the option `payload` lists them among all others.
 *
 * Reads are found at `flow.data.HandoffData.attributes` and `flow.variables.handoff.attributes`.
 *
 * @param payload JSON Schema of the payload; nothing is found if it is not one
 */
export function checkHandoffAttributes(definition: unknown, payload: unknown): FlowIssue[] {
  const attributes = payloadAttributes(payload);
  if (!attributes || !isObject(definition) || !Array.isArray(definition.states)) return [];
  return sortIssues(
    readWidgets(definition.states).flatMap((widget) => findAttributeIssues(widget, attributes)),
  );
}

function findAttributeIssues(widget: PlacedWidget, attributes: PayloadAttributes): FlowIssue[] {
  const inTexts = textsOf(widget).flatMap(({ text, at }) =>
    attributeReads(text).flatMap(({ name, compared }) => {
      const place = { at: at() };
      if (isListProperty(name)) return [];
      if (!attributes.has(name)) return [unknownIssue(widget, name, attributes, place)];
      // Liquid compares exactly.
      const wrong = compared.filter((value) => !canBe(attributes, name, value, (text) => text));
      return wrong.map((value) => valueIssue(widget, name, value, attributes, place));
    }),
  );
  return [...inTexts, ...findSplitValues(widget, attributes)];
}

function findSplitValues(widget: PlacedWidget, attributes: PayloadAttributes): FlowIssue[] {
  const { input } = widget.properties;
  if (widget.type !== "split-based-on" || typeof input !== "string") return [];
  const name = attributeAlone(input);
  if (name === undefined || !attributes.has(name)) return [];
  return widget.transitions.flatMap((match) =>
    exactValues(match)
      .filter((value) => value !== "" && !canBe(attributes, name, value, (text) => text.toLowerCase()))
      .map((value) => {
        const at = [...match.path.slice(2), "conditions", 0, "value"];
        return valueIssue(widget, name, value, attributes, { at, event: match.event });
      }),
  );
}

const exact: readonly unknown[] = ["equal_to", "not_equal_to", "matches_any_of", "does_not_match_any_of"];

function exactValues({ conditions }: PlacedTransition): string[] {
  const [condition] = conditions;
  if (!isObject(condition) || !exact.includes(condition.type)) return [];
  const { type, value } = condition;
  if (typeof value !== "string" || holdsLiquid(value) || findPlaceholder(value) !== undefined) return [];
  return (String(type).endsWith("any_of") ? value.split(",") : [value]).map((entry) => entry.trim());
}

function canBe(
  attributes: PayloadAttributes,
  name: string,
  value: string,
  fold: (text: string) => string,
): boolean {
  const values = attributes.get(name)?.values;
  return values === undefined || values.some((each) => fold(String(each)) === fold(value));
}

type Place = Pick<FlowIssue, "event"> & { at: readonly PropertyKey[] };

function unknownIssue(widget: PlacedWidget, name: string, attributes: PayloadAttributes, place: Place) {
  const sentence = `"${name}" is not an attribute of the hand-off${suggestInstead(name, attributes.keys())}`;
  return createIssue(widget, {
    code: "unknown_attribute",
    severity: "error",
    ...place,
    target: name,
    sentence,
  });
}

function valueIssue(
  widget: PlacedWidget,
  name: string,
  value: string,
  attributes: PayloadAttributes,
  place: Place,
) {
  const values = (attributes.get(name)?.values ?? []).map(String);
  const sentence = `the attribute "${name}" is never ${JSON.stringify(value)}; it can be ${joinNames(values, "or")}`;
  return createIssue(widget, { code: "attribute_value", severity: "error", ...place, sentence });
}
