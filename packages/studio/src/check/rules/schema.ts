// Issues of the JSON: the envelope, and the properties of each widget against the table.

import * as z from "zod";
import { widgetNamePattern } from "../../definition/definition.ts";
import { isObject } from "../../definition/json.ts";
import { suggestInstead } from "../../definition/nearName.ts";
import { conditionTypes } from "../../widgets/condition.ts";
import {
  findMeantType,
  findUnnamedWidget,
  findWidgetType,
  namesOnly,
  publishedTypes,
} from "../../widgets/table.ts";
import type { WidgetType } from "../../widgets/widgetType.ts";
import { type FlowIssue, formatPath } from "../widget/issue.ts";
import { findValueIssues } from "./values.ts";

/** These tests do not need a value; flows written by hand omit it. */
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

// Twilio accepts unknown keys of a widget or a transition, and deployed flows have some: `findUnknownKeys` warns.
const transition = z.looseObject({
  event: z.string(),
  next: z.string().optional(),
  conditions: z.array(condition).optional(),
});
const transitionKeys = ["event", "next", "conditions"];
const conditionKeys = Object.keys(condition.shape);

/** Twilio's validator is reported to accept these; names beyond our own pattern cannot be read as `widgets.<name>`. */
const acceptedName = /^[A-Za-z]+[\w+,-]*$/;
const wrongName = "must consist of letters, digits, _ and -, and start with a letter";
const name = z
  .string()
  .refine((text) => acceptedName.test(text), { error: wrongName, params: { certain: true } })
  .refine((text) => widgetNamePattern.test(text) || !acceptedName.test(text), { error: wrongName });
const properties = z.record(z.string(), z.unknown());
const widget = z.looseObject({ name, type: z.string(), transitions: z.array(transition), properties });
// Twilio's published schema does not require properties of the trigger.
const trigger = widget.extend({ properties: properties.optional() });
const widgetKeys = ["name", "type", "transitions", "properties"];

const envelope = z.strictObject({
  $schema: z.literal("https://schemas.twilio.com/studio/draft/2019-09/flow-definition").optional(),
  description: z.string().optional(),
  states: z
    .array(z.unknown())
    .min(1, "must contain at least one widget")
    .max(1000, "must contain at most 1,000 widgets"),
  initial_state: z.string().min(1, "must name a widget"),
  flags: z.strictObject({ allow_concurrent_calls: z.boolean() }).optional(),
});

/** Issues of the definition's JSON, down to types and names of properties. */
export function findSchemaIssues(definition: unknown): FlowIssue[] {
  if (isObject(definition) && isWrapped(definition)) return [wrappedIssue];
  const issues = findValueIssues(envelope, definition, { path: [], subject: "the definition" });
  if (!isObject(definition) || !Array.isArray(definition.states)) return issues;
  return issues.concat(
    definition.states.flatMap((state: unknown, index) => findWidgetIssues(state, ["states", index])),
  );
}

/** The API returns a flow resource with the definition inside. */
function isWrapped({ states, definition }: Record<string, unknown>): boolean {
  return states === undefined && (typeof definition === "string" || isObject(definition));
}

const wrappedIssue: FlowIssue = {
  code: "wrapped_definition",
  severity: "error",
  path: "definition",
  message: 'the definition: this is a flow resource as Twilio\'s API returns it; pass only its "definition"',
};

function findWidgetIssues(state: unknown, path: PropertyKey[]): FlowIssue[] {
  const name = isObject(state) && typeof state.name === "string" ? state.name : undefined;
  const subject = name === undefined ? formatPath(path) : `widget "${name}"`;
  if (!isObject(state)) return findValueIssues(widget, state, { path, subject });
  const issues = [
    ...findValueIssues(state.type === "trigger" ? trigger : widget, state, { path, subject }),
    ...findUnknownKeys(state, path, { subject, what: "a widget", keys: widgetKeys }),
    ...findTransitionKeyIssues(state.transitions, [...path, "transitions"], subject),
    ...(typeof state.type === "string"
      ? findPropertyIssues(state.type, state.properties, path, subject)
      : []),
  ];
  return name === undefined ? issues : issues.map((issue) => ({ ...issue, widget: name }));
}

function findPropertyIssues(
  type: string,
  properties: unknown,
  path: PropertyKey[],
  subject: string,
): FlowIssue[] {
  const row = findWidgetType(type);
  const typeIssues = findTypeIssues(type, row, path, subject);
  if (!row || !isObject(properties)) return typeIssues;
  const at = [...path, "properties"];
  const { shape } = row.properties;
  return [
    ...typeIssues,
    ...findValueIssues(row.properties, properties, {
      path: at,
      subject: `${subject} (${type})`,
      known: { keys: Object.keys(shape), misnamed: row.misnamed ?? {} },
    }),
  ];
}

function findTypeIssues(
  type: string,
  row: WidgetType | undefined,
  path: PropertyKey[],
  subject: string,
): FlowIssue[] {
  const issue = (
    code: FlowIssue["code"],
    message: string,
    severity: FlowIssue["severity"] = "warning",
  ): FlowIssue[] => [
    { code, severity, path: formatPath([...path, "type"]), message: `${subject}: ${message}` },
  ];
  if (row?.purpose === "retired")
    return issue("retired_type", `Twilio has discontinued the product behind ${type}; replace the widget`);
  if (row) return [];
  if (namesOnly.includes(type))
    return issue(
      "undocumented_type",
      `only the name of type ${type} is known, so its events and properties are not checked`,
    );
  const meant = findMeantType(type);
  if (meant !== undefined)
    return issue("unknown_type", `there is no type "${type}"; write "${meant}"`, "error");
  const unnamed = findUnnamedWidget(type);
  const perhaps = unnamed
    ? `; it is probably ${unnamed.title} (${unnamed.page}), whose name in exports is not public`
    : suggestInstead(type, publishedTypes);
  return issue(
    "unknown_type",
    `type "${type}" is not published by Twilio, so its events and properties are not checked${perhaps}`,
  );
}

function findTransitionKeyIssues(transitions: unknown, path: PropertyKey[], subject: string): FlowIssue[] {
  if (!Array.isArray(transitions)) return [];
  return transitions.flatMap((entry: unknown, index) => {
    if (!isObject(entry)) return [];
    const at = [...path, index];
    const conditions: unknown[] = Array.isArray(entry.conditions) ? entry.conditions : [];
    return [
      ...findUnknownKeys(entry, at, { subject, what: "a transition", keys: transitionKeys }),
      ...conditions.flatMap((each, number) =>
        isObject(each)
          ? findUnknownKeys(each, [...at, "conditions", number], {
              subject,
              what: "a condition",
              keys: conditionKeys,
            })
          : [],
      ),
    ];
  });
}

function findUnknownKeys(
  object: Record<string, unknown>,
  path: PropertyKey[],
  { subject, what, keys }: { subject: string; what: string; keys: readonly string[] },
): FlowIssue[] {
  return Object.keys(object)
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      code: "unknown_property",
      severity: "warning",
      path: formatPath([...path, key]),
      message: `${subject}: ${what} has no key "${key}", so Studio ignores it${suggestInstead(key, keys)}`,
    }));
}
