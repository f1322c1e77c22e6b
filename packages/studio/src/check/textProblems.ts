// Problems inside texts: Liquid, the conditions of a split, the attributes of Send to Flex.

import { attributesFault, maxAttributesLength } from "../build/attributes.ts";
import { isObject } from "../json.ts";
import { holdsLiquid } from "../liquid/holdsLiquid.ts";
import { findLiquidFault, liquidPaths } from "../liquid/liquid.ts";
import type { PlacedWidget } from "./graphProblems.ts";
import { type FlowProblem, instead, pathText } from "./problem.ts";

export function textProblems(widgets: readonly PlacedWidget[]): FlowProblem[] {
  const names = new Set(widgets.map(({ name }) => name));
  return widgets.flatMap((widget) => [
    ...liquidProblems(widget, names),
    ...(widget.type === "split-based-on" ? splitProblems(widget) : conditionProblems(widget)),
    ...(widget.type === "send-to-flex" ? attributesProblems(widget) : []),
  ]);
}

function liquidProblems(
  { name, path, properties, transitions }: PlacedWidget,
  names: Set<string>,
): FlowProblem[] {
  const texts = [
    ...textsIn(properties, [...path, "properties"]),
    ...transitions.flatMap(({ conditions, path: at }) =>
      textsIn(valuesOf(conditions), [...at, "conditions"]),
    ),
  ];
  return texts.flatMap(({ text, at }): FlowProblem[] => {
    const place = { path: pathText(at), widget: name };
    const fault = findLiquidFault(text);
    const problems: FlowProblem[] = [];
    if (fault?.kind === "syntax") {
      const message = `widget "${name}": Liquid in ${String(at.at(-1))}: ${fault.reason}; Studio would make the whole text empty (81018)`;
      problems.push({ code: "liquid_syntax", severity: "error", message, ...place });
    }
    if (fault?.kind === "unknown_filter") {
      const message = `widget "${name}": Liquid in ${String(at.at(-1))}: ${fault.reason}, as far as is known of Studio's filters; without it the whole text is empty (81018)`;
      problems.push({ code: "unknown_filter", severity: "warning", message, ...place });
    }
    return [
      ...problems,
      ...pathProblems(text, names).map((problem) => ({
        ...problem,
        message: `widget "${name}": ${problem.message}`,
        ...place,
      })),
    ];
  });
}

/** `arguments` repeat the input, where the same has been said. */
function valuesOf(conditions: readonly unknown[]): unknown[] {
  return conditions.map((condition) => (isObject(condition) ? { value: condition.value } : undefined));
}

interface PlacedText {
  text: string;
  at: PropertyKey[];
}

/** A place in JSON as the way back to the root, since a full path at every level would take the square of the depth. */
interface Place {
  key: PropertyKey;
  parent: Place | undefined;
}

