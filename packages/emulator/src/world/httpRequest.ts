// What Make HTTP Request and Run Function ask: Twilio's hosts in this process, and servers of this machine.
// Source: twilio.com/docs/studio/widget-library/http-request, …/run-function

import type { HttpRequest, HttpResponse } from "@tac-handoff/studio";
import { ownAuthorization } from "../core/authentication.ts";
import type { Context } from "../core/context.ts";
import { localUrl } from "../core/hosts.ts";
import { forwardedHeaders } from "../core/sendToTeam.ts";
import { splitCredentials } from "../http/urlCredentials.ts";

/** Longest wait for an answer. Source: twilio.com/docs/studio/widget-library/http-request */
const requestTimeoutMs = 10_000;

/**
 * Requests to Twilio are answered in this process. Nothing else leaves the machine: only loopback is asked, and what
 * `PUT /local/hosts` says is there.
 *
 * @throws Error for any other host, and when nobody answers
 */
export async function httpRequest(context: Context, wanted: HttpRequest): Promise<HttpResponse> {
  const url = new URL(wanted.url);
  const isTwilio = url.protocol === "https:" && url.hostname.endsWith(".twilio.com");
  const { bare, authorization: inUrl } = splitCredentials(url);
  const served = isTwilio ? undefined : localUrl(context, bare.href);
  if (!isTwilio && !served) {
    throw new Error(
      `the local Twilio does not reach the network. If a server of this machine stands for ${url.host}: PUT /local/hosts`,
    );
  }
  const authorization = wanted.twilioAuth && isTwilio ? ownAuthorization(context.state.account) : inUrl;
  const request = new Request(served ?? `http://127.0.0.1${url.pathname}${url.search}`, {
    method: wanted.method,
    headers: {
      ...(isTwilio ? { "X-Original-Host": url.hostname } : forwardedHeaders(bare.href)),
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(wanted.contentType === undefined ? {} : { "Content-Type": wanted.contentType }),
    },
    // A redirect is not followed: it could lead off this machine.
    redirect: "manual",
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(wanted.body === undefined || wanted.method === "GET" ? {} : { body: wanted.body }),
  });
  const response = await (isTwilio ? context.handle(request) : fetch(request));
  const contentType = response.headers.get("content-type") ?? "";
  return { status: response.status, contentType, body: await response.text() };
}
