// Make HTTP Request. Source: twilio.com/docs/studio/widget-library/http-request, errors 81014 and 81016

import { previousParsed, readResponse, readUrl, withoutCredentials } from "../step/response.ts";
import { reasonOf, type StepResult, type StepRun } from "../step/step.ts";
import type { HttpRequest } from "../step/world.ts";

const formType = "application/x-www-form-urlencoded;charset=utf-8";

export async function runMakeHttpRequest(step: StepRun): Promise<StepResult> {
  const request = readRequest(step);
  if (typeof request === "string") return step.fail("failed", 81014, request);
  const asked = `${request.method} ${withoutCredentials(request.url)}`;
  try {
    const { outputs, fault } = readResponse(step, await step.world.request(request, step.name), 299);
    return fault === undefined
      ? { event: "success", outputs }
      : { ...step.fail("failed", 81016, `${asked}: ${fault}`), outputs };
  } catch (error) {
    return { ...step.fail("failed", 81016, `${asked}: ${reasonOf(error)}`), outputs: previousParsed(step) };
  }
}

/** Returns the request, or why there cannot be one. */
function readRequest(step: StepRun): HttpRequest | string {
  const url = readUrl(step);
  if (typeof url === "string") return `"${withoutCredentials(url)}" is not a URL`;
  const method = readMethod(step);
  if (method !== "GET" && method !== "POST") return `method "${method}" is neither GET nor POST`;
  const parameters = step.entries("parameters");
  if (parameters.some(({ key }) => key === "method")) return 'a parameter cannot be named "method"';
  const twilioAuth = step.widget.properties.add_twilio_auth === true;
  if (twilioAuth && !isTwilioHost(url.hostname))
    return `Twilio's credentials are sent only to Twilio, not to ${url.hostname}`;
  if (twilioAuth) {
    // The account's credentials replace those in the URL.
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

/** A placeholder counts as GET if the world accepts unfinished requests. */
function readMethod(step: StepRun): string {
  const text = step.text("method", "GET");
  const isFilledIn = /^[a-z]+$/i.test(text) || !step.world.takesUnfinished?.(step.name);
  return isFilledIn ? text.toUpperCase() : "GET";
}

function isTwilioHost(hostname: string): boolean {
  return hostname === "twilio.com" || hostname.endsWith(".twilio.com");
}
