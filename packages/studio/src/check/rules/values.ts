// What zod finds wrong with a value, as issues in words.

import * as z from "zod";
import { isObject } from "../../definition/json.ts";
import { editDistance, findNearest, suggestInstead } from "../../definition/nearName.ts";
import { type FlowIssue, formatPath } from "../widget/issue.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

export interface ValueContext {
  path: PropertyKey[];
  /** What a message begins with, for instance `widget "menu" (say-play)`. */
  subject: string;
  /** Set for the properties of a widget. */
  known?: { keys: readonly string[]; misnamed: Readonly<Record<string, string>> };
}

export function findValueIssues(schema: z.ZodType, value: unknown, subject: ValueContext): FlowIssue[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const actual = valueAt(value, issue.path);
    // A placeholder is no value yet, whatever its place wants; another check speaks of it.
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
  // An entry of a list is named with its list, the value as a whole by its subject alone.
  const what =
    issue.path.length === 0 ? "it" : formatPath(place.slice(typeof place.at(-1) === "number" ? -2 : -1));
  const error = (code: FlowIssue["code"], message: string): FlowIssue => ({
    code,
    severity: "error",
    path: formatPath(place),
    message: `${subject}: ${message}`,
  });
  if (actual === undefined && issue.path.length > 0)
    return error("missing", `${what} is missing, it is required`);
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
  // Twilio's validator looks at types; whether it looks at ranges is not known, and a deployed flow may be beyond one.
  const isCertain = issue.code !== "custom" || issue.params?.certain === true;
  return isCertain ? custom : { ...custom, severity: "warning" };
}

/** Twilio lets an unknown property pass and ignores it: an error where it stands in place of one that works. */
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
  if (!known) return create("error", `"${key}" is not a key here`);
  const misnamed = Object.entries(known.misnamed).find(
    ([name]) => normalizeName(name) === normalizeName(key),
  )?.[1];
  // What else a part of a property may hold is known to zod alone, and there is little of it.
  if (at.length > 0 && misnamed === undefined)
    return create("warning", `"${key}" is not a key here, and Studio ignores it`);
  const right = misnamed ?? findMeantKey(key, known.keys);
  if (right === undefined)
    return create(
      "warning",
      `"${key}" is not a key here, and Studio ignores it${suggestInstead(key, known.keys)}`,
    );
  const [rightKey = right] = right.split(" ");
  return Object.hasOwn(object, rightKey)
    ? create("warning", `Studio ignores "${key}"; its name is ${right}, which is there as well`)
    : create("error", `Studio ignores "${key}"; its name is ${right}`);
}

/** The key that was meant for certain: another spelling, or one or two letters of a long name. */
function findMeantKey(key: string, keys: readonly string[]): string | undefined {
  return (
    keys.find((known) => normalizeName(known) === normalizeName(key)) ??
    (key.length >= 6 && key.length <= 60 ? keys.find((known) => editDistance(key, known) <= 2) : undefined)
  );
}

/** `numDigits` and `num_digits` alike. */
function normalizeName(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** How to write the same value with the type that is wanted, where that is clear. */
function suggestRewrite(expected: string, actual: unknown): string {
  if (expected === "string" && ["number", "boolean"].includes(typeof actual))
    return `; write "${String(actual)}"`;
  if (typeof actual !== "string") return "";
  const isNumber = ["int", "number"].includes(expected) && /^-?\d+$/.test(actual);
  const isBoolean = expected === "boolean" && ["true", "false"].includes(actual);
  return isNumber || isBoolean ? `; write ${actual}` : "";
}

/** The same value as text, where that is one of the values wanted. */
function suggestText(actual: unknown, values: readonly unknown[]): string {
  return values.includes(String(actual)) ? suggestRewrite("string", actual) : "";
}

/** The values of an enumeration that may also be Liquid. */
function readEnumeration(issue: z.core.$ZodIssueInvalidUnion): unknown[] {
  return issue.errors.flat().flatMap((each) => (each.code === "invalid_value" ? each.values : []));
}

function formatValues(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** The value that was probably meant. */
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
