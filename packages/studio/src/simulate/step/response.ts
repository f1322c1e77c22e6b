// What Make HTTP Request and Run Function make of an answer.

import { isObject } from "../../definition/json.ts";
import type { StepRun } from "./step.ts";
import type { HttpResponse } from "./world.ts";

/** Stands for a URL that is not filled in yet. */
const unfinished = "https://not-filled-in.invalid/";

/** The widget's URL, or the text that is none. */
export function readUrl(step: StepRun): URL | string {
  const rendered = step.text("url").trim();
  const url = URL.canParse(rendered) ? new URL(rendered) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol)) return url;
  const { url: template = "" } = step.widget.properties;
  const startsWithLiquid = typeof template === "string" && /^\s*\{[{%]/.test(template);
  return !startsWithLiquid && step.world.takesUnfinished?.(step.name) ? new URL(unfinished) : rendered;
}

/** Largest response. Twilio says 64 kB. */
const maxBodyBytes = 65_536;

/**
 * The outputs, and why the widget fails, if it does.
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
    return { outputs, fault: `the response has ${bytes} bytes, ${maxBodyBytes} are the most` };
  if (status < 200 || status > lastStatus)
    return { outputs: { ...outputs, body }, fault: `the response is ${status}` };
  return { outputs: { ...outputs, body, ...readParsed(step, contentType, body) } };
}

/** `parsed` grows from run to run, and is left alone by a response that is not a JSON object. */
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

/** Without credentials, which may stand in a URL. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
