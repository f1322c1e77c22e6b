// Requests from Twilio to a team's server: TwiML, status callbacks, webhooks. They are signed as Twilio signs them.
// Nothing leaves this machine: hosts.ts maps public hosts to the local servers that stand in for them.
// Source: twilio.com/docs/usage/security (signature; bodySHA256 for JSON); what TAC Python 2.5.0 accepts, observed

import { createHash } from "node:crypto";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { splitCredentials } from "../http/urlCredentials.ts";
import type { Context, SentRequest } from "./context.ts";
import { localUrl } from "./hosts.ts";

export interface TeamResponse {
  status: number;
  contentType: string;
  text: string;
}

export interface NoResponse {
  error: string;
}

/** Longest wait for a webhook's response. Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides (15 s in all) */
const timeoutMs = 15_000;

/** How many requests are kept. */
const maxRecorded = 10_000;

/** The headers that a tunnel adds, so that the server can rebuild the URL that was signed. */
export function forwardedHeaders(url: string): Record<string, string> {
  const { host, protocol } = new URL(url);
  return {
    "X-Forwarded-Host": host,
    "X-Forwarded-Proto": /^(https|wss):$/.test(protocol) ? "https" : "http",
  };
}

/** Signs a request to `url` (WebSocket upgrades: the `wss://` URL without query). */
export function sign({ state }: Context, url: string, form: Record<string, string> = {}): string {
  return getExpectedTwilioSignature(state.account.authToken, url, form);
}

/**
 * Sends a form or JSON to a team's server. Every request is recorded (`GET /local/sent`).
 *
 * @returns the response, or why there is none, for example because the host is not served on this machine
 */
export async function sendToTeam(
  context: Context,
  wanted: string,
  {
    form,
    json,
    method = "POST",
    headers = {},
  }: {
    form?: Record<string, string>;
    json?: unknown;
    method?: SentRequest["method"];
    headers?: Record<string, string>;
  },
): Promise<TeamResponse | NoResponse> {
  const parts = URL.canParse(wanted) ? splitCredentials(new URL(wanted)) : undefined;
  const entry: SentRequest = {
    seq: (context.sent.at(-1)?.seq ?? 0) + 1,
    method,
    url: parts?.authorization === undefined ? wanted : parts.bare.href,
    ...(form && { form }),
    ...(json !== undefined && { json }),
    status: 0,
  };
  context.sent.push(entry);
  if (context.sent.length > maxRecorded) context.sent.splice(0, context.sent.length - maxRecorded);
  const unanswered = (error: string): NoResponse => {
    entry.error = error;
    return { error };
  };
  const { url } = entry;
  if (!parts) return unanswered(`${url} is not a URL`);
  const body = form ? new URLSearchParams(form).toString() : JSON.stringify(json);
  const inQuery = method === "GET" && form !== undefined;
  const signedUrl = inQuery ? withQuery(url, form) : json === undefined ? url : withBodyHash(url, body);
  const target = localUrl(context, signedUrl);
  if (!target) return unanswered(`${parts.bare.host} is not served on this machine (PUT /local/hosts)`);
  try {
    const response = await fetch(target, {
      method,
      redirect: "manual",
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), context.ending]),
      headers: {
        "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json",
        // Parameters of a GET are part of the URL and signed with it.
        "X-Twilio-Signature": sign(context, signedUrl, inQuery ? {} : form),
        "User-Agent": "TwilioProxy/1.1",
        ...(parts.authorization !== undefined && { Authorization: parts.authorization }),
        ...forwardedHeaders(url),
        ...headers,
      },
      ...(method !== "GET" && { body }),
    });
    const text = await response.text();
    entry.status = response.status;
    return { status: response.status, contentType: response.headers.get("content-type") ?? "", text };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    return unanswered(cause?.code ?? cause?.message ?? message);
  }
}

function withQuery(url: string, form: Record<string, string>): string {
  const full = new URL(url);
  for (const [name, value] of Object.entries(form)) full.searchParams.set(name, value);
  return full.href;
}

function withBodyHash(url: string, body: string): string {
  return withQuery(url, { bodySHA256: createHash("sha256").update(body).digest("hex") });
}
