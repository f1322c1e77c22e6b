// What zod finds wrong with a value, as problems in words.

import * as z from "zod";
import { isObject } from "../../definition/json.ts";
import { instead, letters, nearest } from "../../definition/nearName.ts";
import { type FlowProblem, pathText } from "../widget/issue.ts";
import { findPlaceholder } from "../widget/placeholder.ts";

export interface Subject {
  path: PropertyKey[];
  /** What a message begins with, for instance `widget "menu" (say-play)`. */
  subject: string;
  /** Set for the properties of a widget. */
  known?: { keys: readonly string[]; misnamed: Readonly<Record<string, string>> };
}

export function valueProblems(schema: z.ZodType, value: unknown, subject: Subject): FlowProblem[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const found = valueAt(value, issue.path);
    // A placeholder is no value yet, whatever its place wants; another check speaks of it.
    if (typeof found === "string" && findPlaceholder(found) !== undefined) return [];
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownProperty(key, isObject(found) ? found : {}, issue.path, subject))
      : [problemOf(issue, found, subject, schema)];
  });
}

function problemOf(
  issue: z.core.$ZodIssue,
  found: unknown,
  { path, subject }: Subject,
  schema: z.ZodType,
): FlowProblem {
  const place = [...path, ...issue.path];
  // An entry of a list is named with its list, the value as a whole by its subject alone.
  const what =
    issue.path.length === 0 ? "it" : pathText(place.slice(typeof place.at(-1) === "number" ? -2 : -1));
  const error = (code: FlowProblem["code"], message: string): FlowProblem => ({
    code,
    severity: "error",
    path: pathText(place),
    message: `${subject}: ${message}`,
  });
  if (found === undefined && issue.path.length > 0)
    return error("missing", `${what} is missing, it is required`);
  const wrongType = (expected: string, write: string) => {
    const remedy = found === null && isOptional(schema, issue.path) ? "; leave it out" : write;
    return error("wrong_type", `${what} must be ${article(expected)}, got ${jsonType(found)}${remedy}`);
  };
  if (issue.code === "invalid_type") return wrongType(issue.expected, rewritten(issue.expected, found));
  if (issue.code === "invalid_union") {
    const values = enumeration(issue);
    return typeof found === "string"
      ? error("wrong_value", `${what} must be one of ${listed(values)}, or Liquid${nearTo(found, values)}`)
      : wrongType("string", asOneOf(found, values) || `; write one of ${listed(values)}, or Liquid`);
  }
  if (issue.code === "invalid_value")
    return typeof found === "string" || issue.values.some((value) => typeof value !== "string")
      ? error("wrong_value", `${what} must be one of ${listed(issue.values)}${nearTo(found, issue.values)}`)
      : wrongType("string", asOneOf(found, issue.values) || `; write one of ${listed(issue.values)}`);
  const problem = error("wrong_value", issue.path.length === 0 ? issue.message : `${what} ${issue.message}`);
  // Twilio's validator looks at types; whether it looks at ranges is not known, and a deployed flow may be beyond one.
  const isCertain = issue.code !== "custom" || issue.params?.certain === true;
  return isCertain ? problem : { ...problem, severity: "warning" };
}

/** Twilio lets an unknown property pass and ignores it: an error where it stands in place of one that works. */
function unknownProperty(
  key: string,
  object: Record<string, unknown>,
  at: readonly PropertyKey[],
  { path, subject, known }: Subject,
): FlowProblem {
  const problem = (severity: FlowProblem["severity"], message: string): FlowProblem => ({
    code: "unknown_property",
    severity,
    path: pathText([...path, ...at, key]),
    message: `${subject}: ${message}`,
  });
  if (!known) return problem("error", `"${key}" is not a key here`);
  const misnamed = Object.entries(known.misnamed).find(([name]) => plain(name) === plain(key))?.[1];
  // What else a part of a property may hold is known to zod alone, and there is little of it.
  if (at.length > 0 && misnamed === undefined)
    return problem("warning", `"${key}" is not a key here, and Studio ignores it`);
  const right = misnamed ?? meant(key, known.keys);
  if (right === undefined)
    return problem("warning", `"${key}" is not a key here, and Studio ignores it${instead(key, known.keys)}`);
  const [rightKey = right] = right.split(" ");
  return Object.hasOwn(object, rightKey)
    ? problem("warning", `Studio ignores "${key}"; its name is ${right}, which is there as well`)
    : problem("error", `Studio ignores "${key}"; its name is ${right}`);
}

/** The key that was meant for certain: another spelling, or one or two letters of a long name. */
function meant(key: string, keys: readonly string[]): string | undefined {
  return (
    keys.find((known) => plain(known) === plain(key)) ??
    (key.length >= 6 && key.length <= 60 ? keys.find((known) => letters(key, known) <= 2) : undefined)
  );
}

/** `numDigits` and `num_digits` alike. */
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** How to write the same value with the type that is wanted, where that is clear. */
function rewritten(expected: string, found: unknown): string {
  if (expected === "string" && ["number", "boolean"].includes(typeof found))
    return `; write "${String(found)}"`;
  if (typeof found !== "string") return "";
  const isNumber = ["int", "number"].includes(expected) && /^-?\d+$/.test(found);
  const isBoolean = expected === "boolean" && ["true", "false"].includes(found);
  return isNumber || isBoolean ? `; write ${found}` : "";
}

/** The same value as text, where that is one of the values wanted. */
function asOneOf(found: unknown, values: readonly unknown[]): string {
  return values.includes(String(found)) ? rewritten("string", found) : "";
}

/** The values of an enumeration that may also be Liquid. */
function enumeration(issue: z.core.$ZodIssueInvalidUnion): unknown[] {
  return issue.errors.flat().flatMap((each) => (each.code === "invalid_value" ? each.values : []));
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(", ");
}

/** The value that was probably meant. */
function nearTo(found: unknown, values: readonly unknown[]): string {
  const texts = values.filter((value) => typeof value === "string");
  const near = typeof found === "string" ? nearest(found, texts) : undefined;
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
