// Problems of shape: the envelope, and the properties of each widget against the table.

import * as z from "zod";
import { widgetNamePattern } from "../definition.ts";
import { isObject } from "../json.ts";
import { conditionTypes } from "../simulate/condition.ts";
import { findWidgetType, namesOnly, widgetTypes } from "../widgets/table.ts";
import { type FlowProblem, instead, pathText } from "./problem.ts";

const condition = z.strictObject({
  friendly_name: z.string(),
  arguments: z.array(z.string()),
  type: z.enum(conditionTypes),
  value: z.string(),
});

// Twilio lets unknown keys of a transition pass, and deployed flows have some.
const transition = z.looseObject({
  event: z.string(),
  next: z.string().optional(),
  conditions: z.array(condition).optional(),
});
const transitionKeys = ["event", "next", "conditions"];

const widget = z.strictObject({
  name: z.string().regex(widgetNamePattern, "must be letters, digits, _ and -, starting with a letter"),
  type: z.string(),
  transitions: z.array(transition),
  properties: z.record(z.string(), z.unknown()),
});

const envelope = z.strictObject({
  $schema: z.literal("https://schemas.twilio.com/studio/draft/2019-09/flow-definition").optional(),
  description: z.string().optional(),
  states: z.array(z.unknown()).min(1, "needs at least one widget").max(1000, "holds at most 1,000 widgets"),
  initial_state: z.string().min(1, "must name a widget"),
  flags: z.strictObject({ allow_concurrent_calls: z.boolean() }).optional(),
});

/** A value that some program still has to fill in: `${SID}`, `%s`, `YOUR_SID`, `<<URL>>`. */
const placeholder = /^(\$\{[^}]*\}|%s|YOUR[-_][A-Z_-]+|<<[^>]*>>)$/;

/** Problems of the definition's JSON, down to types and names of properties. */
export function schemaProblems(definition: unknown): FlowProblem[] {
  const problems = shapeProblems(envelope, definition, [], "the definition");
  if (!isObject(definition) || !Array.isArray(definition.states)) return problems;
  return problems.concat(
    definition.states.flatMap((state: unknown, index) => widgetProblems(state, ["states", index])),
  );
}

function widgetProblems(state: unknown, path: PropertyKey[]): FlowProblem[] {
  const name = isObject(state) && typeof state.name === "string" ? state.name : undefined;
  const subject = name === undefined ? pathText(path) : `widget "${name}"`;
  const problems = shapeProblems(widget, state, path, subject);
  if (isObject(state)) {
    problems.push(...transitionKeyProblems(state.transitions, [...path, "transitions"], subject));
    if (typeof state.type === "string")
      problems.push(...propertyProblems(state.type, state.properties, path, subject));
  }
  return name === undefined ? problems : problems.map((problem) => ({ ...problem, widget: name }));
}

function propertyProblems(
  type: string,
  properties: unknown,
  path: PropertyKey[],
  subject: string,
): FlowProblem[] {
  const row = findWidgetType(type);
  if (row) {
    if (!isObject(properties)) return [];
    const known = { keys: Object.keys(row.properties.shape), misnamed: row.misnamed ?? {} };
    return shapeProblems(
      row.properties,
      properties,
      [...path, "properties"],
      `${subject} (${type})`,
      known,
    ).concat(leftOpen(properties, [...path, "properties"], subject));
  }
  const types = [...Object.keys(widgetTypes), ...namesOnly];
  const why = namesOnly.includes(type)
    ? `of type ${type} nothing but the name is known, so that its events and properties are not checked`
    : `type "${type}" is not one that Twilio publishes, so nothing of it is checked${instead(type, types)}`;
  return [
    {
      code: "unchecked_type",
      severity: "warning",
      path: pathText([...path, "type"]),
      message: `${subject}: ${why}`,
    },
  ];
}

function transitionKeyProblems(transitions: unknown, path: PropertyKey[], subject: string): FlowProblem[] {
  if (!Array.isArray(transitions)) return [];
  return transitions.flatMap((entry: unknown, index) =>
    Object.keys(isObject(entry) ? entry : {})
      .filter((key) => !transitionKeys.includes(key))
      .map((key) => ({
        code: "unknown_property",
        severity: "warning",
        path: pathText([...path, index, key]),
        message: `${subject}: a transition has no "${key}", Studio ignores it${instead(key, transitionKeys)}`,
      })),
  );
}

