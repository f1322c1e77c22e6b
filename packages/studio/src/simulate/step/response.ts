// How Make HTTP Request and Run Function handle a response.

import { isObject } from "../../definition/json.ts";
import type { StepRun } from "./step.ts";
import type { HttpResponse } from "./world.ts";

/** Used for a URL that has not been filled in yet. */
const unfinished = "https://not-filled-in.invalid/";

/** Returns the widget's URL, or the string that is not one. */
export function readUrl(step: StepRun): URL | string {
  const rendered = step.text("url").trim();
  const url = URL.canParse(rendered) ? new URL(rendered) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol)) return url;
  const { url: template = "" } = step.widget.properties;
  const startsWithLiquid = typeof template === "string" && /^\s*\{[{%]/.test(template);
  return !startsWithLiquid && step.world.takesUnfinished?.(step.name) ? new URL(unfinished) : rendered;
}

/** Largest response; Twilio documents 64 kB. */
const maxBodyBytes = 65_536;

/**
 * Returns the outputs, and why the widget fails, if it does.
 *
 * @param lastStatus the highest status that counts as success
 */
export function readResponse(
  step: StepRun,
  { status, contentType, body }: HttpResponse,
  lastStatus: number,
): { outputs: Record<string, unknown>; fault?: string } {
  const outputs = { ...previousParsed(step), content_type: contentType, status_code: status };
  const bytes = Buffer.byteLength(body);
  if (bytes > maxBodyBytes)
    return { outputs, fault: `the response has ${bytes} bytes; the maximum is ${maxBodyBytes}` };
  if (status < 200 || status > lastStatus)
    return { outputs: { ...outputs, body }, fault: `the response has status ${status}` };
  return { outputs: { ...outputs, body, ...readParsed(step, contentType, body) } };
}

/** `parsed` keeps the members of earlier runs, and is not changed by a response that is not a JSON object. */
function readParsed(step: StepRun, contentType: string, body: string): { parsed?: Record<string, unknown> } {
  if (contentType.split(";")[0]?.trim().toLowerCase() !== "application/json") return {};
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? { parsed: { ...previousParsed(step).parsed, ...value } } : {};
  } catch {
    return {};
  }
}

export function previousParsed({ outputs: { parsed } }: StepRun): { parsed?: Record<string, unknown> } {
  return isObject(parsed) ? { parsed } : {};
}

/** Removes the credentials that a URL may contain. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
