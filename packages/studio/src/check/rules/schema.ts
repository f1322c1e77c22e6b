// Problems of shape: the envelope, and the properties of each widget against the table.

import * as z from "zod";
import { widgetNamePattern } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { instead } from "../../definition/nearName.ts";
import { conditionTypes } from "../../widgets/condition.ts";
import { findWidgetType, namesOnly, widgetTypes } from "../../widgets/table.ts";
import type { WidgetType } from "../../widgets/widgetType.ts";
import { type FlowProblem, pathText } from "../widget/issue.ts";
import { valueProblems } from "./values.ts";

/** A blank test says all with its type; flows written by hand leave its value out. */
const blankTests: readonly unknown[] = ["is_blank", "is_not_blank"];

const condition = z
  .looseObject({
    friendly_name: z.string(),
    arguments: z.array(z.string()),
    type: z.enum(conditionTypes),
    value: z.string().optional(),
  })
  .refine(({ type, value }) => value !== undefined || blankTests.includes(type), {
    path: ["value"],
  });

// Unknown keys of a widget and of a transition pass Twilio's check, and deployed flows have some: `unknownKeys` warns.
const transition = z.looseObject({
  event: z.string(),
  next: z.string().optional(),
  conditions: z.array(condition).optional(),
});
const transitionKeys = ["event", "next", "conditions"];
const conditionKeys = Object.keys(condition.shape);

/** Reported of Twilio's validator; what it lets pass beyond ours cannot be read as `widgets.<name>`. */
const acceptedName = /^[A-Za-z]+[\w+,-]*$/;
const wrongName = "must be letters, digits, _ and -, starting with a letter";
const name = z
  .string()
  .refine((text) => acceptedName.test(text), { error: wrongName, params: { certain: true } })
  .refine((text) => widgetNamePattern.test(text) || !acceptedName.test(text), { error: wrongName });
const properties = z.record(z.string(), z.unknown());
const widget = z.looseObject({ name, type: z.string(), transitions: z.array(transition), properties });
// Twilio's published schema does not ask the trigger for properties.
const trigger = widget.extend({ properties: properties.optional() });
const widgetKeys = ["name", "type", "transitions", "properties"];

const envelope = z.strictObject({
  $schema: z.literal("https://schemas.twilio.com/studio/draft/2019-09/flow-definition").optional(),
  description: z.string().optional(),
  states: z.array(z.unknown()).min(1, "needs at least one widget").max(1000, "holds at most 1,000 widgets"),
  initial_state: z.string().min(1, "must name a widget"),
  flags: z.strictObject({ allow_concurrent_calls: z.boolean() }).optional(),
});

/** Problems of the definition's JSON, down to types and names of properties. */
export function schemaProblems(definition: unknown): FlowProblem[] {
  if (isObject(definition) && isWrapped(definition)) return [wrapped];
  const problems = valueProblems(envelope, definition, { path: [], subject: "the definition" });
  if (!isObject(definition) || !Array.isArray(definition.states)) return problems;
  return problems.concat(
    definition.states.flatMap((state: unknown, index) => widgetProblems(state, ["states", index])),
  );
}

/** The API answers with a flow, which has the definition inside. */
function isWrapped({ states, definition }: Record<string, unknown>): boolean {
  return states === undefined && (typeof definition === "string" || isObject(definition));
}

const wrapped: FlowProblem = {
  code: "wrapped_definition",
  severity: "error",
  path: "definition",
  message:
    'the definition: this is a flow as Twilio\'s API returns it; what is checked here stands in its "definition", so pass that on its own',
};

function widgetProblems(state: unknown, path: PropertyKey[]): FlowProblem[] {
  const name = isObject(state) && typeof state.name === "string" ? state.name : undefined;
  const subject = name === undefined ? pathText(path) : `widget "${name}"`;
  if (!isObject(state)) return valueProblems(widget, state, { path, subject });
  const problems = [
    ...valueProblems(state.type === "trigger" ? trigger : widget, state, { path, subject }),
    ...unknownKeys(state, path, { subject, what: "a widget", keys: widgetKeys }),
    ...transitionKeyProblems(state.transitions, [...path, "transitions"], subject),
    ...(typeof state.type === "string" ? propertyProblems(state.type, state.properties, path, subject) : []),
  ];
  return name === undefined ? problems : problems.map((problem) => ({ ...problem, widget: name }));
}

function propertyProblems(
  type: string,
  properties: unknown,
  path: PropertyKey[],
  subject: string,
): FlowProblem[] {
  const row = findWidgetType(type);
  const typeProblems = typeProblem(type, row, path, subject);
  if (!row || !isObject(properties)) return typeProblems;
  const at = [...path, "properties"];
  const { shape } = row.properties;
  return [
    ...typeProblems,
    ...valueProblems(row.properties, properties, {
      path: at,
      subject: `${subject} (${type})`,
      known: { keys: Object.keys(shape), misnamed: row.misnamed ?? {} },
    }),
  ];
}

function typeProblem(
  type: string,
  row: WidgetType | undefined,
  path: PropertyKey[],
  subject: string,
): FlowProblem[] {
  const warning = (code: FlowProblem["code"], message: string): FlowProblem[] => [
    { code, severity: "warning", path: pathText([...path, "type"]), message: `${subject}: ${message}` },
  ];
  if (row?.purpose === "retired")
    return warning("retired_type", `Twilio has switched off what ${type} uses; replace it`);
  if (row) return [];
  if (namesOnly.includes(type))
    return warning(
      "undocumented_type",
      `of type ${type} nothing but the name is known, so that its events and properties are not checked`,
    );
  const types = [...Object.keys(widgetTypes), ...namesOnly];
  return warning(
    "unknown_type",
    `type "${type}" is not one that Twilio publishes, so nothing of it is checked${instead(type, types)}`,
  );
}

function transitionKeyProblems(transitions: unknown, path: PropertyKey[], subject: string): FlowProblem[] {
  if (!Array.isArray(transitions)) return [];
  return transitions.flatMap((entry: unknown, index) => {
    if (!isObject(entry)) return [];
    const at = [...path, index];
    const conditions: unknown[] = Array.isArray(entry.conditions) ? entry.conditions : [];
    return [
      ...unknownKeys(entry, at, { subject, what: "a transition", keys: transitionKeys }),
      ...conditions.flatMap((each, number) =>
        isObject(each)
          ? unknownKeys(each, [...at, "conditions", number], {
              subject,
              what: "a condition",
              keys: conditionKeys,
            })
          : [],
      ),
    ];
  });
}

function unknownKeys(
  object: Record<string, unknown>,
  path: PropertyKey[],
  { subject, what, keys }: { subject: string; what: string; keys: readonly string[] },
): FlowProblem[] {
  return Object.keys(object)
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      code: "unknown_property",
      severity: "warning",
      path: pathText([...path, key]),
      message: `${subject}: ${what} has no "${key}", Studio ignores it${instead(key, keys)}`,
    }));
}