/** SIDs and the like that are still empty or a placeholder: the schema takes any text there. */
function leftOpen(properties: Record<string, unknown>, path: PropertyKey[], subject: string): FlowProblem[] {
  return Object.entries(properties).flatMap(([key, value]): FlowProblem[] => {
    const open = ["workflow", "channel", "url", "conversation_service_sid"].includes(key) && value === "";
    if (!open && !isPlaceholder(value)) return [];
    const message = `${subject}: ${key} is ${open ? "empty" : `still the placeholder ${value}`}; fill it in before the flow is deployed`;
    return [{ code: "placeholder", severity: "warning", path: pathText([...path, key]), message }];
  });
}

function isPlaceholder(value: unknown): boolean {
  return typeof value === "string" && placeholder.test(value);
}

interface KnownKeys {
  keys: string[];
  misnamed: Readonly<Record<string, string>>;
}

function shapeProblems(
  schema: z.ZodType,
  value: unknown,
  path: PropertyKey[],
  subject: string,
  known?: KnownKeys,
): FlowProblem[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const found = valueAt(value, issue.path);
    // A placeholder is no value yet; leftOpen speaks of it.
    if (isPlaceholder(found) && issue.path.length === 1) return [];
    return problemsOf(issue, found, [...path, ...issue.path], subject, known);
  });
}

function problemsOf(
  issue: z.core.$ZodIssue,
  found: unknown,
  path: PropertyKey[],
  subject: string,
  known: KnownKeys | undefined,
): FlowProblem[] {
  // An entry of a list is named with its list, the value as a whole by its subject alone.
  const what =
    issue.path.length === 0 ? "it" : pathText(path.slice(typeof path.at(-1) === "number" ? -2 : -1));
  const error = (code: FlowProblem["code"], message: string, at = path): FlowProblem => ({
    code,
    severity: "error",
    path: pathText(at),
    message: `${subject}: ${message}`,
  });
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      error("unknown_property", `"${key}" is not a key here${advice(key, known)}`, [...path, key]),
    );
  }
  if (found === undefined && path.length > 0) return [error("missing", `${what} is missing, it is required`)];
  if (issue.code === "invalid_union") {
    return typeof found === "string"
      ? [error("wrong_value", `${what} must be one of ${enumeration(issue)}, or Liquid`)]
      : [error("wrong_type", `${what} must be a string, got ${jsonType(found)}; write "${String(found)}"`)];
  }
  if (issue.code === "invalid_type") {
    const write =
      issue.expected === "string" && ["number", "boolean"].includes(typeof found) ? `; write "${found}"` : "";
    return [
      error("wrong_type", `${what} must be ${article(issue.expected)}, got ${jsonType(found)}${write}`),
    ];
  }
  if (issue.code === "invalid_value") {
    return [
      error(
        "wrong_value",
        `${what} must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`,
      ),
    ];
  }
  const problem = error("wrong_value", issue.path.length === 0 ? issue.message : `${what} ${issue.message}`);
  // Twilio's validator looks at types; whether it looks at ranges is not known, and a deployed flow may be beyond one.
  const isCertain = issue.code !== "custom" || issue.params?.certain === true;
  return [isCertain ? problem : { ...problem, severity: "warning" }];
}

/** The values of an enumeration that may also be Liquid. */
function enumeration(issue: z.core.$ZodIssueInvalidUnion): string {
  const values = issue.errors.flat().flatMap((each) => (each.code === "invalid_value" ? each.values : []));
  return values.map((value) => JSON.stringify(value)).join(", ");
}

function advice(key: string, known: KnownKeys | undefined): string {
  if (!known) return "";
  const right = Object.hasOwn(known.misnamed, key) ? known.misnamed[key] : undefined;
  if (right) return `; its name is ${right}`;
  return `, and Studio would ignore it${instead(key, known.keys)}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? inner[key as never]
        : undefined,
    value,
  );
}

function article(type: string): string {
  const names: Record<string, string> = {
    int: "an integer",
    number: "a number",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[type] ?? `a ${type}`;
}

function jsonType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a fraction";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