/** Every text with Liquid in it. Goes by a list and not by recursion: JSON may be nested deeper than the stack. */
function textsIn(root: unknown, path: PropertyKey[]): PlacedText[] {
  const texts: PlacedText[] = [];
  const open: { value: unknown; place: Place | undefined }[] = [{ value: root, place: undefined }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, place } = item;
    if (typeof value === "string" && holdsLiquid(value))
      texts.push({ text: value, at: [...path, ...keysTo(place)] });
    if (typeof value !== "object" || value === null) continue;
    const members: [PropertyKey, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
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

const roots = ["trigger", "flow", "contact", "widgets"];
const triggerKinds = ["call", "message", "conversation", "request", "parent"];

type PathProblem = Pick<FlowProblem, "code" | "severity" | "message" | "target">;

function pathProblems(text: string, names: Set<string>): PathProblem[] {
  const problems = liquidPaths(text).flatMap(([root, member]): PathProblem[] => {
    if (root === "widgets" && typeof member === "string" && !names.has(member)) {
      const message = `{{widgets.${member}…}} is always empty, because no widget has that name${instead(member, names)}`;
      return [{ code: "unknown_widget", severity: "warning", message, target: member }];
    }
    if (root === "trigger" && typeof member === "string" && !triggerKinds.includes(member)) {
      const message = `{{trigger.${member}}} is always empty; write ${triggerKinds.map((kind) => `trigger.${kind}`).join(", ")}`;
      return [{ code: "unknown_variable", severity: "warning", message, target: `trigger.${member}` }];
    }
    if (typeof root !== "string" || roots.includes(root)) return [];
    const message = `{{${root}}} is always empty; Studio's variables begin with ${roots.join(", ")}`;
    return [{ code: "unknown_variable", severity: "warning", message, target: root }];
  });
  // One template often reads the same path several times.
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function splitProblems({ name, path, properties, transitions }: PlacedWidget): FlowProblem[] {
  const matches = transitions.filter(({ event }) => event === "match");
  const others = transitions.filter(({ event, conditions }) => event !== "match" && conditions.length > 0);
  const problems: FlowProblem[] = matches.flatMap((match) => matchProblems(name, properties.input, match));
  for (const { path: at, event } of others) problems.push(misplaced(name, event, at));
  if (matches.length === 0) {
    const message = `widget "${name}": the split has no match, so everything takes noMatch`;
    problems.push({
      code: "split_without_match",
      severity: "warning",
      path: pathText([...path, "transitions"]),
      message,
      widget: name,
    });
  }
  return problems;
}

function matchProblems(
  widget: string,
  input: unknown,
  { path, conditions, event }: PlacedWidget["transitions"][number],
): FlowProblem[] {
  const [condition] = conditions;
  const place = { widget, event };
  if (conditions.length !== 1) {
    const message = `widget "${widget}": a match needs exactly one condition, this one has ${conditions.length}`;
    return [
      {
        code: "match_condition",
        severity: "error",
        path: pathText([...path, "conditions"]),
        message,
        ...place,
      },
    ];
  }
  const args: unknown = isObject(condition) ? condition.arguments : undefined;
  if (!Array.isArray(args)) return []; // said by the schema
  const at = pathText([...path, "conditions", 0, "arguments"]);
  if (args.length !== 1) {
    const message = `widget "${widget}": a condition needs exactly one argument, the split's input, this one has ${args.length}`;
    return [{ code: "match_condition", severity: "error", path: at, message, ...place }];
  }
  if (args[0] === input) return [];
  const message = `widget "${widget}": the condition's argument differs from the split's input (${String(input)}), left behind by a copy perhaps; make them the same`;
  return [{ code: "stale_argument", severity: "warning", path: at, message, ...place }];
}

function conditionProblems({ name, transitions }: PlacedWidget): FlowProblem[] {
  return transitions.flatMap(({ conditions, event, path }) =>
    conditions.length > 0 ? [misplaced(name, event, path)] : [],
  );
}

function misplaced(widget: string, event: string, path: PropertyKey[]): FlowProblem {
  const message = `widget "${widget}": only the match events of a split have conditions, "${event}" has none`;
  return {
    code: "match_condition",
    severity: "error",
    path: pathText([...path, "conditions"]),
    message,
    widget,
    event,
  };
}

function attributesProblems({ name, path, properties: { attributes } }: PlacedWidget): FlowProblem[] {
  if (typeof attributes !== "string") return [];
  const place = { path: pathText([...path, "properties", "attributes"]), widget: name };
  const problems: FlowProblem[] = [];
  const fault = attributesFault(attributes);
  if (fault) {
    const message = `widget "${name}": attributes ${fault}; no task would be created (81015)`;
    problems.push({ code: "attributes_not_json", severity: "error", message, ...place });
  }
  if (attributes.length > maxAttributesLength) {
    const message = `widget "${name}": attributes have ${attributes.length} characters, ${maxAttributesLength} are the most`;
    problems.push({ code: "attributes_too_long", severity: "error", message, ...place });
  }
  return problems;
}
