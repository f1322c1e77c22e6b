// Validates inputs against their zod schema and reports all problems at once, each with its property path.

import * as z from "zod";
import { canonicalizeInputs, type Problem, type Resource } from "../declare/resource.ts";
import { hasUnknown, isUnknownAt } from "../values/unknown.ts";
import { unwrap } from "../values/unwrap.ts";

export interface CheckResult {
  /** In canonical form, or unchanged when there are problems. */
  inputs: Record<string, unknown>;
  /** Errors and warnings. */
  problems: Problem[];
}

/** Checks what a program declares. Values that are unknown in preview pass. */
export function check(resource: Resource, given: Record<string, unknown>): CheckResult {
  const problems = [...findSchemaProblems(resource.inputs, given), ...findMissingInputs(resource, given)];
  if (problems.length > 0) return { inputs: given, problems };
  const inputs = canonicalizeInputs(resource, given);
  return { inputs, problems: resource.findProblems?.(inputs) ?? [] };
}

function findMissingInputs({ requiredToCreate = [] }: Resource, given: Record<string, unknown>): Problem[] {
  if (given.adopt !== undefined) return [];
  const absent = requiredToCreate.filter((key) => given[key] === undefined);
  return absent.map((key) => ({
    path: [key],
    message: "is missing: a new object needs it (set adopt to use an existing one instead)",
  }));
}

/** Problems that a schema finds, without those caused by an unknown value. */
export function findSchemaProblems(schema: z.ZodType, given: Record<string, unknown>): Problem[] {
  const result = schema.safeParse(given);
  if (result.success) return [];
  return result.error.issues
    .flatMap(narrowUnion)
    .filter(
      (issue) =>
        !isUnknownAt(given, issue.path) &&
        !(issue.code === "invalid_union" && hasUnknown(valueAt(given, issue.path))),
    )
    .map((issue) => {
      const found = valueAt(given, issue.path);
      if (found === undefined && issue.code !== "custom") return { path: issue.path, message: "is missing" };
      const shown = isSecretAt(schema, issue.path) ? "" : showValue(found);
      return { path: issue.path, message: `${describeIssue(issue)}${shown}` };
    });
}

/** A union only reports that nothing fits; the one alternative of the right kind reports what is wrong. */
function narrowUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [meant, another] = issue.errors.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys"),
  );
  if (!meant || another) return [issue];
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(narrowUnion);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union") return issue.errors.flat().map(describeIssue).join(" or ");
  return issue.message.replace(/^Invalid (input|string): /, "");
}

/** Only strings and numbers are shown: an object may contain a secret, and a URL a password or token, which are masked. */
function showValue(found: unknown): string {
  if (typeof found === "number") return `, found ${found}`;
  if (typeof found !== "string") return "";
  const masked = found.replace(/\/\/[^/@\s]*@/, "//…@").replace(/(\/\/[^?\s]*\?)\S+/, "$1…");
  return `, found ${JSON.stringify(masked)}`;
}

/** Whether the schema marks the value at `path`, or a value that contains it, as secret. */
export function isSecretAt(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const inner = unwrap(schema);
  if (schema.meta()?.secret || inner.meta()?.secret) return true;
  const [key, ...rest] = path;
  if (key === undefined) return false;
  if (inner instanceof z.ZodUnion)
    return inner.options.some((option) => isSecretAt(option as z.ZodType, path));
  const field = fieldOf(inner, key);
  return field !== undefined && isSecretAt(field, rest);
}

function fieldOf(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[key as string];
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return schema instanceof z.ZodRecord ? (schema.valueType as z.ZodType) : undefined;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}
