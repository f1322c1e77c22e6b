// Every string of a widget: in its properties at any depth, and in the values of its conditions.

import { isObject } from "../../definition/json.ts";
import type { PlacedWidget } from "./placedWidget.ts";

export interface PlacedText {
  text: string;
  /** Name of the property, or `value` in a condition. */
  property: string;
  /** Set in a condition. */
  inCondition: boolean;
  /** Keys below the widget. */
  at: () => PropertyKey[];
}

export function textsOf({ properties, transitions }: PlacedWidget): PlacedText[] {
  return [
    ...membersOf(properties).flatMap(([property, value]) =>
      textsIn(value, ["properties", property], { property, inCondition: false }),
    ),
    // A condition's arguments repeat the input, which is checked anyway.
    ...transitions.flatMap(({ path, conditions }) =>
      conditions.flatMap((condition, index) =>
        textsIn(
          isObject(condition) ? condition.value : undefined,
          [...path.slice(2), "conditions", index, "value"],
          { property: "value", inCondition: true },
        ),
      ),
    ),
  ];
}

/** Sorted by name, so that the order of the JSON does not matter. */
function membersOf(object: object): [string, unknown][] {
  return Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A place in JSON with a link to its parent; a full path at every level would take quadratic space. */
interface Place {
  key: PropertyKey;
  parent: Place | undefined;
}

/** Uses a list instead of recursion, since JSON may be nested deeper than the stack. */
function textsIn(
  root: unknown,
  path: readonly PropertyKey[],
  facts: Pick<PlacedText, "property" | "inCondition">,
): PlacedText[] {
  const texts: PlacedText[] = [];
  const open: { value: unknown; place: Place | undefined }[] = [{ value: root, place: undefined }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, place } = item;
    if (typeof value === "string")
      texts.push({ text: value, at: () => [...path, ...keysTo(place)], ...facts });
    if (typeof value !== "object" || value === null) continue;
    const members: [PropertyKey, unknown][] = Array.isArray(value) ? [...value.entries()] : membersOf(value);
    for (const [key, member] of members.toReversed())
      open.push({ value: member, place: { key, parent: place } });
  }
  return texts;
}

function keysTo(place: Place | undefined): PropertyKey[] {
  const keys: PropertyKey[] = [];
  for (let each = place; each; each = each.parent) keys.push(each.key);
  return keys.toReversed();
}
