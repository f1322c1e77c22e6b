// Validation of inputs by their zod schema: every problem at once, each with its property path.

import type * as z from "zod";
import { canonicalInputs, type Problem, type Resource } from "./resource.ts";
import { hasUnknown, isUnknownAt } from "./unknown.ts";

export interface Checked {
  /** Inputs in canonical form, or as given when there are problems. */
  inputs: Record<string, unknown>;
  problems: Problem[];
}

/** Checks what a program declares. Values that preview does not know yet pass. */
export function check(resource: Resource, given: Record<string, unknown>): Checked {
  const problems = [...schemaProblems(resource.inputs, given), ...missing(resource, given)];
  if (problems.length > 0) return { inputs: given, problems };
  const inputs = canonicalInputs(resource, given);
  return { inputs, problems: resource.findProblems?.(inputs) ?? [] };
}

function missing({ requiredToMake = [] }: Resource, given: Record<string, unknown>): Problem[] {
  if (given.adopt !== undefined) return [];
  const absent = requiredToMake.filter((key) => given[key] === undefined);
  return absent.map((key) => ({
    path: [key],
    message: "is missing: a new object needs it (one that exists is taken over with adopt)",
  }));
}

/** Problems a schema finds, without those that an unknown value causes. */
export function schemaProblems(schema: z.ZodType, given: Record<string, unknown>): Problem[] {
  const result = schema.safeParse(given);
  if (result.success) return [];
  return result.error.issues
    .filter(
      (issue) =>
        !isUnknownAt(given, issue.path) &&
        !(issue.code === "invalid_union" && hasUnknown(at(given, issue.path))),
    )
    .map((issue) => ({ path: issue.path, message: describe(issue, at(given, issue.path)) }));
}

function describe(issue: z.core.$ZodIssue, found: unknown): string {
  const isMissing = found === undefined && issue.code !== "custom";
  if (isMissing) return "is missing";
  // Only plain values are shown: an object may hold a secret further down.
  const shown =
    typeof found === "string" || typeof found === "number" ? `, found ${JSON.stringify(found)}` : "";
  return `${issue.message.replace(/^Invalid (input|string): /, "")}${shown}`;
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}
