// Whether a widget can have the outputs that a template reads.

import { findTypo, joinNames, suggestInstead } from "../../../definition/nearName.ts";
import { findWidgetType } from "../../../widgets/table.ts";
import { keysSet, type PlacedWidget } from "../../widget/placedWidget.ts";
import { type EmptyReference, formatLiquidPath, isListProperty, type Path } from "../../widget/reference.ts";

/**
 * Returns why an output is always empty; undefined if it may have a value.
 *
 * @param events by which executions can have left the widget before they read it
 * @param output path below `widgets.<name>`
 */
export function findEmptyOutput(
  read: PlacedWidget,
  events: readonly string[],
  output: Path,
): EmptyReference | undefined {
  const row = findWidgetType(read.type);
  const [key, ...rest] = output;
  if (!row || typeof key !== "string" || isListProperty(key)) return undefined;
  const unknown = (why: string): EmptyReference => ({
    code: "unknown_output",
    target: `${read.name}.${key}`,
    sentence: `${formatLiquidPath(["widgets", read.name, ...output])} is always empty${why}`,
  });

  const { after, open, solely = {} } = row.outputs;
  const known = [...new Set([...Object.values(after).flat(), ...keysSet(read)])];
  if (key === "outputs" && !known.includes(key)) {
    const inner = known.filter((path) => path.endsWith(`.${rest.join(".")}`));
    const meant = inner.length > 0 ? inner.map((path) => path.split(".")) : [rest];
    const written = meant.map((path) => formatLiquidPath(["widgets", read.name, ...path])).join(" or ");
    return unknown(`; outputs are directly below the widget name: write ${written}`);
  }
  const event = Object.hasOwn(solely, key) ? solely[key] : undefined;
  if (event !== undefined && !events.includes(event))
    return {
      code: "output_not_set",
      dependsOnPath: true,
      target: `${read.name}.${key}`,
      sentence: `${formatLiquidPath(["widgets", read.name, ...output])} is always empty here: it is set only after "${event}", and only ${joinNames(events)} of "${read.name}" ${events.length > 1 ? "lead" : "leads"} here`,
    };
  if (read.type === "trigger") return unknown("; trigger data is below trigger, not below widgets");
  // Set Variables has the variables it sets as outputs and nothing else.
  if (open !== undefined && read.type !== "set-variables") return findMisspelt(key, rest, known, unknown);

  const now = events.flatMap((each) => (Object.hasOwn(after, each) ? (after[each] ?? []) : []));
  if (now.some((path) => path.split(".")[0] === key)) return findMisspelt(key, rest, known, unknown);
  if (keysSet(read).includes(key)) return undefined;
  const tops = known.map((path) => path.split(".")[0] ?? path);
  if (tops.includes(key))
    return {
      code: "output_not_set",
      dependsOnPath: true,
      target: `${read.name}.${key}`,
      sentence: `${formatLiquidPath(["widgets", read.name, ...output])} is always empty here: ${read.type} sets it only after ${joinNames(eventsWith(after, key))}, and only ${joinNames(events)} of "${read.name}" ${events.length > 1 ? "lead" : "leads"} here`,
    };
  return unknown(tops.length === 0 ? `, because ${read.type} has no outputs` : suggestInstead(key, tops));
}

function eventsWith(after: Readonly<Record<string, readonly string[]>>, key: string): string[] {
  return Object.keys(after).filter((event) => after[event]?.some((path) => path.split(".")[0] === key));
}

/** If there may be further keys, only a misspelt known one is certainly wrong. */
function findMisspelt(
  key: string,
  rest: Path,
  known: readonly string[],
  unknown: (why: string) => EmptyReference,
): EmptyReference | undefined {
  const [member] = rest;
  const paths = known.map((path) => path.split("."));
  const of = (wanted: string, names: (string | undefined)[]) => {
    if (isListProperty(wanted)) return undefined;
    return findTypo(
      wanted,
      names.flatMap((name) => name ?? []),
    );
  };
  const top = of(
    key,
    paths.map(([first]) => first),
  );
  if (top) return unknown(`; its name is ${top}`);
  if (typeof member !== "string") return undefined;
  const inner = of(
    member,
    paths.filter(([first]) => first === key).map(([, second]) => second),
  );
  return inner ? unknown(`; its name is ${key}.${inner}`) : undefined;
}
