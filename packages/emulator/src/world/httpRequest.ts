// The requests of Make HTTP Request and Run Function, to Twilio's hosts in this process and to servers of this machine.
// Source: twilio.com/docs/studio/widget-library/http-request, …/run-function

import type { HttpRequest, HttpResponse } from "@tac-handoff/studio";

import type { Context } from "../core/context.ts";
import { localUrl } from "../core/hosts.ts";
import { forwardedHeaders } from "../core/sendToTeam.ts";
import { basicAuthorization, splitCredentials } from "../http/urlCredentials.ts";

/** Longest wait for a response. Source: twilio.com/docs/studio/widget-library/http-request */
const requestTimeoutMs = 10_000;

/**
 * Sends a request of a flow. Requests to Twilio are handled in this process; of other servers only those on the
 * loopback interface are reached, and hosts set with `PUT /local/hosts`.
 *
 * @throws Error for any other host, and if the server does not respond
 */
export async function httpRequest(context: Context, wanted: HttpRequest): Promise<HttpResponse> {
  const url = new URL(wanted.url);
  const isTwilio = url.protocol === "https:" && url.hostname.endsWith(".twilio.com");
  const { bare, authorization: inUrl } = splitCredentials(url);
  const served = isTwilio ? undefined : localUrl(context, bare.href);
  if (!isTwilio && !served) {
    throw new Error(
      `the local Twilio does not access the network. Set the local server that stands in for ${url.host}: PUT /local/hosts`,
    );
  }
  const { sid, authToken } = context.state.account;
  const authorization = wanted.twilioAuth && isTwilio ? basicAuthorization(sid, authToken) : inUrl;
  const request = new Request(served ?? `http://127.0.0.1${url.pathname}${url.search}`, {
    method: wanted.method,
    headers: {
      ...(isTwilio ? { "X-Original-Host": url.hostname } : forwardedHeaders(bare.href)),
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(wanted.contentType === undefined ? {} : { "Content-Type": wanted.contentType }),
    },
    // A redirect is not followed, because it could leave this machine.
    redirect: "manual",
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(wanted.body === undefined || wanted.method === "GET" ? {} : { body: wanted.body }),
  });
  const response = await (isTwilio ? context.handle(request) : fetch(request));
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, body: await response.text() };
}
