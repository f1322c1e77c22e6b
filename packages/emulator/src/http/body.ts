// Parses and validates the body of a request: a form for the classic APIs, JSON for the newer ones.
//
// Unknown parameters are rejected everywhere. Twilio ignores them in forms, and what the newer APIs do is not documented;
// this strictness is ours, because a misspelled parameter is a client's bug that would otherwise go unnoticed.

import type { Context as HonoContext } from "hono";
import { z } from "zod";
import { badParameter, Refusal } from "./errors.ts";

/** Reads a form. A parameter that appears once is a string, one that repeats an array. */
export async function readForm<T>(c: HonoContext, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  if (text !== "" && mediaType(c) !== "application/x-www-form-urlencoded") {
    throw badParameter("The request body must be application/x-www-form-urlencoded");
  }
  return validate(parseForm(text), schema);
}

/**
 * Reads a JSON body.
 *
 * @param otherType status for another content type: Intelligence responds with 415 / 20422, Orchestrator and Memory 400
 * @param emptyIsObject whether a request without a body counts as `{}`; Twilio's own routes do not allow it
 */
export async function readJson<T>(
  c: HonoContext,
  schema: z.ZodType<T>,
  { otherType = 400, emptyIsObject = false }: { otherType?: 400 | 415; emptyIsObject?: boolean } = {},
): Promise<T> {
  if (emptyIsObject && (await c.req.text()) === "") return validate({}, schema);
  if (mediaType(c) !== "application/json") {
    const message = `Unsupported content type ${mediaType(c) || "(none)"}: expected application/json`;
    throw new Refusal({ status: otherType, code: otherType === 415 ? 20422 : 20001, message });
  }
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    throw badParameter("The request body is not valid JSON");
  }
  return validate(body, schema);
}

/** The parameters of a form. */
export function parseForm(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  const params = new URLSearchParams(text);
  for (const name of params.keys()) {
    const values = params.getAll(name);
    const [only = ""] = values;
    fields[name] = values.length > 1 ? values : only;
  }
  return fields;
}

/**
 * The object in a parameter that is JSON text.
 *
 * @throws Refusal if it is anything else
 */
export function readJsonObject(name: string, text: string): Record<string, unknown> {
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    throw badParameter(`Invalid parameter ${name}: expected the JSON text of an object`);
  }
}

const jsonObject = z.record(z.string(), z.unknown());

/** A form parameter that may appear once or several times. */
export const repeated = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));

/** A boolean in a form. Twilio accepts any capitalization. */
export const formBoolean = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(["true", "false"], "expected true or false"))
  .transform((text) => text === "true");

/** A whole number in a form. */
export const formInteger = z.string().regex(/^\d+$/, "expected a whole number").transform(Number);

/** An http or https URL. */
export const webUrl = z
  .string()
  .refine((text) => /^https?:\/\/[^\s/]+\S*$/.test(text) && URL.canParse(text), "expected an http(s) URL");

/** An http or https URL, or the empty string for none. */
export const urlOrEmpty = z.union([z.literal(""), webUrl]);

/** A classic SID with this prefix. */
export function sid(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `expected a SID ${prefix}…`);
}

/** An id of the newer APIs: a prefix and 26 characters. */
export function newerId(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_[0-7][0-9a-z]{25}$`), `expected an id ${prefix}_…`);
}

/** A date and time as RFC 3339 has it. */
export const dateTime = z.iso.datetime({ offset: true });

function mediaType(c: HonoContext): string {
  return (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** @throws Refusal that names every problem */
export function validate<T>(value: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw badParameter(result.error.issues.map(describeIssue).join("; "));
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return `Unknown parameter ${issue.keys.map((key) => [...issue.path, key].join(".")).join(", ")}`;
  }
  if (name === "") return `Invalid request body: ${issue.message}`;
  if (issue.input === undefined || (issue.input === "" && issue.code === "too_small")) {
    return `Missing required parameter ${name} in the post body`;
  }
  return `Invalid parameter ${name}: ${issue.message}`;
}
