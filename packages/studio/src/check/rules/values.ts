// zod's issues of a value as issues of the flow.

import * as z from "zod";
import { isObject, plainText } from "../../definition/json.ts";
import { findMeant, findNearest, normalizeName, suggestInstead } from "../../definition/nearName.ts";
import { type FlowIssue, formatPath } from "../widget/issue.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

export interface ValueContext {
  path: PropertyKey[];
  /** Start of a message, for example `widget "menu" (say-play)`. */
  subject: string;
  /** Set for the properties of a widget. */
  known?: { keys: readonly string[]; misnamed: Readonly<Record<string, string>> };
}

export function findValueIssues(schema: z.ZodType, value: unknown, subject: ValueContext): FlowIssue[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const actual = valueAt(value, issue.path);
    // A placeholder is not a value yet; it has an issue of its own.
    if (typeof actual === "string" && findPlaceholder(actual) !== undefined) return [];
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) =>
          unknownPropertyIssue(key, isObject(actual) ? actual : {}, issue.path, subject),
        )
      : [toFlowIssue(issue, actual, subject, schema)];
  });
}

function toFlowIssue(
  issue: z.core.$ZodIssue,
  actual: unknown,
  { path, subject }: ValueContext,
  schema: z.ZodType,
): FlowIssue {
  const place = [...path, ...issue.path];
  // A list entry is named with its list, the value as a whole by its subject only.
  const what =
    issue.path.length === 0 ? "it" : formatPath(place.slice(typeof place.at(-1) === "number" ? -2 : -1));
  const error = (code: FlowIssue["code"], message: string): FlowIssue => ({
    code,
    severity: "error",
    path: formatPath(place),
    message: `${subject}: ${message}`,
  });
  if (actual === undefined && issue.path.length > 0)
    return error("missing", `${what} is required but missing`);
  const wrongType = (expected: string, write: string) => {
    const remedy = actual === null && isOptional(schema, issue.path) ? "; leave it out" : write;
    return error(
      "wrong_type",
      `${what} must be ${withArticle(expected)}, got ${describeType(actual)}${remedy}`,
    );
  };
  if (issue.code === "invalid_type") return wrongType(issue.expected, suggestRewrite(issue.expected, actual));
  if (issue.code === "invalid_union") {
    const values = readEnumeration(issue);
    return typeof actual === "string"
      ? error(
          "wrong_value",
          `${what} must be one of ${formatValues(values)}, or Liquid${suggestNear(actual, values)}`,
        )
      : wrongType(
          "string",
          suggestText(actual, values) || `; write one of ${formatValues(values)}, or Liquid`,
        );
  }
  if (issue.code === "invalid_value")
    return typeof actual === "string" || issue.values.some((value) => typeof value !== "string")
      ? error(
          "wrong_value",
          `${what} must be one of ${formatValues(issue.values)}${suggestNear(actual, issue.values)}`,
        )
      : wrongType(
          "string",
          suggestText(actual, issue.values) || `; write one of ${formatValues(issue.values)}`,
        );
  const custom = error("wrong_value", issue.path.length === 0 ? issue.message : `${what} ${issue.message}`);
  // Twilio validates types; whether it validates ranges is not known, and a deployed flow may exceed one.
  const isCertain = issue.code !== "custom" || issue.params?.certain === true;
  return isCertain ? custom : { ...custom, severity: "warning" };
}

/** Twilio accepts and ignores an unknown property: an error if it is used instead of the right one. */
function unknownPropertyIssue(
  key: string,
  object: Record<string, unknown>,
  at: readonly PropertyKey[],
  { path, subject, known }: ValueContext,
): FlowIssue {
  const create = (severity: FlowIssue["severity"], message: string): FlowIssue => ({
    code: "unknown_property",
    severity,
    path: formatPath([...path, ...at, key]),
    message: `${subject}: ${message}`,
  });
  if (!known) return create("error", `unknown key "${key}"`);
  const misnamed = Object.entries(known.misnamed).find(
    ([name]) => normalizeName(name) === normalizeName(key),
  )?.[1];
  // Only zod knows the other keys of a nested object, and there are few.
  if (at.length > 0 && misnamed === undefined)
    return create("warning", `unknown key "${key}", which Studio ignores`);
  const right = misnamed ?? findMeant(key, known.keys);
  if (right === undefined)
    return create("warning", `unknown key "${key}", which Studio ignores${suggestInstead(key, known.keys)}`);
  const [rightKey = right] = right.split(" ");
  return Object.hasOwn(object, rightKey)
    ? create("warning", `Studio ignores "${key}"; the property is called ${right}, which is also set`)
    : create("error", `Studio ignores "${key}"; the property is called ${right}`);
}

/** Suggests the same value in the required type, if that is clear. */
function suggestRewrite(expected: string, actual: unknown): string {
  if (expected === "string" && ["number", "boolean"].includes(typeof actual))
    return `; write "${String(actual)}"`;
  if (typeof actual !== "string") return "";
  const isNumber = ["int", "number"].includes(expected) && /^-?\d+$/.test(actual);
  const isBoolean = expected === "boolean" && ["true", "false"].includes(actual);
  return isNumber || isBoolean ? `; write ${actual}` : "";
}

/** Suggests the same value as a string, if that is one of the allowed values. */
function suggestText(actual: unknown, values: readonly unknown[]): string {
  return values.includes(plainText(actual)) ? suggestRewrite("string", actual) : "";
}

/** Returns the values of an enumeration that also accepts Liquid. */
function readEnumeration(issue: z.core.$ZodIssueInvalidUnion): unknown[] {
  return issue.errors.flat().flatMap((each) => (each.code === "invalid_value" ? each.values : []));
}

function formatValues(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** Suggests the value that was probably meant. */
function suggestNear(actual: unknown, values: readonly unknown[]): string {
  const texts = values.filter((value) => typeof value === "string");
  const near = typeof actual === "string" ? findNearest(actual, texts) : undefined;
  return near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`;
}

function isOptional(schema: z.core.$ZodType, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return schema instanceof z.ZodOptional;
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodArray) return isOptional(inner.element, rest);
  const member = inner instanceof z.ZodObject ? inner.shape[String(key)] : undefined;
  return member !== undefined && isOptional(member, rest);
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

function withArticle(type: string): string {
  const names: Record<string, string> = {
    int: "an integer",
    number: "a number",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return names[type] ?? `a ${type}`;
}

function describeType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a fraction";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
