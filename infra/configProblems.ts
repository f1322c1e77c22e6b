// Reports mistakes in the configuration: the key, what is expected, and the command that fixes it.

import { environmentVariables } from "@pulumi/twilio/schemas";
import { findNearest } from "@tac-handoff/studio";
import * as z from "zod";

/** A mistake in the configuration. `key` is what `pulumi config set` takes. */
export interface ConfigProblem {
  key: string;
  message: string;
  example?: string | undefined;
}

/** Describes all problems, one per paragraph, with what to type. */
export function describeProblems(stack: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map(({ key, message, example }) =>
    [`  ${key}: ${message}`, ...(example ? [`    for example: ${example}`] : [])].join("\n"),
  );
  return [`The configuration of stack ${stack} has ${count}. Nothing was sent to Twilio.`, ...lines].join(
    "\n\n",
  );
}

/**
 * Returns the command that sets a key. The command cannot set a whole list, so a list is shown as in the file, or its first
 * element is set if it is below another key; and it would read an object as a string, so a member is set instead.
 */
export function howToSet(key: string, example: string): string {
  if (example.startsWith("[")) {
    if (!/[.[]/.test(key)) return `${key}: ${example} in Pulumi.<stack>.yaml`;
    return howToSet(`${key}[0]`, String(JSON.parse(example)[0]));
  }
  const [member] = example.startsWith("{") ? Object.entries(JSON.parse(example)) : [];
  if (member) {
    const [name, value] = member;
    return howToSet(joinKey(key, name), typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  const value = /[^\w.:/+…@-]/.test(example) ? `'${example.replaceAll("'", "'\\''")}'` : example;
  return /[.[]/.test(key)
    ? `pulumi config set --path '${key.replaceAll("'", "'\\''")}' ${value}`
    : `pulumi config set ${key} ${value}`;
}

/** Describes an issue with a key below `tac-handoff:` to the user. */
export function handoffProblem(keys: z.ZodObject, issue: z.core.$ZodIssue): ConfigProblem[] {
  const parts = issuesInside(issue);
  if (parts) return parts.flatMap((part) => handoffProblem(keys, part));
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeAt(keys, issue.path));
    const full = (name: string) => keyOf([...issue.path, name]);
    return issue.keys.map((name) => ({
      key: full(name),
      message: `is not a key of this project. ${instead(name, known, full)}`,
    }));
  }
  const { description, example } = metaAt(keys, issue.path);
  return [
    {
      key: keyOf(issue.path),
      message: `${describeIssue(issue)}.${description ? ` ${description}.` : ""}`,
      example,
    },
  ];
}

/**
 * What is wrong with a value of several possible forms: in the form that it has, if it has one. A choice with a message of
 * its own is not taken apart.
 */
function issuesInside(issue: z.core.$ZodIssue): z.core.$ZodIssue[] | undefined {
  if (issue.code !== "invalid_union" || issue.message !== "Invalid input") return undefined;
  const isOtherForm = ({ code, path }: z.core.$ZodIssue) => code === "invalid_type" && path.length === 0;
  const issues = issue.errors.find((form) => !form.some(isOtherForm)) ?? issue.errors[0];
  return issues?.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** Suggests keys for an unknown one: the most similar key, and all keys. */
function instead(name: string, known: readonly string[], full: (name: string) => string): string {
  const near = findNearest(name, known);
  return `${near ? `Did you mean ${full(near)}? ` : ""}Keys here are ${known.join(", ")}.`;
}

/** "expected …, found …", or "is missing". */
function describeIssue({ code, message, input }: z.core.$ZodIssue): string {
  if (code === "custom") return message; // a rule that involves several keys: its input is their parent
  if (input === undefined) return "is missing";
  const expected = message
    .replace(/^[A-Z][a-z]+ [a-z]+: /, "")
    .replace(/, received \w+$/, "")
    .replaceAll('"|"', '", "');
  // A whole object is too long to read, and may contain a secret.
  return typeof input === "object" ? expected : `${expected}, found ${JSON.stringify(input)}`;
}

/** Describes an issue with a credential to the user. The value is never shown. */
export function twilioProblem(issue: z.core.$ZodIssue): ConfigProblem[] {
  if (issue.code === "unrecognized_keys") {
    const known = [...Object.keys(environmentVariables), "endpoint"];
    const full = (name: string) => `twilio:${name}`;
    return issue.keys.map((name) => ({
      key: full(name),
      message: `is not a key. ${instead(name, known, full)}`,
    }));
  }
  const [name = ""] = issue.path.map(String);
  const variable = environmentVariables[name as keyof typeof environmentVariables];
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const where = variable ? `, here or as ${variable} in the environment` : "";
  return [
    {
      key: `twilio:${name}`,
      message: `${isMissing ? "is missing" : issue.message}${where}.`,
      example: `pulumi config set twilio:${name} ${twilioExamples[name] ?? "…"}`,
    },
  ];
}

export const twilioExamples: Record<string, string> = {
  accountSid: `AC${"0123456789abcdef".repeat(2)}`,
  apiKey: `SK${"0123456789abcdef".repeat(2)}`,
  apiSecret: "--secret",
  authToken: "--secret",
  endpoint: "http://127.0.0.1:4010",
};

/** The full name of a key below `tac-handoff:`, as `pulumi config set --path` takes it. */
export function keyOf([first = "", ...rest]: readonly PropertyKey[]): string {
  return rest.reduce<string>(
    (key, name) => (typeof name === "number" ? `${key}[${name}]` : joinKey(key, String(name))),
    `tac-handoff:${String(first)}`,
  );
}

/** A name that is not a word is quoted: `flex.queues["Tier 2"]`. */
function joinKey(key: string, name: string): string {
  return /^[\w-]+$/.test(name) ? `${key}.${name}` : `${key}[${JSON.stringify(name)}]`;
}

/** Description of the deepest schema on the path, and how to set it. */
function metaAt(
  keys: z.ZodObject,
  path: readonly PropertyKey[],
): {
  description?: string | undefined;
  example?: string | undefined;
} {
  const schemas: z.ZodType[] = [keys];
  for (const key of path) {
    const next = memberOf(schemas.at(-1), key);
    if (!next) break;
    schemas.push(next);
  }
  // A member of a map is explained by the map, unless it has a description of its own.
  const length = schemas.findLastIndex((schema) => schema.meta()?.description !== undefined);
  const meta = (schemas[length]?.meta() ?? {}) as {
    description?: string;
    example?: string;
    listExample?: string;
  };
  const { description } = meta;
  const example = typeof path[length] === "number" ? (meta.listExample ?? meta.example) : meta.example;
  return { description, example: example && howToSet(keyOf(path.slice(0, length)), example) };
}

function shapeAt(keys: z.ZodObject, path: readonly PropertyKey[]): Record<string, unknown> {
  const found = path.reduce<z.ZodType | undefined>(memberOf, keys);
  const forms = found ? formsOf(found) : [];
  return forms.find((form) => form instanceof z.ZodObject)?.shape ?? {};
}

/** Schema of a key of an object or a map, or of an element of a list. */
function memberOf(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  const members = (schema ? formsOf(schema) : []).map((form) => {
    if (form instanceof z.ZodRecord) return form.valueType as z.ZodType;
    if (form instanceof z.ZodArray && typeof key === "number") return form.element as z.ZodType;
    return form instanceof z.ZodObject ? (form.shape[String(key)] as z.ZodType | undefined) : undefined;
  });
  return members.find((member) => member !== undefined);
}

/** The schemas that a value may match: more than one for a choice. */
function formsOf(schema: z.ZodType): z.ZodType[] {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodUnion ? (inner.options as z.ZodType[]).flatMap(formsOf) : [inner];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
