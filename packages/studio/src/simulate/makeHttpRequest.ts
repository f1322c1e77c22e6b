// Make HTTP Request. Source: twilio.com/docs/studio/widget-library/http-request, errors 81014 and 81016

import { isObject } from "../json.ts";
import type { HttpRequest, HttpResponse } from "./execution.ts";
import { type Outcome, reasonOf, type StepRun } from "./step.ts";

/** Largest response. Twilio says 64 kB. */
const maxBodyBytes = 65_536;
const formType = "application/x-www-form-urlencoded;charset=utf-8";

export async function runMakeHttpRequest(step: StepRun): Promise<Outcome> {
  const request = readRequest(step);
  if (typeof request === "string") return step.fail("failed", 81014, request);
  try {
    return received(step, request, await step.world.request(request));
  } catch (error) {
    const failure = step.fail("failed", 81016, `${request.method} ${shown(request.url)}: ${reasonOf(error)}`);
    return { ...failure, outputs: parsedBefore(step) };
  }
}

/** The request, or why there cannot be one. */
function readRequest(step: StepRun): HttpRequest | string {
  const rendered = step.text("url").trim();
  const url = URL.canParse(rendered) ? new URL(rendered) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) return `"${shown(rendered)}" is not a URL`;
  const method = step.text("method", "GET").toUpperCase();
  if (method !== "GET" && method !== "POST") return `method "${method}" is neither GET nor POST`;
  const parameters = step.entries("parameters");
  if (parameters.some(({ key }) => key === "method")) return 'a parameter cannot be named "method"';
  const twilioAuth = step.widget.properties.add_twilio_auth === true;
  if (twilioAuth && !isTwilioHost(url.hostname))
    return `Twilio's credentials go to Twilio only, not to ${url.hostname}`;
  if (twilioAuth) {
    // The account's credentials take the place of those in the URL.
    url.username = "";
    url.password = "";
  }

  const contentType = step.text("content_type", formType);
  const body = step.optionalText("body");
  const inBody = method === "POST" && body === undefined && contentType.includes("form-urlencoded");
  const pairs = new URLSearchParams(parameters.map(({ key, value }): [string, string] => [key, value]));
  if (!inBody) for (const [key, value] of pairs) url.searchParams.append(key, value);
  return {
    method,
    url: url.href,
    twilioAuth,
    contentType,
    ...(method === "POST" ? { body: inBody ? pairs.toString() : (body ?? "") } : {}),
  };
}

function isTwilioHost(hostname: string): boolean {
  return hostname === "twilio.com" || hostname.endsWith(".twilio.com");
}

function received(step: StepRun, request: HttpRequest, { status, contentType, body }: HttpResponse): Outcome {
  const outputs = { ...parsedBefore(step), content_type: contentType, status_code: status };
  const bytes = Buffer.byteLength(body);
  const fault =
    bytes > maxBodyBytes
      ? `the response has ${bytes} bytes, ${maxBodyBytes} are the most`
      : status < 200 || status > 299
        ? `the response is ${status}`
        : undefined;
  if (fault !== undefined) {
    const failure = step.fail("failed", 81016, `${request.method} ${shown(request.url)}: ${fault}`);
    return { ...failure, outputs: bytes > maxBodyBytes ? outputs : { ...outputs, body } };
  }
  return { event: "success", outputs: { ...outputs, body, ...parsed(step, contentType, body) } };
}

/** `parsed` grows from run to run, and is left alone by a response that is not a JSON object. */
function parsed(step: StepRun, contentType: string, body: string): { parsed?: Record<string, unknown> } {
  if (contentType.split(";")[0]?.trim().toLowerCase() !== "application/json") return {};
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? { parsed: { ...parsedBefore(step).parsed, ...value } } : {};
  } catch {
    return {};
  }
}

function parsedBefore({ outputs: { parsed } }: StepRun): { parsed?: Record<string, unknown> } {
  return isObject(parsed) ? { parsed } : {};
}

/** Without credentials, which may stand in a URL. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
